"""From out-of-fold scores to probabilities, and the probability from which a code is recommended."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np
from scipy.special import logit
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from service.classifier.calibration import Calibration, Isotonic, Platt
from service.domain import Disposition
from service.training.figures import Case
from service.training.fitting import Bools, Floats, Integers, log_loss

# Of notes that yield nothing, the share that may still get a recommendation.
MOST_FALSE_NOTES = 0.03


def calibrate(scores: Floats, truth: Bools, folds: Integers) -> Calibration:
    """Return the better of the two maps, by its log loss on folds that it was not fitted on."""
    makers: tuple[Callable[[Floats, Bools], Calibration], ...] = (platt, isotonic)
    return min(makers, key=lambda make: _held_out_loss(make, scores, truth, folds))(scores, truth)


def _held_out_loss(
    make: Callable[[Floats, Bools], Calibration], scores: Floats, truth: Bools, folds: Integers
) -> float:
    chances = np.zeros(len(scores))
    for fold in np.unique(folds):
        held = folds == fold
        chances[held] = probabilities(make(scores[~held], truth[~held]), scores[held])
    return log_loss(chances, truth)


def platt(scores: Floats, truth: Bools) -> Platt:
    """Fit a logistic curve; it is flat, at the share of the true, where a higher score bodes no better."""
    # One thread: the order of a sum must not depend on the machine.
    with threadpool_limits(1):
        curve = LogisticRegression(C=1e6, tol=1e-10, max_iter=10_000).fit(scores.reshape(-1, 1), truth)
    if curve.coef_[0, 0] <= 0:
        return Platt(slope=0, intercept=float(logit(truth.mean())))
    return Platt(slope=float(curve.coef_[0, 0]), intercept=float(curve.intercept_[0]))


def isotonic(scores: Floats, truth: Bools) -> Isotonic:
    """Fit a rising line; no probability is surer than the number of pairs allows."""
    surest = 1 / (len(scores) + 2)
    line = IsotonicRegression(y_min=surest, y_max=1 - surest).fit(scores, truth)
    knots = [
        (float(score), float(chance))
        for score, chance in zip(line.X_thresholds_, line.y_thresholds_, strict=True)
    ]
    return Isotonic(
        scores=tuple(score for score, _ in knots), probabilities=tuple(chance for _, chance in knots)
    )


def probabilities(calibration: Calibration, scores: Floats) -> Floats:
    """Return the calibrated probability of each score."""
    return np.array([calibration.probability(score) for score in scores.tolist()])


def operating_point(cases: Iterable[Case]) -> float:
    """Return the probability from which recommending the `assign` codes does best.

    Best is the highest F1 at which at most MOST_FALSE_NOTES of the notes without a code get a recommendation.
    Ties go to the lower point, which recalls more.
    """
    chances, rights, places, empty = array("d"), bytearray(), array("q"), bytearray()
    wanted = 0
    for place, case in enumerate(cases):
        wanted += len(case.wanted)
        empty.append(not case.labels)
        for answer in case.answers:
            if answer.disposition is Disposition.ASSIGN:
                chances.append(answer.probability)
                rights.append(answer.code in case.wanted)
                places.append(place)
    allowed = MOST_FALSE_NOTES * sum(empty)
    best, point, right = -1.0, 1.0, 0
    disturbed: set[int] = set()
    order = np.lexsort((np.asarray(places), np.asarray(rights), np.asarray(chances)))[::-1].tolist()
    for done, row in enumerate(order, 1):
        right += rights[row]
        if empty[places[row]]:
            disturbed.add(places[row])
        following = chances[order[done]] if done < len(order) else 0.0
        if len(disturbed) > allowed:
            break
        f1 = 2 * right / (done + wanted)
        if chances[row] > following and f1 >= best:
            best, point = f1, (chances[row] + following) / 2
    return point


def recommend(cases: Iterable[Case], point: float) -> Iterator[Case]:
    """Yield the cases with the recommendations of an operating point."""
    for case in cases:
        answers = (
            replace(
                answer,
                recommended=answer.disposition is Disposition.ASSIGN and answer.probability >= point,
            )
            for answer in case.answers
        )
        yield replace(case, answers=tuple(answers))
