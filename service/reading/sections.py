"""Sections: which part of the note stands where, with headings and without."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from service.reading.headings import (
    BARE_HEADING,
    inline_headings,
    is_exact,
    kind_of,
    line_heading,
    lines,
    names_a_study,
)

BODY = "body"
OTHER = "other"
_ASIDE = frozenset({"past", "list", "family", "social", "medication", "allergy", "ros", "results"})
_BACKGROUND = _ASIDE - {"results"}
_LISTED = _ASIDE | {"exam"}
# What is no article: "A L greater occipital neuralgia".
_SIDE = re.compile(r"[ \t]+(?:[LR]|[Ll]eft|[Rr]ight|\d)\b")
_PROSE = re.compile(
    r"(?:I|We|He|She|They|My|His|Her|It|This|The|Thank|As|On|In|At|Since|When|After|Today|Mr|Mrs|Ms|Miss|Dr)\b"
)
_ANY_PROSE = re.compile(r"[A-Z][a-z]+(?: [a-z]+,?){4}")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the note: `kind` is a table of sections.toml, else `body`, or `other` under an unknown
    heading.
    """

    kind: str
    start: int
    end: int


def find_sections(text: str) -> list[Section]:
    """Return the sections of a note in order; together they cover it."""
    opened: list[tuple[int, int, str]] = []
    asides: list[int] = []
    bare: list[re.Match[str]] = []
    lines_alone: dict[int, int] = {}
    for start, end in lines(text):
        match = line_heading(text, start, end)
        kind = _kind_of_line(match) if match else None
        if match and kind:
            opened.append((start, _text_start(match, kind), kind))
            asides += [start] if kind in _LISTED and _ends_in_prose(text, match.end(), end, kind) else []
            if kind == "results" and names_a_study(match["title"]) and _is_whole(text, match.end(), end):
                lines_alone[start] = end
        elif match := BARE_HEADING.match(text, start):
            bare.append(match)
    # "A" opens an assessment beside other letters of SOAP; alone it is an article: "A violinist, 47, ...".
    letters = {match["title"] for match in bare if len(match["title"]) == 1}
    for match in bare:
        kind = kind_of(match["title"])
        if kind is not None and (match["title"] != "A" or len(letters) > 1 or _SIDE.match(text, match.end())):
            opened.append((match.start(), match.end(), kind))
    for title, start, end in inline_headings(text):
        kind = kind_of(title)
        if kind is not None and (len(title) > 1 or title.isupper()):
            opened.append((start, start if kind == "results" else end, kind))
            asides += [start] if kind in _ASIDE else []
    opened.sort()
    opened = _resumed(text, opened, frozenset(asides), lines_alone)
    sections = [Section(BODY, 0, opened[0][0] if opened else len(text))]
    for place, (_, end, kind) in enumerate(opened):
        stop = opened[place + 1][0] if place + 1 < len(opened) else len(text)
        sections.append(Section(kind, end, max(end, stop)))
    return sections


def _ends_in_prose(text: str, start: int, line_end: int, kind: str) -> bool:
    """Whether a part stands on the line of its heading and prose follows after a blank line: a letter's
    own after findings, any after a background.
    """
    blank = _BLANK_LINE.match(text, line_end)
    if not blank or not text[start:line_end].strip():
        return False
    return bool(
        _PROSE.match(text, blank.end()) or (kind in _BACKGROUND and _ANY_PROSE.match(text, blank.end()))
    )


def _is_whole(text: str, start: int, line_end: int) -> bool:
    """Whether a heading's line says it all and ends, and the next one begins anew."""
    said, following = text[start:line_end].strip(), text[line_end + 1 : line_end + 2]
    return said.endswith((".", "!", "?")) and following.isupper()


def _resumed(
    text: str, opened: list[tuple[int, int, str]], asides: frozenset[int], lines_alone: Mapping[int, int]
) -> list[tuple[int, int, str]]:
    """An aside within a paragraph, as "Work: a teacher", ends with it, and a study of one line with the line:
    what follows goes on as before.
    """
    found: list[tuple[int, int, str]] = []
    before = BODY
    for place, (start, end, kind) in enumerate(opened):
        found.append((start, end, kind))
        stop = opened[place + 1][0] if place + 1 < len(opened) else len(text)
        if start in lines_alone:
            resumed = lines_alone[start] + 1
        elif start in asides:
            blank = _BLANK_LINE.search(text, end, stop)
            resumed = blank.end() if blank else stop
        else:
            before = kind
            continue
        if resumed < stop:
            found.append((resumed, resumed, before))
    return found


def _kind_of_line(match: re.Match[str]) -> str | None:
    """Return the kind of section that a line opens, if it is a heading."""
    title, mark = match["title"], match["mark"]
    kind = kind_of(title)
    if kind is None and _is_unknown_heading(title, mark):
        kind = OTHER
    is_heading = (
        kind is not None and (":" in mark or is_exact(title)) and _stands_as_heading(kind, title, mark)
    )
    return kind if is_heading else None


def _text_start(match: re.Match[str], kind: str) -> int:
    """A heading that names a study is part of what it heads: "MRI lumbar spine: ..."."""
    return match.start("title") if kind == "results" else match.end()


def _stands_as_heading(kind: str, title: str, mark: str) -> bool:
    """A single letter opens a section only with a colon; lower-case words without a mark are a line of
    text.
    """
    if len(title.strip()) == 1:
        return ":" in mark or "-" in mark
    return bool(mark.strip()) or not title[0].islower() or kind != OTHER


def _is_unknown_heading(title: str, mark: str) -> bool:
    words = title.split()
    if len(words) > 6:
        return False
    if ":" in mark:
        return (
            len(words) <= 4
            and len(title) > 3
            and title.isupper()
            and not any(letter.isdigit() for letter in title)
        )
    return len(mark.strip()) >= 2
