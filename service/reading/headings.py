"""Headings: how the lines look that open a part of the note, and which part each opens."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

from service.reading.phrases import expand
from service.reading.tokens import tokenise

_BULLET = r"^[ \t]*(?:[#>*=_~\-\u2022\u2013]+[ \t]*)?"
LINE_HEADING = re.compile(
    _BULLET + r"(?:\(?[0-9A-Za-z]{1,2}[.)][ \t]+)?[*_]{0,3}"
    r"(?P<title>[A-Za-z][A-Za-z0-9 /&,'\u2019()+.\-\u2013]{0,70}?)[*_]{0,3}[ \t]*"
    r"(?P<mark>:[*_]{0,3}|[*_]{0,3}[ \t]+[-\u2013\u2014=]+(?=[ \t\r\n])|[ \t]*[*_=\-]{2,}[ \t]*\r?$|\r?$)",
    re.MULTILINE,
)
_INLINE_MARKS = (":", " - ")
_GOES_ON = re.compile(r"[\s,]")
_INLINE_TITLE = re.compile(r"(?:[.;!?)\]] {1,2}|\| |[.,;], ?)(?P<title>[A-Za-z][A-Za-z/&' ]{0,40}?)$")
_LONGEST_TITLE = 44
# Within so many characters of its line a heading shows itself by one of these marks, or by the line's end.
_HEADING_WITHIN = 90
_MARKS = (":", " -", " \u2013", " \u2014", "*", "=", "--", "__")
# Headings that clinicians write without any mark: "Final dx 1 ...", "A/ left C6 radic", "ADDENDUM 12 May".
BARE_HEADING = re.compile(
    _BULLET + r"(?P<title>addendum|late entry|amendment"
    r"|(?:final|discharge|admitting|ed|primary|dc|d/c)[ ](?:dx|diagnos[ei]s|impression)s?"
    r"|a/p|a/|p/|dx|imp|(?-i:IMPRESSION|ASSESSMENT|DIAGNOSIS|A|P|S|O|PLAN))"
    r"(?=[ \t]+(?!is\b|of\b|and\b|was\b|are\b|to\b)\S)",
    re.IGNORECASE | re.MULTILINE,
)
_PARENTHESIS = re.compile(r"\([^)]*\)")
# What a heading says in brackets of lines that nobody wrote today.
_COPIED = frozenset(
    "auto automatic autopopulated copied carried forward imported import old previous prior".split()
)


@cache
def _headings() -> dict[str, str]:
    document = tomllib.loads(
        (resources.files("service.reading") / "lexicon" / "sections.toml").read_text("utf-8")
    )
    return {
        title: kind
        for kind, table in document.items()
        for phrase in table["phrases"]
        for title in expand(phrase)
    }


_CLOSING = frozenset({"impression", "conclusion", "interpretation", "diagnosis", "dx"})
_STUDIES = frozenset({"mri", "ct", "emg", "ncs", "xr", "ultrasound"})
_OPENING = frozenset(
    "pmh pmhx comorbidity impression assessment imaging diagnosis plan exam mri ct emg".split()
)


@lru_cache(maxsize=2_000)
def kind_of(title: str) -> str | None:
    """Return the section kind that a heading opens, if it is a known one."""
    known = _headings()
    if any(_COPIED & {token.norm for token in tokenise(aside)} for aside in _PARENTHESIS.findall(title)):
        return "list"
    words = [token.norm for token in tokenise(_PARENTHESIS.sub(" ", title))]
    while words and words[-1] in {".", ",", "-", "+"}:
        words.pop()
    if not words:
        return None
    found = known.get(" ".join(words))
    if found:
        return found
    plain = [word for word in words if word not in {"/", "&", "and", ","}]
    if words[0] in _STUDIES:
        return "results"
    return known.get(" ".join(plain)) or (
        _kind_of_parts(words) if len(plain) < len(words) else _kind_of_opening(words)
    )


def names_a_study(title: str) -> bool:
    """Whether a heading is the name of a study, such as "MRI lumbar spine"."""
    return any(token.norm in _STUDIES for token in tokenise(title)[:1])


def _kind_of_opening(words: list[str]) -> str | None:
    """Read a long heading such as "Problem list as imported" by the known one of two words that it
    opens with.
    """
    known = _headings()
    if words[-1] in _CLOSING:
        return "assessment"
    if "." in words or len(words) > 7:
        return None
    for size in range(min(5, len(words) - 1), 1, -1):
        kind = known.get(" ".join(words[:size]))
        if kind:
            return kind
    return known.get(words[0]) if words[0] in _OPENING else None


def is_exact(title: str) -> bool:
    """Whether a line without a colon is a known heading to the last word, or one in capitals."""
    words = [token.norm for token in tokenise(_PARENTHESIS.sub(" ", title))]
    plain = [word for word in words if word not in {"/", "&", "and", ",", "."}]
    return title.isupper() or " ".join(words) in _headings() or " ".join(plain) in _headings()


def _kind_of_parts(words: list[str]) -> str | None:
    """Read a double heading such as "Results/Data" by the first half that is known."""
    known = _headings()
    half: list[str] = []
    for word in [*words, "/"]:
        if word in {"/", "&", "and"}:
            kind = known.get(" ".join(half))
            if kind:
                return kind
            half = []
        else:
            half.append(word)
    return None


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line of a text starts and ends."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def line_heading(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return what looks like a heading at the start of a line; a long line without a mark is passed over."""
    head = text[start : start + _HEADING_WITHIN]
    if end - start > _HEADING_WITHIN and not any(mark in head for mark in _MARKS):
        return None
    return LINE_HEADING.match(text, start)


def inline_headings(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield title, start and end of what looks like a heading within a line, after a full stop or a bar."""
    for mark in _INLINE_MARKS:
        start = text.find(mark)
        while start >= 0:
            end = start + len(mark)
            if _GOES_ON.match(text, end):
                first = max(0, start - _LONGEST_TITLE)
                found = _INLINE_TITLE.search(text[first:start])
                if found is not None:
                    yield found["title"], first + found.start("title"), end
            start = text.find(mark, start + 1)
