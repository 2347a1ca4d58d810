"""Training: snippets in, a model on disk out, measured on writers that it never saw."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

from service.classifier.artifact import Model, load_live
from service.classifier.card import Agreement, Card, Data, Training
from service.errors import ModelError
from service.training.ablation import ablate
from service.training.calibrating import MOST_FALSE_NOTES
from service.training.corpus import Corpus
from service.training.counting import count
from service.training.fitting import RAREST
from service.training.html_report import REPORT, render
from service.training.learning import learn
from service.training.profile import files_of
from service.training.publishing import contents, publish, require_free, sha256_of
from service.training.seen import SEEN, contents_of, fingerprints_of
from service.training.snippets import Snippet, fingerprint

# What the bytes of a version depend on; the last draws its report, and may be missing.
_LIBRARIES = ("numpy", "scikit-learn", "scipy", "matplotlib")

# Told the name of a step, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]


def train(
    snippets: Sequence[Snippet],
    models: Path,
    version: str,
    trained_at: datetime.date,
    seed: int = 0,
    progress: Progress = lambda step, done, of: None,
    agreement: Mapping[str, Agreement] | None = None,
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
        data=Data(
            fingerprint=fingerprint(corpus.snippets), counts=count(corpus.snippets), agreement=agreement or {}
        ),
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
        libraries=_libraries(),
        files=sha256_of(files),
    )
    progress("measuring what notes will be held against", 0, 1)
    model = Model(
        version,
        card,
        dict(zip(trained.names, trained.weights.weights.tolist(), strict=True)),
        trained.weights.intercept,
        trained.calibration,
        trained.operating_point,
    )
    files |= files_of(model, *corpus.parted())
    progress("measuring what notes will be held against", 1, 1)
    files[REPORT] = render(card, corpus, trained, _live(models)).encode()
    card = card.model_copy(update={"files": sha256_of(files)})
    publish(models, card, files)
    return card


def _libraries() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            found[name] = version_of(name)
    return found


def _live(models: Path) -> Model | None:
    """Return the live model, to say in the report what has changed; None if none can be loaded."""
    try:
        return load_live(models)
    except ModelError:
        return None
