"""What each part of the scorer is worth: the same training with a part left out.

Every arm has the rules' candidates and their dispositions; what differs is how their probability comes about.
An arm chooses its own regularisation, calibration and operating point, as the whole does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from service.classifier.card import Ablated, Figures, Gain, Interval
from service.training.calibrating import recommend
from service.training.corpus import Corpus
from service.training.figures import figures
from service.training.fitting import Floats, log_losses
from service.training.learning import Means, Trained, learn
from service.training.splits import TEST

RULES = "rules alone"
CALIBRATED = "rules, calibrated"
WORDS = "classifier on words"
READ = "classifier on read concepts"
EVERYTHING = "everything: words and read concepts"

# What is judged, the arm without it, and the arm with it.
_PARTS = (
    ("calibration", RULES, CALIBRATED),
    ("the classifier, beyond calibrated rules", CALIBRATED, EVERYTHING),
    ("the read concepts, beside words", WORDS, EVERYTHING),
    ("the words, beside read concepts", READ, EVERYTHING),
)
_DRAWS = 1000
_COVERED = (2.5, 97.5)
# What the rules alone believe of each candidate, and the point above which that is.
_BELIEVED = 0.9
_POINT = 0.5

_WORD = re.compile(r"^(?:after |before |opens$|closes$)")


def region_alone(feature: str) -> str | None:
    """Return a feature that says which code the rules propose; None for any other."""
    return feature if feature.startswith("region ") else None


def words_alone(feature: str) -> str | None:
    """Return a feature that is a word beside the statement; None for any other."""
    return feature if _WORD.match(feature) else None


def but_words(feature: str) -> str | None:
    """Return a feature unless it is a word beside the statement."""
    return None if _WORD.match(feature) else feature


_ARMS: Mapping[str, Callable[[str], str | None]] = {
    CALIBRATED: region_alone,
    WORDS: words_alone,
    READ: but_words,
}


class Ablation(NamedTuple):
    """The arms as they were measured, and what each part is worth."""

    arms: tuple[Ablated, ...]
    gains: tuple[Gain, ...]


class _Arm(NamedTuple):
    """An arm's measurement, and the log loss of each pair of the corpus."""

    measured: Ablated
    losses: Floats


def ablate(
    corpus: Corpus,
    whole: Trained,
    seed: int,
    advance: Callable[[int, int], None],
    means_of: Callable[[str], Means] = lambda arm: Means(),
) -> Ablation:
    """Measure the rules alone, each arm, and the whole; `means_of` says what an arm is learned with."""
    arms = {RULES: _rules_alone(corpus)}
    for done, (name, keep) in enumerate(_ARMS.items()):

        def within(part: int, of: int, before: int = done) -> None:
            advance(before * of + part, len(_ARMS) * of)

        arms[name] = _measured(name, corpus, learn(corpus, within, keep, means_of(name)))
    arms[EVERYTHING] = _measured(EVERYTHING, corpus, whole)
    gains = (_gain(part, arms[without], arms[having], corpus, seed) for part, without, having in _PARTS)
    return Ablation(tuple(arm.measured for arm in arms.values()), tuple(gains))


def _rules_alone(corpus: Corpus) -> _Arm:
    believed = np.full(len(corpus.truth), _BELIEVED)
    held, tested = (figures(recommend(corpus.cases(believed, of_test), _POINT)) for of_test in (False, True))
    return _arm(RULES, 0, corpus, believed, held, tested)


def _measured(name: str, corpus: Corpus, learned: Trained) -> _Arm:
    held, tested = (learned.figures(corpus, of_test) for of_test in (False, True))
    return _arm(name, len(learned.names), corpus, learned.probabilities, held, tested)


def _arm(
    name: str, features: int, corpus: Corpus, probabilities: Floats, held: Figures, tested: Figures
) -> _Arm:
    losses = log_losses(probabilities, corpus.truth)
    is_test = corpus.folds == TEST
    measured = Ablated(
        name=name,
        features=features,
        loss_out_of_fold=float(losses[~is_test].mean()),
        loss_test=float(losses[is_test].mean()),
        out_of_fold=held,
        test=tested,
    )
    return _Arm(measured, losses)


def _gain(part: str, without: _Arm, having: _Arm, corpus: Corpus, seed: int) -> Gain:
    """Compare two arms pair by pair; writers are drawn anew, for a model must carry over to other writers."""
    falls = without.losses - having.losses
    # In the order of the units' names, and only those for which something is proposed.
    order = np.array(sorted(range(len(corpus.units)), key=corpus.units.__getitem__))
    sums = np.bincount(corpus.wrote, weights=falls, minlength=len(order))[order]
    sizes = np.bincount(corpus.wrote, minlength=len(order))[order]
    sums, sizes = sums[sizes > 0], sizes[sizes > 0]
    chance, random = np.full(len(sums), 1 / len(sums)), np.random.default_rng(seed)
    draws = (random.multinomial(len(sums), chance) for _ in range(_DRAWS))
    drawn = [float(times @ sums) / int(times @ sizes) for times in draws]
    return Gain(
        part=part,
        without=without.measured.name,
        having=having.measured.name,
        loss=float(falls.mean()),
        interval=Interval(*map(float, np.percentile(drawn, _COVERED))),
    )
