"""Sections and sentences: which part of the note stands where, with headings and without."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib import resources

from service.reading.lexicon import expand
from service.reading.tokens import tokenise

BODY = "body"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the note: `kind` is a table of sections.toml, `body` before any heading, `other` under an unknown one."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a list item, `text[start:end]`, with the section and the paragraph that it stands in."""

    start: int
    end: int
    section: str
    paragraph: int
    heading: str = ""


_LINE_HEADING = re.compile(
    r"^[ \t]*(?:[#>*=_~\-\u2022\u2013]+[ \t]*)?(?:\(?[0-9A-Za-z]{1,2}[.)][ \t]+)?[*_]{0,3}(?P<title>[A-Za-z][A-Za-z0-9 /&,'\u2019()+.\-\u2013]{0,70}?)[*_]{0,3}[ \t]*"
    r"(?P<mark>:[*_]{0,3}|[*_]{0,3}[ \t]+[-\u2013\u2014=]+(?=[ \t\r\n])|[ \t]*[*_=\-]{2,}[ \t]*\r?$|\r?$)",
    re.MULTILINE,
)
_INLINE_HEADING = re.compile(
    r"(?:(?<=[.;!?)\]] )|(?<=[.;!?)\]]  )|(?<=\| )|(?<=[.,;],)|(?<=[.,;], ))(?P<title>[A-Za-z][A-Za-z/&' ]{0,40}?)(?P<mark>:| - )(?=[\s,])"
)
_BARE_HEADING = re.compile(
    r"^[ \t]*(?:[#>*=_~\-]+[ \t]*)?(?P<title>addendum|late entry|amendment|(?:final|discharge|admitting|ed|primary|dc|d/c)[ ](?:dx|diagnos[ei]s|impression)s?"
    r"|a/p|a/|p/|dx|imp|(?-i:IMPRESSION|ASSESSMENT|DIAGNOSIS|A|P|S|O|PLAN))(?=[ \t]+(?!is\b|of\b|and\b|was\b|are\b|to\b)\S)",
    re.IGNORECASE | re.MULTILINE,
)
_PARENTHESIS = re.compile(r"\([^)]*\)")


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
_OPENING = frozenset(
    {
        "pmh",
        "pmhx",
        "comorbidity",
        "impression",
        "assessment",
        "imaging",
        "diagnosis",
        "plan",
        "exam",
        "mri",
        "ct",
        "emg",
    }
)


def _kind_of(title: str) -> str | None:
    """Return the section kind that a heading opens, if it is a known one."""
    known = _headings()
    words = [token.norm for token in tokenise(_PARENTHESIS.sub(" ", title))]
    while words and words[-1] in {".", ",", "-", "+"}:
        words.pop()
    if not words:
        return None
    found = known.get(" ".join(words))
    if found:
        return found
    plain = [word for word in words if word not in {"/", "&", "and", ","}]
    return known.get(" ".join(plain)) or (
        _kind_of_parts(words) if len(plain) < len(words) else _kind_of_opening(words)
    )


def _kind_of_opening(words: list[str]) -> str | None:
    """Read a long heading such as "Problem list as imported" by the known heading of two words or more that it opens with."""
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


def _is_exact(title: str) -> bool:
    """Whether a line without a colon is a known heading to the last word, or one in capitals, or one set off by marks."""
    words = " ".join(
        token.norm
        for token in tokenise(_PARENTHESIS.sub(" ", title))
        if token.norm not in {"/", "&", "and", ",", "."}
    )
    return (
        words in _headings()
        or title.isupper()
        or " ".join(token.norm for token in tokenise(title)) in _headings()
    )


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


def find_sections(text: str) -> list[Section]:
    """Return the sections of a note in order; together they cover it."""
    opened: list[tuple[int, int, str]] = []
    for match in _LINE_HEADING.finditer(text):
        title, mark = match["title"], match["mark"]
        kind = _kind_of(title)
        if kind is None and _is_unknown_heading(title, mark):
            kind = OTHER
        if kind is not None and (":" in mark or _is_exact(title)) and _stands_as_heading(kind, title, mark):
            opened.append((match.start(), _text_start(match, kind), kind))
    taken = {start for start, _, _ in opened}
    for match in _BARE_HEADING.finditer(text):
        kind = _kind_of(match["title"])
        if kind is not None and match.start() not in taken:
            opened.append((match.start(), match.end(), kind))
    for match in _INLINE_HEADING.finditer(text):
        kind = _kind_of(match["title"])
        if kind is not None and (len(match["title"]) > 1 or match["title"].isupper()):
            opened.append((match.start(), _text_start(match, kind), kind))
    opened.sort()
    sections = [Section(BODY, 0, opened[0][0] if opened else len(text))]
    for place, (_, end, kind) in enumerate(opened):
        stop = opened[place + 1][0] if place + 1 < len(opened) else len(text)
        sections.append(Section(kind, end, max(end, stop)))
    return sections


def _text_start(match: re.Match[str], kind: str) -> int:
    """A heading that names a study is part of what it heads: "MRI lumbar spine: ..."."""
    return match.start("title") if kind == "results" else match.end()


def _stands_as_heading(kind: str, title: str, mark: str) -> bool:
    """A single letter opens a section only with a colon; lower-case words without a mark are a line of text."""
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


_BREAK = re.compile(
    r"(?P<stop>(?<!\s)[.!?]+[)\"'\u201d]?)(?=\s)|(?P<semi>;)|(?P<para>\n[ \t\r]*\n)|(?P<line>\n)|(?P<bar>[ ]\|[ ])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|prof|vs|approx|st|nos|fig|pt|e\.g|i\.e|etc|incl|resp|susp|prob|poss|lig|ligg|cerv|thor|lumb|interspin|supraspin|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov"
    r"|dec|a\.m|p\.m|bilat|min)|^\s*\(?\d{1,2})\.$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"\b[A-Z]\.$")
_NUMBER = re.compile(r"\bno\.$", re.IGNORECASE)
_SIDE = re.compile(r"\b[LR]\.$")
_ITEM = re.compile(r"[ \t]*(?:[-*\u2022\u2023\u25aa\u25cf\u00b7>+#\u2013]|\(?\d{1,2}[.)]|\(?[A-Za-z][.)])\s")


def find_sentences(text: str, sections: list[Section]) -> list[Sentence]:
    """Return the sentences of a note in order, each within one section; a wrapped line goes on.

    Prose that follows an assessment after a blank line, as in a letter, is what is planned; where the diagnoses
    open the letter it is the letter itself.
    """
    sentences: list[Sentence] = []
    width = _wrap_width(text)
    paragraph = 0
    for section in sections:
        paragraph += 1
        start, kind = section.start, section.kind
        for match in _BREAK.finditer(text, section.start, section.end):
            if match.start() < start:
                continue
            if match["stop"] and _is_abbreviation(text, start, match):
                continue
            if match["line"] and _is_wrapped(text, start, match.start(), width):
                continue
            _append(sentences, text, start, match.end(), kind, paragraph)
            start = match.end()
            if match["para"]:
                paragraph += 1
                if kind == "assessment" and not _ITEM.match(text, start):
                    kind = "plan" if section.start > len(text) * _NARRATIVE else BODY
        _append(sentences, text, start, section.end, kind, paragraph)
    return sentences


def _append(sentences: list[Sentence], text: str, start: int, end: int, kind: str, paragraph: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST_SENTENCE:
        cut = text.rfind(" ", start + _LONGEST_SENTENCE // 2, start + _LONGEST_SENTENCE)
        cut = cut if cut > 0 else start + _LONGEST_SENTENCE
        sentences.append(Sentence(start, cut, kind, paragraph))
        start = cut + (text[cut] == " ")
    if start < end:
        sentences.append(Sentence(start, end, kind, paragraph))


def _is_abbreviation(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a full stop only shortens a word: a title, a list number, an initial before a name."""
    if match["stop"] != ".":
        return False
    head = text[max(start, match.start() - 12) : match.start() + 1]
    following = text[match.end() : match.end() + 3].lstrip()
    if _ABBREVIATION.search(head) or (_NUMBER.search(head) and following[:1].isdigit()):
        return True
    return bool(_INITIAL.search(head)) and following[:1].isupper() and not _SIDE.search(head)


# What nobody writes in one sentence is read in pieces, so that cost stays linear in the length of a note.
_LONGEST_SENTENCE = 1500
_NARRATIVE = 0.3
_NARROWEST, _WIDEST, _RAGGED = 50, 110, 14


def _wrap_width(text: str) -> int:
    """Return the width at which a text is wrapped by its lines; 0 where lines end where their author ended them."""
    widths = sorted(len(line.rstrip()) for line in text.splitlines() if line.strip())
    if len(widths) < 3 or not _NARROWEST <= widths[-1] <= _WIDEST:
        return 0
    full = sum(width >= widths[-1] - _RAGGED for width in widths)
    return widths[-1] if full * 3 >= len(widths) else 0


def _is_wrapped(text: str, start: int, line_end: int, width: int) -> bool:
    """Tell a wrapped line from a finished one: it is full, ends in no full stop, and no item or heading follows."""
    line = text[max(start, text.rfind("\n", start, line_end) + 1) : line_end].rstrip()
    following = text[line_end + 1 : line_end + 40]
    if not width or len(line) < width - _RAGGED or not following.strip() or line[-1] in ".!?:;":
        return False
    heading = _LINE_HEADING.match(text, line_end + 1)
    return not _ITEM.match(following) and (heading is None or _kind_of(heading["title"]) is None)


def sentence_at(sentences: list[Sentence], offset: int) -> int:
    """Return the index of the sentence that an offset lies in, or that starts last before it."""
    return max(0, bisect_right(sentences, offset, key=lambda sentence: sentence.start) - 1)
