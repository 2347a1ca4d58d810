"""Whatever happens to a writer, a reader finds the old or the new."""

from __future__ import annotations

import datetime
import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from service.classifier.artifact import load_live
from service.errors import ModelError, TrainingError
from service.training.durable import alone, write_file, write_folder
from service.training.registry import log, promote, versions
from service.training.verifying import findings_of_version

NOW = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)


def test_a_kill_at_any_step_leaves_the_old_or_the_new(models: Path, tmp_path: Path) -> None:
    """Kill -9 who writes and promotes a version, before each system call and half-way through each file."""
    folder = tmp_path / "models"
    shutil.copytree(models / "small", folder / "small")
    promote(folder, "small", "ada", "the first", NOW)
    called = subprocess.run(
        [sys.executable, "-m", "tests.training.killed", str(folder)],
        cwd=Path(__file__).parent.parent.parent,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert called.returncode == 0, called.stderr
    killed = int(called.stdout)
    assert killed > 20
    seen = []
    for steps in range(killed + 1):
        found = folder.with_name(f"models.{steps}")
        live = load_live(found).version
        assert all(not findings_of_version(found, version) for version in versions(found)), steps
        assert live in versions(found) and len(log(found)) == (2 if live == "new" else 1)
        seen.append((len(versions(found)), live))
        # The next writer is not in the dead one's way, and clears up after it.
        if live != "new" and "new" in versions(found):
            promote(found, "new", "bob", "again", NOW)
        with alone(found, patience=0):
            assert not list(found.glob(".*.draft"))
    assert seen == sorted(seen, key=lambda one: (one[0], one[1] == "new"))
    assert {*seen} == {(1, "small"), (2, "small"), (2, "new")}


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file(tmp_path / "log", b"old")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ModelError, match="log: cannot be written: No space left on device"):
        write_file(tmp_path / "log", b"new")
    with pytest.raises(ModelError, match="1: cannot be written: No space left on device"):
        write_folder(tmp_path / "1", {"card.json": b"{}"})
    assert [path.name for path in tmp_path.iterdir()] == ["log"]
    assert (tmp_path / "log").read_bytes() == b"old"


def test_a_folder_is_written_once(tmp_path: Path) -> None:
    write_folder(tmp_path / "1", {"card.json": b"{}"})
    with pytest.raises(ModelError, match="exists already"):
        write_folder(tmp_path / "1", {"card.json": b"other"})
    assert (tmp_path / "1" / "card.json").read_bytes() == b"{}" and len(list(tmp_path.iterdir())) == 1


def test_two_writers_are_not_let_in_at_once(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(TrainingError, match="another process is writing here"):  # noqa: SIM117
        with alone(tmp_path, patience=0.1):
            pass
    with alone(tmp_path, patience=0):
        pass


def test_what_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_bytes(b"")
    with pytest.raises(ModelError, match="models: cannot be written to"), alone(tmp_path / "models"):
        pass


def test_of_two_trainers_of_one_version_one_wins_and_the_other_says_so(models: Path, tmp_path: Path) -> None:
    """Four processes publish the same version at once."""
    shutil.copytree(models / "small", tmp_path / "small")
    code = (
        "import sys; from pathlib import Path\n"
        "from service.classifier.artifact import read_card\n"
        "from service.errors import TrainingError\n"
        "from service.training.publishing import publish\n"
        "models = Path(sys.argv[1]); card = read_card(models / 'small')\n"
        "files = {name: (models / 'small' / name).read_bytes() for name in card.files}\n"
        "sys.stdin.readline()\n"
        "try: publish(models, card.model_copy(update={'version': 'new'}), files)\n"
        "except TrainingError as error: sys.exit(str(error))\n"
    )
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent.parent.parent,
        )
        for _ in range(4)
    ]
    told = [racer.communicate("go\n", timeout=120)[1] for racer in racers]
    assert sorted(racer.returncode for racer in racers) == [0, 1, 1, 1]
    assert sum("new: exists already" in text for text in told) == 3
    assert findings_of_version(tmp_path, "new") == []
    assert not list(tmp_path.glob(".*.draft"))
