"""Words of a note, with their places and in one spelling.

British spelling, plurals, possessives, case and Unicode dashes are folded in the lexicon and in the
note alike, so that the lexicon states each word once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_TOKEN = re.compile(
    rf"[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\d+(?:[.,]\d+)*|[^{DASHES}\w\s]|(?<!\w)[{DASHES}]|[{DASHES}](?!\w)|_"
)
_MOST_WORDS = 50_000


class Token(NamedTuple):
    """A word, a number or a punctuation mark: `norm` is its folded form, `text[start:end]` its words."""

    norm: str
    start: int
    end: int


class Norms(dict[str, str]):
    """The norm of each word met, made when it is first asked for; all are forgotten at a bound."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> str:
        if len(self) > _MOST_WORDS:
            self.clear()
        found = self[word] = self._make(word)
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


FOLDED = Norms(fold)


def tokenise(text: str, start: int = 0, norms: Mapping[str, str] = FOLDED) -> list[Token]:
    """Return the tokens of a text in order, each with its norm; a hyphen inside a word only parts its
    halves.
    """
    # A named tuple made by way of its constructor costs twice as much, and this is the innermost loop.
    new = tuple.__new__
    spans = map(re.Match.span, _TOKEN.finditer(text))
    if start:
        return [new(Token, (norms[text[first:last]], start + first, start + last)) for first, last in spans]
    return [new(Token, (norms[text[first:last]], first, last)) for first, last in spans]
