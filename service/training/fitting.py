"""Fitting the weights: one logistic regression over the features of (snippet, code) pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from service.errors import TrainingError
from service.training.pairs import Pair

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]

REGULARISATIONS = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
# A feature seen less often in training says more of its snippet than of the code.
RAREST = 3
_EPSILON = 1e-12


class Design(NamedTuple):
    """The pairs as a matrix: a row a pair, a column a feature; with the truth and the fold of each row."""

    matrix: csr_array[Any, Any]
    names: tuple[str, ...]
    truth: Bools
    folds: Integers

    def of(self, rows: Bools) -> Design:
        """Return some of the rows, with every column."""
        return Design(self.matrix[rows], self.names, self.truth[rows], self.folds[rows])


class Weights(NamedTuple):
    """A weight for each column, 0 where the feature was too rare, and the intercept."""

    weights: Floats
    intercept: float

    def scores(self, matrix: csr_array[Any, Any]) -> Floats:
        """Return the log-odds of each row."""
        return np.asarray(matrix @ self.weights + self.intercept, dtype=np.float64)


def design(pairs: Sequence[Pair], folds: Sequence[int]) -> Design:
    """Lay the pairs out, columns in the order of their names."""
    names = sorted({name for pair in pairs for name in pair.features})
    column = {name: place for place, name in enumerate(names)}
    columns = [column[name] for pair in pairs for name in pair.features]
    starts = np.cumsum([0, *(len(pair.features) for pair in pairs)])
    matrix = csr_array((np.ones(len(columns)), columns, starts), shape=(len(pairs), len(names)))
    truth = np.array([pair.true for pair in pairs], dtype=bool)
    return Design(matrix, tuple(names), truth, np.array(folds, dtype=np.int64))


def fit(matrix: csr_array[Any, Any], truth: Bools, regularisation: float, seed: int) -> Weights:
    """Fit the weights; raise TrainingError where every pair is right, or every one wrong."""
    if truth.all() or not truth.any():
        raise TrainingError("the snippets to learn from need right proposals and wrong ones; add more")
    common = np.flatnonzero(np.asarray(matrix.sum(axis=0)) >= RAREST)
    regression = LogisticRegression(C=regularisation, tol=1e-8, max_iter=10_000, random_state=seed)
    # One thread: the order of a sum must not depend on the machine.
    with threadpool_limits(1):
        regression.fit(matrix[:, common], truth)
    weights = np.zeros(matrix.shape[1])
    weights[common] = regression.coef_[0]
    return Weights(weights, float(regression.intercept_[0]))


def out_of_fold(given: Design, regularisation: float, seed: int) -> Floats:
    """Return the score of each row by weights that saw nothing of the row's fold."""
    scores = np.zeros(len(given.truth))
    for fold in np.unique(given.folds):
        held = given.folds == fold
        fitted = fit(given.matrix[~held], given.truth[~held], regularisation, seed)
        scores[held] = fitted.scores(given.matrix[held])
    return scores


def search(
    given: Design, seed: int, advance: Callable[[int, int], None]
) -> Iterator[tuple[float, float, Floats]]:
    """Yield each regularisation with its out-of-fold log loss and scores."""
    for done, regularisation in enumerate(REGULARISATIONS, 1):
        scores = out_of_fold(given, regularisation, seed)
        advance(done, len(REGULARISATIONS))
        yield regularisation, log_loss(1 / (1 + np.exp(-scores)), given.truth), scores


def log_loss(probabilities: Floats, truth: Bools) -> float:
    """Return the mean negative log-likelihood of the truth."""
    return float(log_losses(probabilities, truth).mean())


def log_losses(probabilities: Floats, truth: Bools) -> Floats:
    """Return the negative log-likelihood of each truth."""
    chance = np.clip(np.where(truth, probabilities, 1 - probabilities), _EPSILON, 1)
    return np.asarray(-np.log(chance), dtype=np.float64)
