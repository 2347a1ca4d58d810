"""What each part of the scorer is worth: the same training with a part left out.

Every arm has the rules' candidates and their dispositions; what differs is how their probability comes about.
An arm chooses its own regularisation, calibration and operating point, as the whole does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.classifier.card import Ablated, Figures, Gain, Interval
from service.classifier.standing import Standing
from service.training.calibrating import recommend
from service.training.corpus import Corpus
from service.training.figures import figures
from service.training.fitting import Bools, Floats, log_losses
from service.training.learning import Trained, learn
from service.training.splits import TEST, unit_of

RULES = "rules alone"
STANDING = "rules' standing, calibrated"
WORDS = "classifier on words"
READ = "classifier on words and read concepts"
NO_WORDS = "everything but words"
EVERYTHING = "everything"

# What is judged, the arm without it, and the arm with it.
_PARTS = (
    ("calibration", RULES, STANDING),
    ("the classifier, beyond calibrated rules", STANDING, EVERYTHING),
    ("the read concepts, beside words", WORDS, READ),
    ("the rules' standing, beside words and concepts", READ, EVERYTHING),
    ("the words, beside the rest", NO_WORDS, EVERYTHING),
)
_DRAWS = 1000
_COVERED = (2.5, 97.5)
# What the rules alone believe of each candidate, and the point above which that is.
_BELIEVED = 0.9
_POINT = 0.5

_STANDING = "|".join(standing.value for standing in Standing)
_OPENING = re.compile(rf"^(?:{_STANDING}) ")
_CLOSING = re.compile(rf" (?:{_STANDING})$")
_HOW_FAR = re.compile(rf"^\w+ (?:{_STANDING})$")
_WORD = re.compile(rf"^(?:{_STANDING}) (?:after |before |opens$|closes$)")


def without_standing(feature: str) -> str:
    """Return a feature without what the rules think of how the diagnosis stands."""
    return _CLOSING.sub("", _OPENING.sub("", feature))


def words_alone(feature: str) -> str | None:
    """Return a feature that is a word beside the statement, without its standing; None for any other."""
    return without_standing(feature) if _WORD.match(feature) else None


def but_words(feature: str) -> str | None:
    """Return a feature unless it is a word beside the statement."""
    return None if _WORD.match(feature) else feature


def standing_alone(feature: str) -> str | None:
    """Return a feature that says how far the rules think the diagnosis stands; None for any other."""
    return feature if _HOW_FAR.match(feature) else None


_ARMS: Mapping[str, Callable[[str], str | None]] = {
    STANDING: standing_alone,
    WORDS: words_alone,
    READ: without_standing,
    NO_WORDS: but_words,
}


class Ablation(NamedTuple):
    """The arms as they were measured, and what each part is worth."""

    arms: tuple[Ablated, ...]
    gains: tuple[Gain, ...]


class _Arm(NamedTuple):
    """An arm's measurement, and the log loss of each pair of the corpus."""

    measured: Ablated
    losses: Floats


def ablate(corpus: Corpus, whole: Trained, seed: int, advance: Callable[[int, int], None]) -> Ablation:
    """Measure the rules alone, each arm, and the whole."""
    rows = _Rows.of(corpus)
    arms = {RULES: _rules_alone(corpus, rows)}
    for done, (name, keep) in enumerate(_ARMS.items(), 1):
        trained = learn(_kept(corpus, keep), seed, lambda done, of: None)
        arms[name] = _measured(name, rows, trained)
        advance(done, len(_ARMS))
    arms[EVERYTHING] = _measured(EVERYTHING, rows, whole)
    gains = (_gain(part, arms[without], arms[having], rows.units, seed) for part, without, having in _PARTS)
    return Ablation(tuple(arm.measured for arm in arms.values()), tuple(gains))


class _Rows(NamedTuple):
    """Of each pair of the corpus: whether it is right, whether it is of the test, and whose it is."""

    truth: Bools
    is_test: Bools
    units: NDArray[np.str_]

    @classmethod
    def of(cls, corpus: Corpus) -> _Rows:
        places = [place for place, pairs in enumerate(corpus.pairs) for _ in pairs]
        return cls(
            np.array([pair.true for pairs in corpus.pairs for pair in pairs], dtype=bool),
            np.array([corpus.folds[place] == TEST for place in places], dtype=bool),
            np.array([unit_of(corpus.snippets[place]) for place in places]),
        )


def _kept(corpus: Corpus, keep: Callable[[str], str | None]) -> Corpus:
    """Return the corpus with the features that are kept, each once, under the names they are kept by."""
    pairs = [
        tuple(
            replace(pair, features=tuple(dict.fromkeys(filter(None, map(keep, pair.features)))))
            for pair in of_snippet
        )
        for of_snippet in corpus.pairs
    ]
    return replace(corpus, pairs=pairs)


def _rules_alone(corpus: Corpus, rows: _Rows) -> _Arm:
    believed = np.full(len(rows.truth), _BELIEVED)
    held, tested = (figures(recommend(corpus.cases(believed, of_test), _POINT)) for of_test in (False, True))
    return _arm(RULES, 0, rows, believed, held, tested)


def _measured(name: str, rows: _Rows, trained: Trained) -> _Arm:
    held, tested = trained.figures.out_of_fold, trained.figures.test
    return _arm(name, len(trained.names), rows, trained.probabilities, held, tested)


def _arm(
    name: str, features: int, rows: _Rows, probabilities: Floats, held: Figures, tested: Figures
) -> _Arm:
    losses = log_losses(probabilities, rows.truth)
    measured = Ablated(
        name=name,
        features=features,
        loss_out_of_fold=float(losses[~rows.is_test].mean()),
        loss_test=float(losses[rows.is_test].mean()),
        out_of_fold=held,
        test=tested,
    )
    return _Arm(measured, losses)


def _gain(part: str, without: _Arm, having: _Arm, units: NDArray[np.str_], seed: int) -> Gain:
    """Compare two arms pair by pair; writers are drawn anew, for a model must carry over to other writers."""
    falls = without.losses - having.losses
    _, of_row = np.unique(units, return_inverse=True)
    sums, sizes = np.bincount(of_row, weights=falls), np.bincount(of_row)
    chance = np.full(len(sums), 1 / len(sums))
    times = np.random.default_rng(seed).multinomial(len(sums), chance, size=_DRAWS)
    drawn = (times @ sums) / (times @ sizes)
    return Gain(
        part=part,
        without=without.measured.name,
        having=having.measured.name,
        loss=float(falls.mean()),
        interval=Interval(*map(float, np.percentile(drawn, _COVERED))),
    )
