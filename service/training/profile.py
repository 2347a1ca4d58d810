"""What the texts were like on which a model was tried, kept with it: what later notes are set beside.

`profile.json` has the measures of snippets that the model did not learn from, at most `MOST`, so that its
probabilities there are honest; `words.npy` the fingerprints of the words that it learned among.
"""

from __future__ import annotations

import hashlib
import heapq
import io
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pydantic import ValidationError

from service.classifier.artifact import Model, faults, read_card, verified
from service.domain import Encounter
from service.errors import ModelError
from service.reference.catalogue import Editions
from service.suggesting import Suggester
from service.training.listing import Snippets
from service.training.measuring import Measures, Measuring
from service.training.snippets import Snippet
from service.training.vocabulary import fingerprint_of_word, words_of

PROFILE = "profile.json"
WORDS = "words.npy"
MOST = 1000
_OFTEN = 1000


class Profile(NamedTuple):
    """The measures of the texts, and the fingerprints of the known words."""

    measures: Measures
    known: frozenset[int]


def files_of(
    model: Model,
    snippets: Collection[Snippet] | Snippets,
    is_tested: Callable[[Snippet], bool],
    advance: Callable[[int, int], None] = lambda done, of: None,
) -> Mapping[str, bytes]:
    """Return the files of a model's profile; each snippet is looked at once and let go.

    Of the tested ones those are measured whose ids' SHA-256 come first: in whatever order, the same.
    """
    groups: dict[int, str | None] = {}
    chosen: list[tuple[int, str, Snippet]] = []
    for done, snippet in enumerate(snippets, 1):
        if is_tested(snippet):
            # A heap whose first is the last in order, which goes when a better one comes.
            one = (-_order(snippet), snippet.id, snippet)
            (heapq.heappush if len(chosen) < MOST else heapq.heappushpop)(chosen, one)
        else:
            for word in set(words_of(snippet.text)):
                # Once seen in a second group, it is of none.
                if groups.setdefault(mark := fingerprint_of_word(word), snippet.group) != snippet.group:
                    groups[mark] = None
        if done % _OFTEN == 0 or done == len(snippets):
            advance(done, len(snippets))
    known = frozenset(mark for mark, group in groups.items() if group is None)
    measuring = Measuring(Suggester(model, Editions.load()), known)
    for _, _, snippet in sorted(chosen, key=lambda one: one[:2]):
        measuring.take(snippet.text, Encounter(setting=snippet.setting))
    return {PROFILE: measuring.measures().model_dump_json().encode() + b"\n", WORDS: _array(known)}


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


def _order(snippet: Snippet) -> int:
    return int.from_bytes(hashlib.sha256(snippet.id.encode()).digest()[:8])


def _array(known: Iterable[int]) -> bytes:
    content = io.BytesIO()
    np.lib.format.write_array(content, np.array(sorted(known), dtype="<u8"), allow_pickle=False)
    return content.getvalue()
