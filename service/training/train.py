"""Training: snippets in, a model on disk out, measured on writers that it never saw.

A fifth of the snippets, whole writers, is held apart for the test. The other writers take turns: each is
scored by weights fitted on the rest. These out-of-fold scores choose the regularisation, fit the calibration
and set the operating point; then the weights are fitted once more, on all but the test writers. There is no
clock in it, and no chance but the seed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from importlib.metadata import version as version_of
from pathlib import Path
from typing import NamedTuple

import numpy as np

from service.classifier.calibration import Calibration
from service.classifier.card import Card, Data, Held, Training
from service.errors import TrainingError
from service.training.calibrating import (
    MOST_FALSE_NOTES,
    calibrate,
    operating_point,
    probabilities,
    recommend,
)
from service.training.corpus import Corpus
from service.training.counting import count
from service.training.figures import figures
from service.training.fitting import RAREST, Weights, fit, search
from service.training.publishing import contents, publish, sha256_of
from service.training.snippets import Snippet, fingerprint
from service.training.splits import TEST

_LIBRARIES = ("numpy", "scikit-learn", "scipy")

# Told the name of a step, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]


class Trained(NamedTuple):
    """What was learned: the features that carry weight, and the numbers of the card."""

    names: tuple[str, ...]
    weights: Weights
    regularisation: float
    losses: dict[float, float]
    calibration: Calibration
    operating_point: float
    figures: Held


def train(
    snippets: Sequence[Snippet],
    models: Path,
    version: str,
    trained_at: datetime.date,
    seed: int = 0,
    progress: Progress = lambda step, done, of: None,
) -> Card:
    """Train a model, write its folder and return its card.

    Raises TrainingError if the snippets are too few or too one-sided, or the version is there already.
    """
    if (models / version).exists():
        raise TrainingError(f"{models / version}: exists already")
    corpus = Corpus.read(snippets, seed, lambda done, of: progress("reading the snippets", done, of))
    trained = learn(corpus, seed, lambda done, of: progress("choosing the regularisation", done, of))
    files = contents(trained.names, trained.weights.weights, trained.weights.intercept)
    card = Card(
        version=version,
        trained_at=trained_at,
        data=Data(fingerprint=fingerprint(corpus.snippets), counts=count(corpus.snippets)),
        training=Training(
            seed=seed,
            regularisation=trained.regularisation,
            losses={str(regularisation): loss for regularisation, loss in trained.losses.items()},
            rarest_feature=RAREST,
            most_false_notes=MOST_FALSE_NOTES,
            fitted_groups=corpus.units(of_test=False),
            test_groups=corpus.units(of_test=True),
        ),
        figures=trained.figures,
        features=len(trained.names),
        operating_point=trained.operating_point,
        calibration=trained.calibration,
        libraries={name: version_of(name) for name in _LIBRARIES},
        files=sha256_of(files),
    )
    publish(models, card, files)
    return card


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
    carries = np.flatnonzero(weights.weights)
    return Trained(
        names=tuple(whole.names[column] for column in carries),
        weights=Weights(weights.weights[carries], weights.intercept),
        regularisation=regularisation,
        losses={one: loss for one, loss, _ in tried},
        calibration=calibration,
        operating_point=point,
        figures=Held(
            out_of_fold=figures(recommend(held, point)),
            test=figures(recommend(tested, point)),
            reach_out_of_fold=corpus.reach(of_test=False),
            reach_test=corpus.reach(of_test=True),
        ),
    )
