"""Words of a note, with their places and in one spelling.

British spelling, plurals, possessives, case and Unicode dashes are folded in the lexicon and in the
note alike, so that the lexicon states each word once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_TOKEN = re.compile(
    rf"[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\d+(?:[.,]\d+)*|[^{DASHES}\w\s]|(?<!\w)[{DASHES}]|[{DASHES}](?!\w)|_"
)
_MOST_KEPT = 50_000
_LONGEST_KEPT = 40


class Token(NamedTuple):
    """A word, a number or a punctuation mark: `norm` is its folded form, `text[start:end]` its words."""

    norm: str
    start: int
    end: int


class Pieces(dict[str, tuple[Token, ...]]):
    """The tokens of each piece of text between spaces, found when it is first met: notes share their words.

    All are forgotten at a bound; a piece too long to be met again is not kept.
    """

    def __init__(self, norm: Callable[[str], str]) -> None:
        super().__init__()
        self._norm = norm

    def __missing__(self, piece: str) -> tuple[Token, ...]:
        found = tuple(
            Token(self._norm(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(piece)
        )
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


def tokenise(text: str, start: int = 0, pieces: Mapping[str, Iterable[Token]] = FOLDED) -> list[Token]:
    """Return the tokens of a text in order, each with its norm; a hyphen inside a word only parts its
    halves.
    """
    # A named tuple made by way of its constructor costs twice as much, and this is the innermost loop.
    new = tuple.__new__
    tokens: list[Token] = []
    place = 0
    for piece in text.split():
        place = text.index(piece, place)
        offset = start + place
        for norm, first, last in pieces[piece]:
            tokens.append(new(Token, (norm, offset + first, offset + last)))
        place += len(piece)
    return tokens
