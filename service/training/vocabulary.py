"""Words as they are counted: letters, folded as the lexicon folds them, no numbers; kept as fingerprints.

A fingerprint is the first eight bytes of the SHA-256 of a word. Who has a word can tell whether it was there,
so only words are kept that texts of several groups share: what a single note says leaves no trace.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from service.reading.tokens import fold

_WORD = re.compile(r"[^\W\d_]{2,}(?:['\u2019][^\W\d_]+)?")
_BYTES = 8


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text in order."""
    return (fold(match[0]) for match in _WORD.finditer(text))


@lru_cache(maxsize=50_000)
def fingerprint_of_word(word: str) -> int:
    """Return the fingerprint of a word."""
    return int.from_bytes(hashlib.sha256(word.encode()).digest()[:_BYTES], "big")


def unknown_share(text: str, known: Collection[int]) -> float:
    """Return the share of a text's words whose fingerprints are not known; 0 for a text without words."""
    words = [fingerprint_of_word(word) for word in words_of(text)]
    return sum(word not in known for word in words) / len(words) if words else 0.0
