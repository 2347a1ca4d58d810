"""Who is held apart from whom: a model learns the sound of a writer, so no writer is ever split."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from service.errors import TrainingError
from service.training.snippets import Snippet, Source

TEST = -1
_TEST_SHARE = 0.2
_MOST_FOLDS = 10
_FEWEST_UNITS = 3


def unit_of(snippet: Snippet) -> str:
    """Return what stays together: the writer, or of a reviewed note its group."""
    return snippet.group if snippet.source is Source.REVIEWED else snippet.writer


def split(snippets: Sequence[Snippet], seed: int) -> Mapping[str, int]:
    """Return the fold of each unit, which is TEST for those that nothing is learned from.

    In an order that the seed decides, units go to the test until they have a fifth of the snippets. The
    others are dealt to at most ten folds, as even as whole units allow. Raises TrainingError if there are too
    few to hold some apart.
    """
    return split_units(Counter(map(unit_of, snippets)), seed)


def split_units(sizes: Counter[str], seed: int) -> dict[str, int]:
    """Return the fold of each unit, of which it is known how many snippets each has."""
    if len(sizes) < _FEWEST_UNITS:
        raise TrainingError(
            f"the snippets are of {len(sizes)} writers; to hold some apart, {_FEWEST_UNITS} are needed"
        )
    # At least two are left to learn from, each scored by what the other taught.
    *left, _, _ = shuffled = _shuffled(sizes, seed)
    fold_of: dict[str, int] = {}
    total, tested = sizes.total(), 0
    for unit in left:
        if tested >= _TEST_SHARE * total:
            break
        fold_of[unit] = TEST
        tested += sizes[unit]
    rest = sorted((unit for unit in shuffled if unit not in fold_of), key=lambda unit: -sizes[unit])
    loads = [0] * min(_MOST_FOLDS, len(rest))
    for unit in rest:
        fold_of[unit] = loads.index(min(loads))
        loads[fold_of[unit]] += sizes[unit]
    return fold_of


def _shuffled(units: Iterable[str], seed: int) -> list[str]:
    """Return the units in an order that depends on nothing but their names and the seed."""
    return sorted(units, key=lambda unit: hashlib.sha256(f"{seed} {unit}".encode()).digest())
