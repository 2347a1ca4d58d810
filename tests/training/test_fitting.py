"""What a fold is scored by has seen nothing of it, a feature seen once or twice carries no weight, and the
blocks in which a matrix is walked change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from service.domain import Disposition
from service.training import design as designs
from service.training.design import Design, Matrix, design
from service.training.fitting import Setting, fit, held_out
from service.training.pairs import Pair
from service.training.shards import Shard

RANDOM = np.random.default_rng(5)
ONE = Setting(regularisation=1.0, rarest=3)


def pair(true: bool, *features: str) -> Pair:
    return Pair("M54.12", Disposition.ASSIGN, frozenset(), features, true)


PAIRS = [
    pair(bool(RANDOM.random() < 0.5), *(f"f{n}" for n in np.flatnonzero(RANDOM.random(12) < 0.4)))
    for _ in range(120)
]


def laid_out(pairs: Sequence[Pair], folds: Sequence[int], folder: Path | None = None) -> Design:
    return design([Shard.of([], [pairs])], np.array(folds), rarest=1, folder=folder)


def test_the_truth_of_a_fold_does_not_reach_its_scores() -> None:
    given = laid_out(PAIRS, [n % 3 for n in range(120)]).matrix
    turned = replace(given, truth=np.where(given.folds == 1, ~given.truth, given.truth))
    for fold in (0, 1, 2):
        before, after = (held_out(each, ONE, fold) for each in (given, turned))
        assert (before == after).all() == (fold == 1)


def test_a_rare_feature_carries_no_weight() -> None:
    given = laid_out([*PAIRS, pair(True, "f0", "rare"), pair(True, "f1", "rare")], [0] * 122)
    weights = dict(zip(given.names, fit(given.matrix, ONE).weights, strict=True))
    assert weights["rare"] == 0 and all(weights[f"f{n}"] != 0 for n in range(12))
    assert fit(given.matrix, Setting(1.0, 2)).weights[given.names.index("rare")] > 0


def test_the_weights_are_those_of_a_logistic_regression() -> None:
    matrix = laid_out(PAIRS, [0] * 120).matrix
    known = LogisticRegression(C=0.3, tol=1e-8).fit(matrix.blocks[0].matrix, matrix.truth)
    found = fit(matrix, Setting(0.3, 1))
    assert found.weights == pytest.approx(known.coef_[0], abs=1e-6)
    assert found.intercept == pytest.approx(known.intercept_[0], abs=1e-6)


def test_a_matrix_on_disk_and_in_blocks_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = laid_out(PAIRS, [n % 3 for n in range(120)])
    monkeypatch.setattr(designs, "_IN_A_BLOCK", 50)
    mapped = laid_out(PAIRS, [n % 3 for n in range(120)], tmp_path)
    assert isinstance(mapped.matrix.columns, np.memmap) and len(mapped.matrix.blocks) > 10
    assert mapped.names == whole.names
    assert sum(len(block.matrix.indices) for block in mapped.matrix.blocks) == len(whole.matrix.columns)
    one, other = (held_out(matrix, ONE, 1) for matrix in (whole.matrix, Matrix.open(tmp_path)))
    assert one == pytest.approx(other, abs=1e-6)


def test_a_feature_under_two_names_that_become_one_counts_once_in_a_pair() -> None:
    pairs = [pair(True, "a 1", "a 2", "b"), pair(False, "a 2"), pair(False, "c")]
    kept = design(
        [Shard.of([], [pairs])],
        np.zeros(3, dtype=np.int64),
        rarest=1,
        keep=lambda name: None if name == "c" else name.split(" ")[0],
    )
    assert kept.names == ("a", "b")
    assert kept.matrix.columns.tolist() == [0, 1, 0] and kept.matrix.starts.tolist() == [0, 2, 3, 3]
