"""A training that is stopped goes on where it was, and makes the model that it would have made."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from service.errors import StoppedError, TrainingError
from service.training import job as jobs
from service.training import listing, spooling
from service.training.design import Floats
from service.training.fitting import Setting
from service.training.job import FOLDER, interrupted, job
from service.training.searching import Task
from service.training.shards import Shard
from service.training.snippets import Snippet
from service.training.train import Effort, Witness, train
from tests.training.conftest import DATE

RESUMED = Effort(resume=True)
LEARNED = 4  # The whole and the arms of the ablation, each of 6 settings on 3 folds.


class Stop(Exception):
    pass


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (listing, spooling):
        monkeypatch.setattr(module, "BLOCK", 100)


def stopped_at(step: str, share: float) -> Witness:
    def progress(name: str, done: int, of: int) -> None:
        if name == step and done >= share * of:
            raise Stop

    return Witness(progress)


@pytest.mark.parametrize(
    ("step", "share", "read"),
    [("reading the snippets", 0.5, 2), ("searching the settings", 0.5, 0), ("leaving parts out", 0.9, 0)],
)
def test_a_resumed_training_does_the_rest_and_makes_the_same_bytes(
    some: Sequence[Snippet], models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    step: str, share: float, read: int,
) -> None:  # fmt: skip
    with pytest.raises(Stop):
        train(some, tmp_path, "small", DATE, witness=stopped_at(step, share))
    assert interrupted(tmp_path) == ("small",) and not (tmp_path / "small").exists()
    kept = len(list((tmp_path / FOLDER / "small" / "scores").rglob("*.npy")))
    shards_read, folds_scored, news = _counted(monkeypatch), _scored(monkeypatch), list[str]()
    train(some, tmp_path, "small", DATE, witness=Witness(news=news.append), effort=RESUMED)
    assert news == [] and len(shards_read) == read and len(folds_scored) == LEARNED * 6 * 3 - kept
    for file in (models / "small").iterdir():
        assert file.read_bytes() == (tmp_path / "small" / file.name).read_bytes(), file.name
    assert not (tmp_path / FOLDER).exists()


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    calls: list[int] = []
    of = Shard.of

    def counted(snippets: Sequence[Snippet]) -> Shard:
        calls.append(len(snippets))
        return of(snippets)

    monkeypatch.setattr(Shard, "of", counted)
    return calls


def _scored(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    calls: list[Task] = []
    put = jobs.Scores.put

    def counted(self: jobs.Scores, task: Task, scores: Floats) -> None:
        calls.append(task)
        put(self, task, scores)

    monkeypatch.setattr(jobs.Scores, "put", counted)
    return calls


@pytest.mark.parametrize("changed", ["the snippets", "the seed"])
def test_a_training_of_something_else_begins_anew_and_says_so(
    some: Sequence[Snippet], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    with pytest.raises(Stop):
        train(some, tmp_path, "v", DATE, witness=stopped_at("searching the settings", 0.5))
    shards_read, news = _counted(monkeypatch), list[str]()
    given, seed = (some, 1) if changed == "the seed" else (some[1:], 0)
    with pytest.raises(Stop):
        witness = replace(stopped_at("searching the settings", 0), news=news.append)
        train(given, tmp_path, "v", DATE, seed, witness, RESUMED)
    assert news == [f"begins anew: {changed} changed since the training was interrupted"]
    assert len(shards_read) == 4


def test_without_being_asked_nothing_is_resumed(some: Sequence[Snippet], tmp_path: Path) -> None:
    with pytest.raises(Stop):
        train(some, tmp_path, "v", DATE, witness=stopped_at("reading the snippets", 0.5))
    news: list[str] = []
    with pytest.raises(Stop):
        witness = replace(stopped_at("reading the snippets", 0), news=news.append)
        train(some, tmp_path, "v", DATE, witness=witness)
    assert news == ["begins anew; --resume would have gone on with the interrupted training"]


def test_two_trainers_of_a_version_do_not_mix(some: Sequence[Snippet], tmp_path: Path) -> None:
    """The other is a process of its own; once it is killed, nothing stands in the way."""
    held = "import sys; from pathlib import Path; from service.training.job import job\n"
    held += "with job(Path(sys.argv[1]), 'v', {}, False): print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", held, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(TrainingError, match="v is being trained by another process already"):
            train(some, tmp_path, "v", DATE)
        other.kill()
    with job(tmp_path, "v", {}, resume=False):
        pass


def test_a_full_disk_stops_a_training_that_can_go_on(
    some: Sequence[Snippet], models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    savez, room = np.savez, iter([None] * 2)

    def full(file: Any, **arrays: Any) -> None:
        if next(room, "none") == "none":
            raise OSError(errno.ENOSPC, "No space left on device")
        savez(file, **arrays)

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(StoppedError, match=f"{FOLDER}/small: No space left on device"):
        train(some, tmp_path, "small", DATE)
    monkeypatch.undo()
    assert interrupted(tmp_path) == ("small",)
    train(some, tmp_path, "small", DATE, effort=RESUMED)
    card = "card.json"
    assert (models / "small" / card).read_bytes() == (tmp_path / "small" / card).read_bytes()


def test_what_is_kept_is_for_its_owner_alone(tmp_path: Path) -> None:
    with job(tmp_path, "v", {}, resume=False) as own:
        assert own.folder.stat().st_mode & 0o077 == 0


def test_the_settings_tried_are_recorded_and_the_best_is_taken(
    some: Sequence[Snippet], tmp_path: Path
) -> None:
    settings = (Setting(0.3, 3), Setting(0.3, 10), Setting(0.001, 3))
    told: list[tuple[Setting, float]] = []
    witness = Witness(tried=lambda one: told.append((one.setting, one.loss)))
    card = train(some, tmp_path, "v", DATE, witness=witness, effort=Effort(settings))
    recorded = [(Setting(one.regularisation, one.rarest_feature), one.loss) for one in card.training.searched]
    assert sorted(recorded) == sorted(told) and {setting for setting, _ in told} == set(settings)
    best = min(recorded, key=lambda one: one[1])[0]
    assert (card.training.regularisation, card.training.rarest_feature) == best
    assert set(card.training.losses) == {
        str(setting.regularisation) for setting in settings if setting.rarest == best.rarest
    }
