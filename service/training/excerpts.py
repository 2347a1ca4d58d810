"""From a note to a snippet's text: the sentences that carry a decision, with a little of what is about them.

One to six sentences, in their order, each under the heading that it stood under, as that decides what a
sentence means ("Family history: ..."). Offsets into the note are carried over to the excerpt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from service.reading import Reading, read
from service.reading.sentences import Sentence, sentence_at
from service.training.snippets import Span

MOST_SENTENCES = 6


class Piece(NamedTuple):
    """A stretch of the note, `note[start:end]`, and where it begins in the excerpt."""

    start: int
    end: int
    place: int


class Excerpt(NamedTuple):
    """The text of a snippet, and the pieces of the note that it is made of."""

    text: str
    pieces: tuple[Piece, ...]

    def carried(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where `note[start:end]` stands in the excerpt, None if not all of it does."""
        for piece in self.pieces:
            if piece.start <= start and end <= piece.end:
                return start - piece.start + piece.place, end - piece.start + piece.place
        return None

    def origin(self, offset: int) -> int:
        """Return where in the note an offset of the excerpt comes from."""
        piece = max((one for one in self.pieces if one.place <= offset), key=lambda one: one.place)
        return min(piece.start + offset - piece.place, piece.end)


def excerpt(text: str, spans: Sequence[Span]) -> Excerpt:
    """Return the sentences of a note in which spans stand, with one before and after each, six at most.

    Where there are no spans, those sentences count that mention a diagnosis; else the first.
    """
    reading = read(text)
    sentences = list(reading.sentences)
    carrying = sorted({sentence_at(sentences, span.start) for span in spans}) or _mentioning(reading)
    return _joined(text, reading, sorted(_with_company(carrying[:MOST_SENTENCES], sentences)))


def _mentioning(reading: Reading) -> list[int]:
    kinds = ("diagnosis", "condition")
    found = {mention.sentence for kind in kinds for mention in reading.all(kind)}
    return sorted(found) or list(range(min(MOST_SENTENCES, len(reading.sentences))))


def _with_company(carrying: Sequence[int], sentences: Sequence[Sentence]) -> set[int]:
    """Return the sentences that carry, and of those beside them as many as there is room for."""
    chosen = set(carrying)
    for place in (*(one - 1 for one in carrying), *(one + 1 for one in carrying)):
        near = min(carrying, key=lambda one: abs(one - place))
        if (
            len(chosen) < MOST_SENTENCES
            and 0 <= place < len(sentences)
            and sentences[place].section == sentences[near].section
        ):
            chosen.add(place)
    return chosen


def _joined(text: str, reading: Reading, chosen: Iterable[int]) -> Excerpt:
    built: list[str] = []
    pieces: list[Piece] = []
    length = 0
    last: Sentence | None = None
    last_heading: tuple[int, int] | None = None
    for index in chosen:
        sentence = reading.sentences[index]
        heading = _heading(text, reading, sentence)
        parts = [(sentence.start, sentence.end)]
        if heading and heading != last_heading:
            parts.insert(0, heading)
        for start, end in parts:
            follows = last is not None or bool(pieces)
            gap = ""
            if follows:
                gap = text[pieces[-1].end : start]
                gap = gap if not gap.strip() and gap else "\n"
            built.append(gap + text[start:end])
            length += len(gap)
            pieces.append(Piece(start, end, length))
            length += end - start
        last, last_heading = sentence, heading or last_heading
    return Excerpt("".join(built), tuple(pieces))


def _heading(text: str, reading: Reading, sentence: Sentence) -> tuple[int, int] | None:
    """Return where the heading stands under which a sentence does, None if there is none."""
    before = 0
    for section in reading.sections:
        if section.start <= sentence.start < section.end:
            title = text[before : section.start]
            words = title.strip()
            start = before + title.index(words) if words else before
            return (start, start + len(words)) if words else None
        before = section.end
    return None
