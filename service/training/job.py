"""A training under way: the folder that keeps what is done, so that an interrupted training can go on.

It is `.training/<version>/` beside the models, for its owner alone: `job.json` says of what it is the work,
`shards/` has the snippets as they were read, `scores/` the folds that were scored. All of it goes once the
model is written.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import numpy as np

from service.errors import StoppedError, TrainingError
from service.training.design import Floats
from service.training.searching import Task

FOLDER = ".training"
_KEY = "job.json"
_LOCK = "lock"


class Job:
    """The folder of one training, locked by this process."""

    def __init__(self, folder: Path, key: Mapping[str, str], resume: bool) -> None:
        self.folder = folder
        self.news = self._begin(key, resume)

    def _begin(self, key: Mapping[str, str], resume: bool) -> str | None:
        """Keep what an earlier training of the same left, if it is to be resumed; return what was decided."""
        before, path = _key(self.folder / _KEY), self.folder / _KEY
        changed = [name for name in key if before.get(name) != key[name]] if before else []
        if before and resume and not changed:
            return None
        for found in self.folder.iterdir():
            if found.name != _LOCK:
                shutil.rmtree(found) if found.is_dir() else found.unlink()
        for name in ("shards", "scores"):
            (self.folder / name).mkdir()
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(dict(key), indent=2) + "\n", encoding="utf-8")
        draft.replace(path)
        if before and resume:
            return f"begins anew: {', '.join(changed)} changed since the training was interrupted"
        if before:
            return "begins anew; --resume would have gone on with the interrupted training"
        return "nothing to resume; begins anew" if resume else None

    def shard(self, number: int) -> Path:
        """Return the file of a shard."""
        return self.folder / "shards" / f"{number:06}.npz"

    def design(self, arm: str) -> Path:
        """Return a folder for the matrix of an arm; there is only one at a time."""
        folder = self.folder / "designs"
        shutil.rmtree(folder, ignore_errors=True)
        own = folder / _plain(arm)
        own.mkdir(parents=True)
        return own

    def scores(self, arm: str) -> Scores:
        """Return the place of the scores of an arm."""
        folder = self.folder / "scores" / _plain(arm)
        folder.mkdir(exist_ok=True)
        return Scores(folder)


class Scores:
    """The scores of each fold, a file for each setting."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, task: Task) -> Floats | None:
        """Return the scores of a task; None if it was not done, or not wholly written."""
        try:
            scores: Floats = np.load(self._path(task), allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        return scores

    def put(self, task: Task, scores: Floats) -> None:
        """Keep the scores of a task, by one rename."""
        path = self._path(task)
        draft = path.with_suffix(".draft")
        with draft.open("wb") as file:
            np.save(file, scores, allow_pickle=False)
        os.replace(draft, path)

    def _path(self, task: Task) -> Path:
        (regularisation, rarest), fold = task
        return self._folder / f"{regularisation}-{rarest}-{fold}.npy"


@contextmanager
def job(models: Path, version: str, key: Mapping[str, str], resume: bool) -> Iterator[Job]:
    """Work in the folder of a version's training; remove it at the end, unless the training was stopped.

    Raises TrainingError if another process trains that version, StoppedError if the disk takes no more.
    """
    folder = models / FOLDER / version
    try:
        with _locked(folder):
            try:
                yield Job(folder, key, resume)
            except StoppedError:
                raise
            except TrainingError:
                _remove(folder)
                raise
            _remove(folder)
    except OSError as error:
        raise StoppedError(f"{error.filename or folder}: {error.strerror or error}") from None


def interrupted(models: Path) -> tuple[str, ...]:
    """Return the versions of which a training was interrupted, or is under way."""
    return tuple(sorted(path.parent.name for path in (models / FOLDER).glob(f"*/{_KEY}")))


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    # It stays while another version is being trained.
    with suppress(OSError):
        folder.parent.rmdir()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which its process cannot outlive; TrainingError if another has it."""
    file = _lock(folder)
    while file is None:
        file = _lock(folder)
    with file:
        yield


def _lock(folder: Path) -> IO[str] | None:
    """Return the lock's file; None if the holder before removed the folder meanwhile."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / _LOCK
    try:
        file = path.open("a")
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held, found = os.fstat(file.fileno()), path.stat()
    except BlockingIOError:
        file.close()
        raise TrainingError(f"{folder.name} is being trained by another process already") from None
    except FileNotFoundError:
        file.close()
        return None
    if held.st_ino != found.st_ino:
        file.close()
        return None
    return file


def _key(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _plain(arm: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in arm)
