"""The words of a sentence in the one spelling that rules compare."""

from __future__ import annotations

from collections.abc import Sequence

from service.reading import Reading


def norms_of(reading: Reading, sentence: int) -> Sequence[str]:
    """Return the norms of a sentence's tokens; no `Token` is made for them."""
    return reading.tokens.parts[sentence].norms
