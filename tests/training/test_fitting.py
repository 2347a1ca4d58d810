"""What a fold is scored by has seen nothing of it, and a feature seen once or twice carries no weight."""

from __future__ import annotations

import numpy as np

from service.domain import Disposition
from service.training.fitting import design, fit, out_of_fold
from service.training.pairs import Pair

RANDOM = np.random.default_rng(5)


def pair(true: bool, *features: str) -> Pair:
    return Pair("M54.12", Disposition.ASSIGN, frozenset(), features, true)


PAIRS = [
    pair(bool(RANDOM.random() < 0.5), *(f"f{n}" for n in np.flatnonzero(RANDOM.random(12) < 0.4)))
    for _ in range(120)
]


def test_the_truth_of_a_fold_does_not_reach_its_scores() -> None:
    given = design(PAIRS, [n % 3 for n in range(120)])
    turned = given._replace(truth=np.where(given.folds == 1, ~given.truth, given.truth))
    before, after = (out_of_fold(each, 1.0, seed=0) for each in (given, turned))
    assert (before[given.folds == 1] == after[given.folds == 1]).all()
    assert (before[given.folds != 1] != after[given.folds != 1]).any()


def test_a_rare_feature_carries_no_weight() -> None:
    given = design([*PAIRS, pair(True, "f0", "rare"), pair(True, "f1", "rare")], [0] * 122)
    weights = dict(zip(given.names, fit(given.matrix, given.truth, 1.0, seed=0).weights, strict=True))
    assert weights["rare"] == 0 and all(weights[f"f{n}"] != 0 for n in range(12))
