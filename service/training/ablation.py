"""What each part of the scorer is worth: the same training with a part left out.

Every arm has the rules' candidates and their dispositions; what differs is how their probability comes about.
An arm chooses its own regularisation, calibration and operating point, as the whole does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from service.classifier.card import Ablated
from service.classifier.standing import Standing
from service.training.calibrating import recommend
from service.training.corpus import Corpus
from service.training.figures import figures
from service.training.fitting import Floats, log_loss
from service.training.learning import Trained, learn
from service.training.splits import TEST

RULES = "rules alone"
WORDS = "classifier on words"
READ = "classifier on words and read concepts"
NO_WORDS = "everything but words"
EVERYTHING = "everything"

# What the rules alone believe of each candidate, and the point above which that is.
_BELIEVED = 0.9
_POINT = 0.5

_STANDING = "|".join(standing.value for standing in Standing)
_OPENING = re.compile(rf"^(?:{_STANDING}) ")
_CLOSING = re.compile(rf" (?:{_STANDING})$")
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


_ARMS: Mapping[str, Callable[[str], str | None]] = {
    WORDS: words_alone,
    READ: without_standing,
    NO_WORDS: but_words,
}


def ablate(
    corpus: Corpus, whole: Trained, seed: int, advance: Callable[[int, int], None]
) -> tuple[Ablated, ...]:
    """Measure the rules alone, each arm, and the whole."""
    found = [_rules_alone(corpus)]
    for done, (name, keep) in enumerate(_ARMS.items(), 1):
        arm = _kept(corpus, keep)
        found.append(_measured(name, arm, learn(arm, seed, lambda done, of: None)))
        advance(done, len(_ARMS))
    return (*found, _measured(EVERYTHING, corpus, whole))


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


def _rules_alone(corpus: Corpus) -> Ablated:
    believed = np.full(sum(map(len, corpus.pairs)), _BELIEVED)
    held, tested = (recommend(corpus.cases(believed, of_test), _POINT) for of_test in (False, True))
    losses = _losses(corpus, believed)
    return Ablated(
        name=RULES,
        features=0,
        loss_out_of_fold=losses[0],
        loss_test=losses[1],
        out_of_fold=figures(held),
        test=figures(tested),
    )


def _measured(name: str, corpus: Corpus, trained: Trained) -> Ablated:
    losses = _losses(corpus, trained.probabilities)
    return Ablated(
        name=name,
        features=len(trained.names),
        loss_out_of_fold=losses[0],
        loss_test=losses[1],
        out_of_fold=trained.figures.out_of_fold,
        test=trained.figures.test,
    )


def _losses(corpus: Corpus, probabilities: Floats) -> tuple[float, float]:
    """Return the log loss on all but the test, and on the test."""
    truth = np.array([pair.true for pairs in corpus.pairs for pair in pairs], dtype=bool)
    folds = [fold for fold, pairs in zip(corpus.folds, corpus.pairs, strict=True) for _ in pairs]
    is_test = np.array(folds) == TEST
    return log_loss(probabilities[~is_test], truth[~is_test]), log_loss(
        probabilities[is_test], truth[is_test]
    )
