"""Training: snippets in, a model on disk out, measured on writers that it never saw."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from importlib.metadata import version as version_of
from pathlib import Path

from service.classifier.card import Card, Data, Training
from service.training.ablation import ablate
from service.training.calibrating import MOST_FALSE_NOTES
from service.training.corpus import Corpus
from service.training.counting import count
from service.training.fitting import RAREST
from service.training.learning import learn
from service.training.publishing import contents, publish, require_free, sha256_of
from service.training.seen import SEEN, contents_of, fingerprints_of
from service.training.snippets import Snippet, fingerprint

_LIBRARIES = ("numpy", "scikit-learn", "scipy")

# Told the name of a step, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]


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
    require_free(models, version)
    corpus = Corpus.read(snippets, seed, lambda done, of: progress("reading the snippets", done, of))
    trained = learn(corpus, seed, lambda done, of: progress("choosing the regularisation", done, of))
    ablation = ablate(corpus, trained, seed, lambda done, of: progress("leaving parts out", done, of))
    files = dict(contents(trained.names, trained.weights.weights, trained.weights.intercept))
    files[SEEN] = contents_of(fingerprints_of(corpus.texts(of_test=False)))
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
        ablation=ablation.arms,
        gains=ablation.gains,
        features=len(trained.names),
        operating_point=trained.operating_point,
        calibration=trained.calibration,
        libraries={name: version_of(name) for name in _LIBRARIES},
        files=sha256_of(files),
    )
    publish(models, card, files)
    return card
