"""Words of a note, with their places and in one spelling.

British spelling, plurals, possessives, case and Unicode dashes are folded in the lexicon and in the
note alike, so that the lexicon states each word once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\d+(?:[.,]\d+)*|[^\w\s]|_")
_JOINED = re.compile(rf"(?<=\w)[{DASHES}](?=\w)")


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


def tokenise(text: str, start: int = 0) -> list[Token]:
    """Return the tokens of a text in order; a hyphen inside a word only parts its halves."""
    inner = {match.start() for match in _JOINED.finditer(text)}
    return [
        Token(fold(match.group()), start + match.start(), start + match.end())
        for match in _TOKEN.finditer(text)
        if match.start() not in inner
    ]
