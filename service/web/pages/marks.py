"""The note cut into segments, so that marks which overlap can each be shown: text in, `Segment`s out.

Offsets are code points of the text as it was sent; a segment says where it starts, so that a phrase that a
reader selects can be counted back to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from service.domain import Assertion, Role

# One letter for one letter: line breaks that HTML does not know as such become those that it does.
_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n"})


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that something is said of.

    A `role` makes them evidence, an `assertion` tells that they are denied, past or the like; `says` is what
    they do, `target` the id in the page of what they support, and `rank` the suggestion that this belongs
    to. `also` is a further class.
    """

    start: int
    end: int
    says: str
    role: Role | None = None
    assertion: Assertion | None = None
    target: str | None = None
    rank: int | None = None
    also: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of the text over which the same marks lie."""

    start: int
    text: str
    classes: str = ""
    says: str = ""
    target: str | None = None


def segments(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """Cut a text at every end of a mark. Cost is the segments times the marks that overlap in one place."""
    waiting = sorted(
        (mark for mark in marks if 0 <= mark.start < mark.end <= len(text)), key=attrgetter("start", "end")
    )
    cuts = sorted(
        {0, len(text), *_returns(text), *(end for mark in waiting for end in (mark.start, mark.end))}
    )
    found: list[Segment] = []
    open_marks: list[Mark] = []
    place = 0
    for start, end in zip(cuts, cuts[1:], strict=False):
        open_marks = [mark for mark in open_marks if mark.end > start]
        while place < len(waiting) and waiting[place].start == start:
            open_marks.append(waiting[place])
            place += 1
        if text[start:end] == "\r" and text[end : end + 1] == "\n":
            continue
        found.append(_segment(start, text[start:end].translate(_BREAKS), open_marks))
    return found


def _returns(text: str) -> Iterator[int]:
    """Yield the ends of every carriage return before a line feed: a page's text cannot hold it."""
    place = text.find("\r\n")
    while place >= 0:
        yield place
        yield place + 1
        place = text.find("\r\n", place + 1)


def _segment(start: int, text: str, over: list[Mark]) -> Segment:
    if not over:
        return Segment(start, text)
    innermost_first = sorted(over, key=lambda mark: mark.end - mark.start)
    classes = dict.fromkeys(_classes(innermost_first))
    says = dict.fromkeys(mark.says for mark in innermost_first if mark.says)
    target = next((mark.target for mark in innermost_first if mark.target), None)
    return Segment(start, text, " ".join(classes), "; ".join(says), target)


def _classes(innermost_first: list[Mark]) -> Iterator[str]:
    """Yield the classes of a segment: the innermost role alone draws the line beneath it."""
    roles = [mark.role for mark in innermost_first if mark.role]
    if roles:
        yield "evidence"
        yield f"is-{roles[0].value}"
    if Role.DIAGNOSIS in roles:
        yield "tinted"
    asserted = next((mark.assertion for mark in innermost_first if mark.assertion), None)
    if asserted:
        yield "aside"
        yield f"as-{asserted.value}"
    for mark in innermost_first:
        if mark.rank:
            yield f"for-{mark.rank}"
        if mark.also:
            yield mark.also
