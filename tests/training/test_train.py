"""Training: the same bytes twice, nothing learned from the writers tested on, and what is made can serve."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from service.classifier.artifact import Model, load
from service.domain import Encounter
from service.errors import TrainingError
from service.reference.catalogue import Editions
from service.suggesting import Suggester
from service.training.corpus import Corpus
from service.training.figures import Answer, Case, figures
from service.training.learning import learn
from service.training.snippets import Snippet
from service.training.splits import TEST
from service.training.train import train
from tests.training.conftest import DATE


def test_the_same_snippets_and_seed_give_the_same_bytes(
    some: Sequence[Snippet], models: Path, tmp_path: Path
) -> None:
    train(list(reversed(some)), tmp_path, "small", DATE)
    written = sorted((models / "small").iterdir())
    assert [file.name for file in written] == [
        *("card.json", "features.json", "profile.json", "report.html", "seen.npy", "weights.npz", "words.npy")
    ]
    for file in written:
        assert file.read_bytes() == (tmp_path / "small" / file.name).read_bytes(), file.name


def test_nothing_is_learned_from_the_writers_tested_on(some: Sequence[Snippet], model: Model) -> None:
    """Turn every label of the test round: the model stays as it was, its figures do not."""
    tested = set(model.card.training.test_groups)
    assert tested and not tested & set(model.card.training.fitted_groups)
    turned = [
        snippet.model_copy(update={"codes": (), "kind": "other"}) if snippet.writer in tested else snippet
        for snippet in some
    ]
    corpora = [Corpus.read(each, 0) for each in (some, turned)]
    before, after = map(learn, corpora)
    assert after.names == before.names and (after.weights.weights == before.weights.weights).all()
    assert (after.calibration, after.operating_point) == (before.calibration, before.operating_point)
    for of_test in (False, True):
        same = after.figures(corpora[1], of_test) == before.figures(corpora[0], of_test)
        assert same is not of_test


def test_every_snippet_is_scored_by_what_its_own_writer_did_not_teach(some: Sequence[Snippet]) -> None:
    corpus = Corpus.read(some, 0)
    folds_of = {writer: set(corpus.folds[corpus.wrote == place]) for place, writer in enumerate(corpus.units)}
    assert set(folds_of) == {snippet.writer for snippet in some}
    assert all(len(folds) == 1 for folds in folds_of.values())
    assert len(set().union(*folds_of.values()) - {TEST}) >= 2


def test_what_was_measured_is_what_is_served(some: Sequence[Snippet], model: Model) -> None:
    """Each test snippet, posted as a note, is answered as the card's figures took it to be."""
    suggester = Suggester(model, Editions.load())
    cases = []
    for snippet in some:
        if snippet.writer in model.card.training.test_groups:
            found = suggester.suggest(snippet.text, Encounter(setting=snippet.setting))
            cases.append(Case(snippet.codes, tuple(map(Answer.of, found.suggestions))))
    served, measured = figures(cases).model_dump(), model.card.figures.test.model_dump()
    assert served == pytest.approx(measured, abs=1e-4)


def test_a_small_model_serves(model: Model) -> None:
    suggester = Suggester(model, Editions.load())
    found = suggester.suggest("Assessment: left C6 radiculopathy. Numb thumb, weak wrist extension.")
    assert found.model == "small"
    assert [one.code for one in found.suggestions if one.recommended] == ["M54.12"]
    assert not suggester.suggest("Blood pressure well controlled. Continue lisinopril.").suggestions


@pytest.mark.parametrize("writers", [1, 2])
def test_too_few_writers_are_refused(some: Sequence[Snippet], tmp_path: Path, writers: int) -> None:
    named = sorted({snippet.writer for snippet in some})[:writers]
    few = [snippet for snippet in some if snippet.writer in named]
    with pytest.raises(TrainingError, match=f"of {writers} writers"):
        train(few, tmp_path, "few", DATE)
    assert not list(tmp_path.iterdir())


def test_snippets_that_teach_nothing_are_refused(some: Sequence[Snippet], tmp_path: Path) -> None:
    nothing = [snippet for snippet in some if not snippet.codes]
    with pytest.raises(TrainingError, match="add more"):
        train(nothing, tmp_path, "nothing", DATE)


@pytest.mark.parametrize(
    ("version", "why"), [("comparisons", "is no name for a version"), ("deep/er", "is not a folder to write")]
)
def test_where_a_version_cannot_be_written_is_said_before_the_training(
    some: Sequence[Snippet], tmp_path: Path, version: str, why: str
) -> None:
    (tmp_path / "deep").write_bytes(b"")
    models, _, name = version.rpartition("/")
    with pytest.raises(TrainingError, match=why):
        train(some[:1], tmp_path / models, name, DATE)


def test_a_version_is_written_once(some: Sequence[Snippet], models: Path, tmp_path: Path) -> None:
    shutil.copytree(models / "small", tmp_path / "small")
    with pytest.raises(TrainingError, match="exists already"):
        train(some, tmp_path, "small", DATE)
    assert load(tmp_path / "small").version == "small"
