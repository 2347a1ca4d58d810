"""Two models on the same texts: the difference of every figure, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.classifier.card import Interval
from service.domain import Frozen
from service.training.figures import Case, measure, tally

_DRAWS = 1000
_COVERED = (2.5, 97.5)
# Of these, less is better.
SMALL_IS_GOOD = frozenset({"false_note", "ece"})


class Difference(Frozen):
    """A figure of both, and challenger less champion with its 95 % interval; None where not measured."""

    challenger: float | None
    champion: float | None
    difference: float | None
    interval: Interval | None

    def is_worse(self, name: str) -> bool:
        """Whether the challenger is worse beyond the interval: all of it lies on the bad side of zero."""
        if self.interval is None:
            return self.challenger is None and self.champion is not None
        return self.interval.low > 0 if name in SMALL_IS_GOOD else self.interval.high < 0

    def is_better(self, name: str) -> bool:
        """Whether the challenger is better beyond the interval."""
        if self.interval is None:
            return False
        return self.interval.high < 0 if name in SMALL_IS_GOOD else self.interval.low > 0


def differences(
    challenger: Sequence[Case], champion: Sequence[Case], clusters: Sequence[str], seed: int = 0
) -> dict[str, Difference]:
    """Compare two models' answers to the same texts, in the same order.

    Whole clusters are drawn anew, with replacement and the same ones for both, as texts that share a
    scenario are no independent witnesses. A draw in which a figure cannot be measured is left out of it.
    """
    tallies = [[tally(case) for case in side] for side in (challenger, champion)]
    names = sorted({name for side in tallies for one in side for name in one})
    _, of_row = np.unique(np.array(clusters), return_inverse=True)
    sums = []
    for side in tallies:
        counts = np.array([[one.get(name, 0.0) for name in names] for one in side])
        summed = np.zeros((int(of_row.max()) + 1, len(names)))
        np.add.at(summed, of_row, counts)
        sums.append(summed)
    size = len(sums[0])
    drawn = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), size=_DRAWS)
    # The first row is what was measured: each cluster once.
    times = np.vstack([np.ones(size), drawn]).astype(np.float64)
    one, other = (
        measure({name: (times @ summed)[:, place] for place, name in enumerate(names)}) for summed in sums
    )
    return {name: _difference(one[name], other[name]) for name in one}


def _difference(challenger: np.ndarray, champion: np.ndarray) -> Difference:
    falls = challenger - champion
    drawn = falls[1:][~np.isnan(falls[1:])]
    bounds = Interval(*map(float, np.percentile(drawn, _COVERED))) if len(drawn) else None
    return Difference(
        challenger=_known(challenger[0]),
        champion=_known(champion[0]),
        difference=_known(falls[0]),
        interval=bounds if not np.isnan(falls[0]) else None,
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
