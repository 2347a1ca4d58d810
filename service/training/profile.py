"""What the texts were like on which a model was tried, kept with it: what later notes are set beside.

`profile.json` has the measures of snippets that the model did not learn from, at most `MOST`, so that its
probabilities there are honest; `words.npy` the fingerprints of the words that it learned among.
"""

from __future__ import annotations

import hashlib
import heapq
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pydantic import ValidationError

from service.classifier.artifact import Model, faults, read_card, verified
from service.domain import Encounter
from service.errors import ModelError
from service.reference.catalogue import Editions
from service.suggesting import Suggester
from service.training.measuring import Measures, Measuring
from service.training.snippets import Snippet
from service.training.vocabulary import fingerprint_of_word, words_of

PROFILE = "profile.json"
WORDS = "words.npy"
MOST = 1000


class Profile(NamedTuple):
    """The measures of the texts, and the fingerprints of the known words."""

    measures: Measures
    known: frozenset[int]


def files_of(model: Model, learned: Iterable[Snippet], tested: Iterable[Snippet]) -> Mapping[str, bytes]:
    """Return the files of a model's profile; each snippet is looked at once and let go.

    Of the tested ones those are measured whose ids' SHA-256 come first: in whatever order, the same.
    """
    groups: dict[int, str | None] = {}
    for snippet in learned:
        for word in set(words_of(snippet.text)):
            mark = fingerprint_of_word(word)
            # Once seen in a second group, it is of none.
            if groups.setdefault(mark, snippet.group) != snippet.group:
                groups[mark] = None
    known = frozenset(mark for mark, group in groups.items() if group is None)
    measuring = Measuring(Suggester(model, Editions.load()), known)
    for snippet in heapq.nsmallest(MOST, tested, key=_order):
        measuring.take(snippet.text, Encounter(setting=snippet.setting))
    return {
        PROFILE: measuring.measures().model_dump_json(indent=None).encode() + b"\n",
        WORDS: _array(known),
    }


def read_profile(folder: Path) -> Profile:
    """Return a model's profile; ModelError if it is missing or altered, or the model was trained before."""
    card = read_card(folder)
    for name in (PROFILE, WORDS):
        if name not in card.files:
            raise ModelError(
                folder,
                f"has no {name}: it was trained before that was kept; train it anew, or give --against",
            )
    try:
        measures = Measures.model_validate_json(verified(folder / PROFILE, card.files[PROFILE]))
    except ValidationError as error:
        raise ModelError(folder / PROFILE, f"is no profile: {faults(error)}") from None
    content = verified(folder / WORDS, card.files[WORDS])
    try:
        known = np.load(io.BytesIO(content), allow_pickle=False)
        return Profile(measures, frozenset(known.tolist()))
    except (ValueError, OSError, EOFError):
        raise ModelError(folder / WORDS, "is not an array of fingerprints") from None


def _order(snippet: Snippet) -> bytes:
    return hashlib.sha256(snippet.id.encode()).digest()


def _array(known: Iterable[int]) -> bytes:
    content = io.BytesIO()
    np.lib.format.write_array(content, np.array(sorted(known), dtype="<u8"), allow_pickle=False)
    return content.getvalue()
