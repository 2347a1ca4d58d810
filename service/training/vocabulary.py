"""Words as drift counts them: letters, folded as the lexicon folds them, no numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from service.reading.tokens import fold

_WORD = re.compile(r"[^\W\d_]{2,}(?:['\u2019][^\W\d_]+)?")


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text in order."""
    return (fold(match[0]) for match in _WORD.finditer(text))


def unknown_share(text: str, known: Collection[str]) -> float:
    """Return the share of a text's words that are not known; 0 for a text without words."""
    words = list(words_of(text))
    return sum(word not in known for word in words) / len(words) if words else 0.0
