"""Learning from a corpus: weights, calibration, operating point, and what they are worth on unseen writers.

A fifth of the snippets, whole writers, is held apart for the test. The other writers take turns: each is
scored by weights fitted on the rest. These out-of-fold scores choose the regularisation, fit the calibration
and set the operating point; then the weights are fitted once more, on all but the test writers. There is no
clock in it, and no chance but the seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from service.classifier.artifact import Model
from service.classifier.calibration import Calibration
from service.classifier.card import Card, Figures, Held
from service.training.calibrating import calibrate, operating_point, probabilities, recommend
from service.training.confusion import confusion
from service.training.corpus import Corpus
from service.training.design import Floats, Keep, everything
from service.training.figures import Case, figures, intervals
from service.training.fitting import Setting, Weights, fit
from service.training.reliability import reliability
from service.training.searching import DEFAULT, GRID, Kept, Run, Tried, alone, best, search
from service.training.splits import TEST


class Means(NamedTuple):
    """What a search is done with: its settings, who does the work, and where the work is kept."""

    settings: Sequence[Setting] = GRID[:DEFAULT]
    run: Run = alone
    folder: Path | None = None
    kept: Kept | None = None
    told: Callable[[Tried], None] = lambda tried: None


class Trained(NamedTuple):
    """What was learned: the features that carry weight, and the numbers of the card.

    `probabilities` has one for each pair of the corpus, by weights that had not seen its writer.
    """

    names: tuple[str, ...]
    weights: Weights
    setting: Setting
    losses: dict[Setting, float]
    calibration: Calibration
    operating_point: float
    probabilities: Floats

    def model(self, card: Card) -> Model:
        """Return the model that a server will load, under its card."""
        weights = dict(zip(self.names, self.weights.weights.tolist(), strict=True))
        return Model(
            card.version, card, weights, self.weights.intercept, self.calibration, self.operating_point
        )

    def cases(self, corpus: Corpus, of_test: bool) -> Iterator[Case]:
        """Yield the corpus as it would be answered."""
        return recommend(corpus.cases(self.probabilities, of_test), self.operating_point)

    def figures(self, corpus: Corpus, of_test: bool) -> Figures:
        """Measure the answers."""
        return figures(self.cases(corpus, of_test))


def learn(
    corpus: Corpus,
    advance: Callable[[int, int], None] = lambda done, of: None,
    keep: Keep = everything,
    means: Means = Means(),  # noqa: B008 frozen
) -> Trained:
    """Learn from all but the test, with the features that are kept."""
    rarest = min(setting.rarest for setting in means.settings)
    design = corpus.design(rarest, keep, means.folder)
    matrix = design.matrix
    tried = _told(search(design, means.settings, advance, means.run, means.kept), means.told)
    chosen, losses = best(tried)
    is_test = corpus.folds == TEST
    calibration = calibrate(chosen.scores, corpus.truth[~is_test], corpus.folds[~is_test])
    weights = fit(matrix, chosen.setting)

    scores = weights.scores(matrix)
    scores[~is_test] = chosen.scores
    chances = probabilities(calibration, scores)
    carries = np.flatnonzero(weights.weights)
    return Trained(
        names=tuple(design.names[column] for column in carries),
        weights=Weights(weights.weights[carries], weights.intercept),
        setting=chosen.setting,
        losses=losses,
        calibration=calibration,
        operating_point=operating_point(corpus.cases(chances, of_test=False)),
        probabilities=chances,
    )


def _told(tried: Iterator[Tried], tell: Callable[[Tried], None]) -> Iterator[Tried]:
    for one in tried:
        tell(one)
        yield one


def measure(corpus: Corpus, learned: Trained, seed: int) -> Held:
    """Return every figure on what the weights had not seen, with its interval."""

    def cases(of_test: bool) -> Iterator[Case]:
        return learned.cases(corpus, of_test)

    return Held(
        out_of_fold=figures(cases(of_test=False)),
        test=figures(cases(of_test=True)),
        reach_out_of_fold=corpus.reach(of_test=False),
        reach_test=corpus.reach(of_test=True),
        intervals_out_of_fold=intervals(cases(of_test=False), seed),
        intervals_test=intervals(cases(of_test=True), seed),
        reliability_out_of_fold=reliability(cases(of_test=False)),
        reliability_test=reliability(cases(of_test=True)),
        confusion_out_of_fold=confusion(cases(of_test=False)),
        confusion_test=confusion(cases(of_test=True)),
    )
