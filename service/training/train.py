"""Training: snippets in, a model on disk out, measured on writers that it never saw.

What is done is kept as it is done, so that an interrupted training can be resumed; the model is the same,
byte for byte, resumed or not, and by however many processes.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

import service
from service.classifier.artifact import Model, load_live
from service.classifier.card import Agreement, Card, Data, Held, Searched, Training
from service.errors import ModelError
from service.training.ablation import EVERYTHING, Ablation, ablate
from service.training.calibrating import MOST_FALSE_NOTES
from service.training.cluster import Cluster
from service.training.corpus import Corpus
from service.training.fitting import Setting
from service.training.html_report import REPORT, render
from service.training.job import Job, job
from service.training.learning import Means, Trained, learn, measure
from service.training.listing import InMemory, Listing, survey
from service.training.processes import Processes, fitting
from service.training.profile import files_of
from service.training.publishing import contents, publish, require_free, sha256_of
from service.training.searching import DEFAULT, GRID, Run, Tried
from service.training.seen import SEEN, contents_of
from service.training.snippets import Snippet
from service.training.splits import TEST, split_units, unit_of
from service.training.spooling import by_processes, spool

# What the bytes of a version depend on; the last draws its report, and may be missing.
_LIBRARIES = ("numpy", "scikit-learn", "scipy", "matplotlib")

# Told the name of a step, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Effort:
    """How the work is done; nothing of it changes the model but the settings that are tried."""

    settings: Sequence[Setting] = GRID[:DEFAULT]
    resume: bool = False
    workers: int | None = None
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """Who is told how it goes: of steps, of each setting once it is tried, and of news in a line."""

    progress: Progress = lambda step, done, of: None
    tried: Callable[[Tried], None] = lambda tried: None
    news: Callable[[str], None] = lambda news: None


def train(
    snippets: Iterable[Snippet],
    models: Path,
    version: str,
    trained_at: datetime.date,
    seed: int = 0,
    witness: Witness = Witness(),  # noqa: B008 frozen
    effort: Effort = Effort(),  # noqa: B008 frozen
    agreement: Mapping[str, Agreement] | None = None,
) -> Card:
    """Train a model, write its folder and return its card.

    Raises TrainingError if the snippets are too few or too one-sided, the version is there already, or
    another process trains it; StoppedError, which is one, if it cannot go on for now.
    """
    require_free(models, version)
    listed = snippets if isinstance(snippets, Listing) else InMemory(snippets)
    known = survey(listed, partial(witness.progress, "looking through the snippets"))
    fold_of = split_units(known.sizes, seed)
    key = {
        "the snippets": known.fingerprint,
        "the program": _program(),
        "the libraries": str(_libraries()),
        "the seed": str(seed),
    }
    with ExitStack() as stack:
        own = stack.enter_context(job(models, version, key, effort.resume))
        # Another training may have written it since.
        require_free(models, version)
        if own.news:
            witness.news(own.news)
        # Asked before the snippets are read: a cluster that does not answer is told at once.
        cluster = stack.enter_context(Cluster(effort.cluster)) if effort.cluster else None
        processes = stack.enter_context(Processes(fitting(len(listed), effort.workers)))
        shards = spool(listed, known, own, processes, partial(witness.progress, "reading the snippets"))
        run = cluster.run if cluster else by_processes(processes)
        corpus = Corpus(shards, fold_of, listed)
        learned, held, ablation = _learn(corpus, own, run, seed, witness, effort)
        files = dict(contents(learned.names, learned.weights.weights, learned.weights.intercept))
        files[SEEN] = contents_of(corpus.seen(of_test=False))
        card = Card(
            version=version,
            trained_at=trained_at,
            data=Data(fingerprint=known.fingerprint, counts=known.counts, agreement=agreement or {}),
            training=_settings(corpus, learned, seed),
            figures=held,
            ablation=ablation.arms,
            gains=ablation.gains,
            features=len(learned.names),
            operating_point=learned.operating_point,
            calibration=learned.calibration,
            libraries=_libraries(),
            files=sha256_of(files),
        )
        files |= files_of(
            learned.model(card),
            listed,
            lambda snippet: fold_of[unit_of(snippet)] == TEST,
            partial(witness.progress, "measuring what notes will be held against"),
        )
        witness.progress("writing the report", 0, 1)
        files[REPORT] = render(card, corpus, learned, _live(models)).encode()
        card = card.model_copy(update={"files": sha256_of(files)})
        publish(models, card, files)
        witness.progress("writing the report", 1, 1)
    return card


def _learn(
    corpus: Corpus, own: Job, run: Run, seed: int, witness: Witness, effort: Effort
) -> tuple[Trained, Held, Ablation]:
    """Learn with everything, measure it, and learn with parts left out."""

    def means(arm: str) -> Means:
        return Means(
            effort.settings,
            run,
            own.design(arm),
            own.scores(arm),
            witness.tried if arm == EVERYTHING else lambda tried: None,
        )

    learned = learn(corpus, partial(witness.progress, "searching the settings"), means=means(EVERYTHING))
    witness.progress("measuring", 0, 1)
    held = measure(corpus, learned, seed)
    witness.progress("measuring", 1, 1)
    ablation = ablate(corpus, learned, seed, partial(witness.progress, "leaving parts out"), means)
    return learned, held, ablation


def _settings(corpus: Corpus, learned: Trained, seed: int) -> Training:
    """Return what the card says of the settings; its losses are of those with the chosen rarest feature."""
    chosen = learned.setting
    return Training(
        seed=seed,
        regularisation=chosen.regularisation,
        losses={
            str(one.regularisation): loss
            for one, loss in learned.losses.items()
            if one.rarest == chosen.rarest
        },
        searched=tuple(
            Searched(regularisation=one.regularisation, rarest_feature=one.rarest, loss=loss)
            for one, loss in learned.losses.items()
        ),
        rarest_feature=chosen.rarest,
        most_false_notes=MOST_FALSE_NOTES,
        fitted_groups=corpus.units_of(of_test=False),
        test_groups=corpus.units_of(of_test=True),
    )


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


def _program() -> str:
    """Return the SHA-256 of the program: what one version of it read, another may read otherwise."""
    package = Path(service.__file__).parent
    whole = hashlib.sha256()
    for file in sorted(package.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            whole.update(file.relative_to(package).as_posix().encode())
            whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()
