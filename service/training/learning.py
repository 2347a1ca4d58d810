"""Learning from a corpus: weights, calibration, operating point, and what they are worth on unseen writers.

A fifth of the snippets, whole writers, is held apart for the test. The other writers take turns: each is
scored by weights fitted on the rest. These out-of-fold scores choose the regularisation, fit the calibration
and set the operating point; then the weights are fitted once more, on all but the test writers. There is no
clock in it, and no chance but the seed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from service.classifier.calibration import Calibration
from service.classifier.card import Held
from service.training.calibrating import calibrate, operating_point, probabilities, recommend
from service.training.confusion import confusion
from service.training.corpus import Corpus
from service.training.figures import figures, intervals
from service.training.fitting import Floats, Weights, fit, search
from service.training.reliability import reliability
from service.training.splits import TEST


class Trained(NamedTuple):
    """What was learned: the features that carry weight, and the numbers of the card.

    `probabilities` has one for each pair of the corpus, by weights that had not seen its writer.
    """

    names: tuple[str, ...]
    weights: Weights
    regularisation: float
    losses: dict[float, float]
    calibration: Calibration
    operating_point: float
    probabilities: Floats
    figures: Held


def learn(corpus: Corpus, seed: int, advance: Callable[[int, int], None]) -> Trained:
    """Learn from all but the test, and measure on writers that the weights had not seen."""
    whole = corpus.design()
    is_test = whole.folds == TEST
    given = whole.of(~is_test)
    tried = list(search(given, seed, advance))
    regularisation, _, out_of_fold = min(tried, key=lambda one: one[1])
    calibration = calibrate(out_of_fold, given.truth, given.folds)
    weights = fit(given.matrix, given.truth, regularisation, seed)

    scores = weights.scores(whole.matrix)
    scores[~is_test] = out_of_fold
    chances = probabilities(calibration, scores)
    held, tested = corpus.cases(chances, of_test=False), corpus.cases(chances, of_test=True)
    point = operating_point(held)
    held, tested = recommend(held, point), recommend(tested, point)
    carries = np.flatnonzero(weights.weights)
    return Trained(
        names=tuple(whole.names[column] for column in carries),
        weights=Weights(weights.weights[carries], weights.intercept),
        regularisation=regularisation,
        losses={one: loss for one, loss, _ in tried},
        calibration=calibration,
        operating_point=point,
        probabilities=chances,
        figures=Held(
            out_of_fold=figures(held),
            test=figures(tested),
            reach_out_of_fold=corpus.reach(of_test=False),
            reach_test=corpus.reach(of_test=True),
            intervals_out_of_fold=intervals(held, seed),
            intervals_test=intervals(tested, seed),
            reliability_out_of_fold=reliability(held),
            reliability_test=reliability(tested),
            confusion_out_of_fold=confusion(held),
            confusion_test=confusion(tested),
        ),
    )
