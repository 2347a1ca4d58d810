"""What a model learned from, as fingerprints: enough to tell whether a text was there, and no word of it.

`seen.npy` in a version's folder has the first eight bytes of the SHA-256 of each text's words, sorted. Case,
spacing and punctuation make no difference, and neither does a new id or a new label. Who has a text can tell
whether it was learned from; who has only the file cannot tell what was.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.classifier.artifact import read_card, verified
from service.errors import ModelError

SEEN = "seen.npy"
Fingerprints = NDArray[np.uint64]

_WORD = re.compile(r"\w+")
_BYTES = 8


def fingerprint_of(text: str) -> int:
    """Return the fingerprint of a text's words."""
    words = " ".join(_WORD.findall(text.lower()))
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:_BYTES], "big")


def fingerprints_of(texts: Iterable[str]) -> Fingerprints:
    """Return the fingerprints of texts, each once, in their order."""
    return np.unique(np.fromiter(map(fingerprint_of, texts), dtype=np.uint64))


def contents_of(seen: Fingerprints) -> bytes:
    """Return the file that keeps fingerprints."""
    content = io.BytesIO()
    np.lib.format.write_array(content, seen.astype("<u8"), allow_pickle=False)
    return content.getvalue()


def read_seen(folder: Path) -> Fingerprints:
    """Return the fingerprints of what a version learned from.

    Raises ModelError if the file is missing or altered, or the version was trained before it was kept.
    """
    card = read_card(folder)
    if SEEN not in card.files:
        raise ModelError(folder, f"has no {SEEN}: train it anew, so that what it learned from is known")
    content = verified(folder / SEEN, card.files[SEEN])
    try:
        seen = np.load(io.BytesIO(content), allow_pickle=False)
    except (ValueError, OSError, EOFError):
        raise ModelError(folder / SEEN, "is not an array of fingerprints") from None
    if not isinstance(seen, np.ndarray) or seen.dtype != np.uint64 or seen.ndim != 1:
        raise ModelError(folder / SEEN, "is not an array of fingerprints")
    return seen
