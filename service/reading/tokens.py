"""Words of a note, with their places and in one spelling.

British spelling, plurals, possessives, case and Unicode dashes are folded in the lexicon and in the
note alike, so that the lexicon states each word once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

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


class Token(NamedTuple):
    """A word, a number or a punctuation mark: `norm` is its folded form, `text[start:end]` its words."""

    norm: str
    start: int
    end: int


# A norm, a start and an end. A plain tuple is taken apart four times as fast as a named one.
_Plain = tuple[str, int, int]


class Pieces(dict[str, tuple[_Plain, ...]]):
    """The tokens of each piece of text between spaces, found when it is first met: notes share their words.

    All are forgotten at a bound; a piece too long to be met again is not kept.
    """

    def __init__(self, norm: Callable[[str], str]) -> None:
        super().__init__()
        self._norm = norm

    def __missing__(self, piece: str) -> tuple[_Plain, ...]:
        found = tuple((self._norm(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(piece))
        if len(piece) <= _LONGEST_KEPT:
            if len(self) > _MOST_KEPT:
                self.clear()
            self[piece] = found
        return found


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


FOLDED = Pieces(fold)


@dataclass(slots=True)
class Tokens:
    """The tokens of a text in order, as three lists of one length: a note has hundreds, and few of them are
    asked for as a `Token`.
    """

    norms: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, norm: str, start: int, end: int) -> None:
        """Add a token after those that are there."""
        self.norms.append(norm)
        self.starts.append(start)
        self.ends.append(end)

    def add_words(self, text: str, start: int, pieces: Mapping[str, Iterable[_Plain]]) -> None:
        """Add the tokens of a text that holds no white space but blanks, and itself stands at `start`."""
        norms, starts, ends = self.norms, self.starts, self.ends
        for piece in text.split(" "):
            for norm, first, last in pieces[piece]:
                norms.append(norm)
                starts.append(start + first)
                ends.append(start + last)
            start += len(piece) + 1

    def part(self, first: int, end: int) -> Tokens:
        """Return the tokens from the one at `first` to the one before `end`."""
        return Tokens(self.norms[first:end], self.starts[first:end], self.ends[first:end])

    def __iter__(self) -> Iterator[Token]:
        return map(Token, self.norms, self.starts, self.ends)


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
