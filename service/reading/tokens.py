"""Words of a note, with their places and in one spelling.

British spelling, plurals, possessives, case and Unicode dashes are folded in the lexicon and in the
note alike, so that the lexicon states each word once.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from sys import intern
from typing import NamedTuple, TypeVar

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_TOKEN = re.compile(
    rf"[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\d+(?:[.,]\d+)*|[^{DASHES}\w\s]|(?<!\w)[{DASHES}]|[{DASHES}](?!\w)|_"
)
# All white space but the blank.
_SPACES = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000"
)
_MOST_KEPT = 50_000
_LONGEST_KEPT = 40


Span = tuple[int, int]
"""Where a part of a text starts and ends."""


class Token(NamedTuple):
    """A word, a number or a punctuation mark: `norm` is its folded form, `text[start:end]` its words."""

    norm: str
    start: int
    end: int


_Made = TypeVar("_Made")


class Kept(dict[str, _Made]):
    """What is made of each piece of text between blanks, made when it is first met: notes share their words.

    All are forgotten at a bound; a piece too long to be met again is not kept.
    """

    def __init__(self, make: Callable[[str], _Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, piece: str) -> _Made:
        made = self._make(piece)
        if len(piece) <= _LONGEST_KEPT:
            if len(self) > _MOST_KEPT:
                self.clear()
            self[piece] = made
        return made


def norms_by(norm: Callable[[str], str]) -> Kept[tuple[str, ...]]:
    """Return what tells the norms of a piece's tokens, each made of its word; equal ones are one object, so
    that looking one up need not compare its letters.
    """
    return Kept(lambda piece: tuple(intern(norm(word)) for word in _TOKEN.findall(piece)))


_SPANS = Kept(lambda piece: tuple(match.span() for match in _TOKEN.finditer(piece)))


def fold(word: str) -> str:
    """Return the one spelling of a word that the lexicon and the note share."""
    word = word.lower().replace("\u2019", "'")
    if word.endswith("'s"):
        word = word[:-2]
    if len(word) > 4:
        word = word.replace("ae", "e").replace("oe", "e")
        if word.endswith("our"):
            word = word[:-3] + "or"
        word = word.replace("isation", "ization")
        if word.endswith("ies"):
            return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def is_year(word: str) -> bool:
    """Whether a word is a year that a note may speak of."""
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


FOLDED = norms_by(fold)


class Tokens:
    """The tokens of a text in order: their norms, and where they stand when that is first asked for. A note
    has hundreds, and few of them are asked for as a `Token`, or for their place.
    """

    __slots__ = ("_places", "_stretches", "norms")

    def __init__(self) -> None:
        self.norms: list[str] = []
        # Words with the start of the first, or the start and the end of one token.
        self._stretches: list[tuple[int, list[str] | int]] = []
        self._places: list[Span] | None = None

    def add(self, norm: str, start: int, end: int) -> None:
        """Add a token after those that are there."""
        self.norms.append(norm)
        self._stretches.append((start, end))
        self._places = None

    def add_words(self, text: str, start: int, norms: Mapping[str, Iterable[str]]) -> None:
        """Add the tokens of a text that holds no white space but blanks, and itself stands at `start`."""
        words = text.split(" ")
        added = self.norms
        for word in words:
            added += norms[word]
        self._stretches.append((start, words))
        self._places = None

    @property
    def places(self) -> Sequence[Span]:
        """Where each token starts and ends."""
        if self._places is None:
            self._places = list(_placed(self._stretches))
        return self._places

    def within(self, spans: Iterable[Span]) -> Iterator[Tokens]:
        """Yield the tokens that lie whole within each of some spans of the text, which are in order."""
        places, last = self.places, 0
        for start, end in spans:
            first = bisect_left(places, start, last, key=itemgetter(0))
            last = bisect_right(places, end, first, key=itemgetter(1))
            part = Tokens()
            part.norms, part._stretches = self.norms[first:last], list(places[first:last])
            yield part

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tokens):
            return NotImplemented
        return self.norms == other.norms and self.places == other.places

    def __iter__(self) -> Iterator[Token]:
        return (Token(norm, start, end) for norm, (start, end) in zip(self.norms, self.places, strict=True))


def _placed(stretches: Iterable[tuple[int, list[str] | int]]) -> Iterator[Span]:
    for start, words in stretches:
        if isinstance(words, int):
            yield start, words
            continue
        for word in words:
            for first, end in _SPANS[word]:
                yield start + first, start + end
            start += len(word) + 1


@dataclass(frozen=True, slots=True)
class Grouped:
    """The tokens of each sentence, made when they are first asked for."""

    parts: Sequence[Tokens]
    _made: dict[int, tuple[Token, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.parts)

    def __getitem__(self, sentence: int) -> tuple[Token, ...]:
        made = self._made.get(sentence)
        if made is None:
            made = self._made[sentence] = tuple(self.parts[sentence])
        return made

    def __iter__(self) -> Iterator[tuple[Token, ...]]:
        return map(self.__getitem__, range(len(self.parts)))


def blanked(text: str) -> str:
    """Return a text with a blank for every other white space."""
    for space in _SPACES:
        text = text.replace(space, " ")
    return text


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a text in order, each with its norm; a hyphen inside a word only parts its
    halves.
    """
    tokens = Tokens()
    tokens.add_words(blanked(text), 0, FOLDED)
    return list(tokens)
