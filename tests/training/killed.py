"""Write a version and promote it, killed (SIGKILL) at every step of the writing in turn.

Run as `python -m tests.training.killed FOLDER`, where FOLDER holds "small" and a log in which it is live. For
each step, a child works on a copy FOLDER.<step> and is killed just before that step, or half-way through
a file. Prints the number of steps; the last copy is of a child that nobody killed.
"""

from __future__ import annotations

import datetime
import os
import pathlib
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from service.classifier.artifact import CARD, read_card
from service.training.publishing import publish
from service.training.registry import promote

NOW = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)


class Countdown:
    """Kills the process at its last step."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            self.step()
            return call(*given, **named)

        return counted

    def opening(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Every file that is opened is written in halves, with a step between them."""

        def counted(path: Path, mode: str = "r", *given: Any, **named: Any) -> Any:
            self.step()
            file = call(path, mode, *given, **named)
            return _Halves(file, self) if mode == "wb" else file

        return counted


class _Halves:
    def __init__(self, file: Any, countdown: Countdown) -> None:
        self.file, self.countdown = file, countdown

    def write(self, content: bytes) -> None:
        half = len(content) // 2
        self.file.write(content[:half])
        self.file.flush()
        self.countdown.step()
        self.file.write(content[half:])

    def __enter__(self) -> _Halves:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def work(models: Path, steps: int) -> None:
    small = models / "small"
    card = read_card(small)
    files = {name: (small / name).read_bytes() for name in card.files}
    countdown = Countdown(steps)
    for name in ("fsync", "rename", "replace", "mkdir", "chmod"):
        setattr(os, name, countdown.before(getattr(os, name)))
    setattr(pathlib.Path, "open", countdown.opening(pathlib.Path.open))  # noqa: B010
    publish(models, card.model_copy(update={"version": "new"}), files)
    promote(models, "new", "ada", "better", NOW)


def main() -> None:
    folder, steps, killed = Path(sys.argv[1]), 0, True
    assert (folder / "small" / CARD).exists()
    while killed:
        copy = folder.with_name(f"{folder.name}.{steps}")
        shutil.copytree(folder, copy)
        child = os.fork()
        if child == 0:
            work(copy, steps)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        assert killed or status == 0, status
        steps += killed
    print(steps)


if __name__ == "__main__":
    main()
