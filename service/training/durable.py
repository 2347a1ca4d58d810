"""Writing that a kill or a full disk cannot leave half done, by one writer at a time.

What is new is written beside its place, put on the disk (fsync), and brought to its place by one rename. So a
reader finds the old or the new, whenever the writer died. What a dead writer left is a draft, whose name
begins with a dot and ends in `.draft`; the next writer removes it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from service.errors import ModelError, TrainingError

LOCK = ".lock"
DRAFT = ".draft"
_PATIENCE = 10.0
_PAUSE = 0.05


@contextmanager
def alone(folder: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the folder's lock, and clear away drafts that a dead writer left.

    The kernel lets go of the lock when its holder dies. Raises TrainingError if another process holds it
    for longer than `patience` seconds, ModelError if the folder cannot be written to.
    """
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Append, not truncate: opening it changes nothing of what another process holds.
        held = path.open("ab")
    except OSError as error:
        raise ModelError(folder, f"cannot be written to: {error.strerror}") from None
    with held:
        _wait(held.fileno(), folder, patience)
        for draft in folder.glob(f".*{DRAFT}"):
            _remove(draft)
        yield


def _wait(lock: int, folder: Path, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                raise TrainingError(
                    f"{folder}: another process is writing here, for {patience:.0f} seconds now; "
                    "nothing was changed, try again"
                ) from None
            time.sleep(_PAUSE)


def write_file(path: Path, content: bytes) -> None:
    """Put a file in its place whole; raise ModelError, with the old one still there, if that fails."""
    draft = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(DRAFT, f".{path.name}.", path.parent)
        draft = Path(name)
        os.close(handle)
        _write(draft, content)
        # As a file that the umask alone restricts: the server, another user, must read it.
        draft.chmod(0o666 & ~_umask())
        draft.replace(path)
        _sync(path.parent)
    except OSError as error:
        if draft:
            _remove(draft)
        raise ModelError(path, f"cannot be written: {error.strerror}") from None


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder of files in its place whole; raise ModelError if that fails or the folder is there."""
    draft = None
    try:
        draft = Path(tempfile.mkdtemp(DRAFT, f".{folder.name}.", folder.parent))
        for name, content in files.items():
            _write(draft / name, content)
        draft.chmod(0o777 & ~_umask())
        _sync(draft)
        # A rename onto a folder that has files fails: a folder is written once.
        draft.rename(folder)
        _sync(folder.parent)
    except OSError as error:
        if draft:
            _remove(draft)
        why = "exists already" if folder.exists() else f"cannot be written: {error.strerror}"
        raise ModelError(folder, why) from None


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Put the names in a folder on the disk, not only the files."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    """Return the process's umask, which can only be read by setting it."""
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _remove(draft: Path) -> None:
    with suppress(OSError):
        if draft.is_dir():
            shutil.rmtree(draft)
        else:
            draft.unlink()
