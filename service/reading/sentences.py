"""Sentences: full stops that end one and those that do not, lists, and lines that go on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from service.reading.headings import LINE_HEADING, kind_of
from service.reading.sections import BODY, Section
from service.reading.words import words


class Sentence(NamedTuple):
    """A sentence or a list item, `text[start:end]`, with the section and the paragraph that it stands in."""

    start: int
    end: int
    section: str
    paragraph: int


# A stop, a semicolon, the end of a line or of a paragraph, a bar: known by its first character. A group here
# would keep the search from passing over what is none of them.
_BREAK = re.compile(r"[.!?](?<=[^\s.!?].)[.!?]*[)\"'\u201d]?(?=\s)|;|\n(?:[ \t\r]*\n)?|\|(?<=[ ]\|)[ ]")
_ABBREVIATIONS = words("abbreviations")
_ENDINGS = frozenset(word[-2:] for word in _ABBREVIATIONS | {"no"})
_LIST_NUMBER = re.compile(r"\s*\(?\d{1,2}$")
_ITEM = re.compile(r"[ \t]*(?:[-*\u2022\u2023\u25aa\u25cf\u00b7>+#\u2013]|\(?\d{1,2}[.)]|\(?[A-Za-z][.)])\s")


def find_sentences(text: str, sections: list[Section]) -> list[Sentence]:
    """Return the sentences of a note in order, each within one section; a wrapped line goes on.

    Prose that follows an assessment after a blank line, as in a letter, is what is planned; where the
    diagnoses open the letter it is the letter itself.
    """
    sentences: list[Sentence] = []
    width = _wrap_width(text)
    paragraph = 0
    for section in sections:
        paragraph += 1
        start, kind = section.start, section.kind
        for match in _BREAK.finditer(text, section.start, section.end):
            place, end = match.span()
            if place < start:
                continue
            mark = match[0]
            if mark == "." and _is_abbreviation(text, start, place):
                continue
            if mark == "\n" and _is_wrapped(text, place, width):
                continue
            _append(sentences, text, start, end, kind, paragraph)
            start = end
            if mark[0] == "\n" and len(mark) > 1:
                paragraph += 1
                if kind == "assessment" and not _ITEM.match(text, start):
                    kind = "plan" if section.start > len(text) * _NARRATIVE else BODY
        _append(sentences, text, start, section.end, kind, paragraph)
    return sentences


def _append(sentences: list[Sentence], text: str, start: int, end: int, kind: str, paragraph: int) -> None:
    said = text[start:end].lstrip()
    start = end - len(said)
    end = start + len(said.rstrip())
    while end - start > _LONGEST_SENTENCE:
        cut = text.rfind(" ", start + _LONGEST_SENTENCE // 2, start + _LONGEST_SENTENCE)
        cut = cut if cut > 0 else start + _LONGEST_SENTENCE
        sentences.append(Sentence(start, cut, kind, paragraph))
        start = cut + (text[cut] == " ")
    if start < end:
        # Made as a plain tuple is, in half the time.
        sentences.append(tuple.__new__(Sentence, (start, end, kind, paragraph)))


def _is_abbreviation(text: str, start: int, stop: int) -> bool:
    """Whether the full stop at `stop` only shortens a word: a title, a list number, an initial."""
    ending = text[stop - 2 : stop].lower()
    # Most words are longer than an initial and end as none of these does.
    if ending not in _ENDINGS and len(ending) > 1 and ending.isalpha():
        return False
    first = max(start, stop - _LONGEST_ABBREVIATION)
    word = text[max(first, text.rfind(" ", first, stop) + 1) : stop]
    if not word.isalpha():
        word = word[max(word.rfind("("), word.rfind("\n")) + 1 :]
    lower = word.lower()
    if lower in _ABBREVIATIONS or (stop - start <= 4 and _LIST_NUMBER.match(text, start, stop)):
        return True
    if len(word) == 1:
        return word.isalpha() and _following(text, stop).isupper() and word not in "LR"
    return lower == "no" and _following(text, stop).isdigit()


def _following(text: str, stop: int) -> str:
    return text[stop + 1 : stop + 4].lstrip()[:1]


# What nobody writes in one sentence is read in pieces, so that cost stays linear in the length of a note.
_LONGEST_SENTENCE = 1500
_LONGEST_ABBREVIATION = 16
_NARRATIVE = 0.3
_NARROWEST, _WIDEST, _RAGGED = 50, 110, 14


def _wrap_width(text: str) -> int:
    """Return the width at which a text is wrapped by its lines; 0 where lines end where their author
    ended them.
    """
    widths = sorted(len(line.rstrip()) for line in text.splitlines() if line.strip())
    if len(widths) < 3 or not _NARROWEST <= widths[-1] <= _WIDEST:
        return 0
    full = sum(width >= widths[-1] - _RAGGED for width in widths)
    return widths[-1] if full * 3 >= len(widths) else 0


def _is_wrapped(text: str, line_end: int, width: int) -> bool:
    """Tell a wrapped line from a finished one: it is full, does not end, and no item or heading follows."""
    if not width:
        return False
    line = text[text.rfind("\n", 0, line_end) + 1 : line_end].rstrip()
    following = text[line_end + 1 : line_end + 40]
    if len(line) < width - _RAGGED or not following.strip() or line[-1] in ".!?:;":
        return False
    heading = LINE_HEADING.match(text, line_end + 1)
    return not _ITEM.match(following) and (heading is None or kind_of(heading["title"]) is None)


def sentence_at(sentences: Sequence[Sentence], offset: int) -> int:
    """Return the index of the sentence that an offset lies in, or that starts last before it."""
    return max(0, bisect_right(sentences, offset, key=lambda sentence: sentence.start) - 1)
