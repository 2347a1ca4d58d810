"""Fitting the weights: one logistic regression over the features of (snippet, code) pairs.

It is exact, whatever the size: L-BFGS walks the matrix in blocks, and needs the memory of one block, and of
some twenty numbers a feature.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from threadpoolctl import threadpool_limits

from service.errors import TrainingError
from service.training.design import Bools, Floats, Integers, Matrix
from service.training.splits import TEST

__all__ = ["Bools", "Floats", "Integers", "Setting", "Weights", "fit", "held_out", "log_loss", "log_losses"]

_EPSILON = 1e-12
_TOLERANCE = 1e-8
_MOST_STEPS = 10_000


class Setting(NamedTuple):
    """What is chosen before the weights are fitted.

    `regularisation` is how little large weights are held against (C); `rarest` how many pairs must have a
    feature, for one seen less often says more of its snippet than of the code.
    """

    regularisation: float
    rarest: int


class Weights(NamedTuple):
    """A weight for each column, 0 where the feature was too rare, and the intercept."""

    weights: Floats
    intercept: float

    def scores(self, matrix: Matrix) -> Floats:
        """Return the log-odds of each row."""
        parts = [block.matrix @ self.weights + self.intercept for block in matrix.blocks]
        return np.concatenate([np.zeros(0), *parts])


def fit(matrix: Matrix, setting: Setting, held: int | None = None) -> Weights:
    """Fit the weights on all rows but those of the test and of the fold that is held out.

    Raises TrainingError where every pair is right, or every one wrong.
    """
    learned = (matrix.folds != TEST) & (matrix.folds != held)
    truth = matrix.truth[learned]
    if truth.all() or not truth.any():
        raise TrainingError("the snippets to learn from need right proposals and wrong ones; add more")
    # One thread: the order of a sum must not depend on the machine.
    with threadpool_limits(1):
        found = minimize(
            _Loss(matrix, learned, setting),
            np.zeros(matrix.width + 1),
            jac=True,
            method="L-BFGS-B",
            options={
                "maxiter": _MOST_STEPS,
                "maxfun": 2 * _MOST_STEPS,
                "maxls": 50,
                "gtol": _TOLERANCE,
                "ftol": 64 * np.finfo(float).eps,
            },
        ).x
    return Weights(found[:-1], float(found[-1]))


class _Loss:
    """The mean loss of the rows learned from, with the penalty of the weights; and its slope."""

    def __init__(self, matrix: Matrix, learned: Bools, setting: Setting) -> None:
        self._matrix = matrix
        self._learned = learned.astype(np.float64)
        self._sign = np.where(matrix.truth, 1.0, -1.0)
        self._rows = learned.sum()
        self._penalty = 1 / (setting.regularisation * self._rows)
        self._common = matrix.seen(learned) >= setting.rarest

    def __call__(self, at: Floats) -> tuple[float, Floats]:
        weights, intercept = at[:-1], at[-1]
        loss, slope = 0.0, np.zeros(len(at))
        for block in self._matrix.blocks:
            sign, learned = self._sign[block.rows], self._learned[block.rows]
            margin = sign * (block.matrix @ weights + intercept)
            loss += float(learned @ np.logaddexp(0, -margin))
            pull = -learned * sign * expit(-margin)
            slope[:-1] += block.matrix.T @ pull
            slope[-1] += pull.sum()
        slope /= self._rows
        slope[:-1] += self._penalty * weights
        # A rare feature stays where it began, at 0.
        slope[:-1][~self._common] = 0
        return loss / self._rows + self._penalty / 2 * float(weights @ weights), slope


def held_out(matrix: Matrix, setting: Setting, fold: int) -> Floats:
    """Return the score of each row of a fold by weights that saw nothing of it."""
    scores: Floats = fit(matrix, setting, fold).scores(matrix)[matrix.folds == fold]
    return scores


def log_loss(probabilities: Floats, truth: Bools) -> float:
    """Return the mean negative log-likelihood of the truth."""
    return float(log_losses(probabilities, truth).mean())


def log_losses(probabilities: Floats, truth: Bools) -> Floats:
    """Return the negative log-likelihood of each truth."""
    chance = np.clip(np.where(truth, probabilities, 1 - probabilities), _EPSILON, 1)
    return np.asarray(-np.log(chance), dtype=np.float64)
