"""Words of a note, with their places and in one spelling.

British spelling, plurals, possessives, case and Unicode dashes are folded in the lexicon and in the
note alike, so that the lexicon states each word once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_TOKEN = re.compile(
    rf"(?P<word>[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\d+(?:[.,]\d+)*)|(?<=\w)[{DASHES}](?=\w)|(?P<mark>[^\w\s]|_)"
)


class Token(NamedTuple):
    """A word, a number or a punctuation mark: `norm` is its folded form, `text[start:end]` its words."""

    norm: str
    start: int
    end: int


@lru_cache(maxsize=50_000)
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


def tokenise(text: str, start: int = 0, norm: Callable[[str], str] = fold) -> list[Token]:
    """Return the tokens of a text in order, each word through `norm`; a hyphen inside a word only parts
    its halves.
    """
    # A named tuple made by way of its constructor costs twice as much, and this is the innermost loop.
    new = tuple.__new__
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is None:
            continue
        first, last = match.span()
        word = match[0]
        tokens.append(new(Token, (norm(word) if kind == "word" else word, start + first, start + last)))
    return tokens
