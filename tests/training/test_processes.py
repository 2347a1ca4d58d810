"""Several processes do what one does; if one dies, that is said; none outlives the one that began it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from service.errors import StoppedError
from service.training.processes import Processes
from service.training.snippets import Snippet
from service.training.train import Effort, train
from tests.training.conftest import DATE


@pytest.mark.slow
def test_two_processes_make_the_bytes_of_one(
    some: Sequence[Snippet], models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.training.processes._WORTH_A_PROCESS", 1)
    train(some, tmp_path, "small", DATE, effort=Effort(workers=2))
    for file in (models / "small").iterdir():
        assert file.read_bytes() == (tmp_path / "small" / file.name).read_bytes(), file.name


def test_tasks_are_taken_as_they_are_needed_and_the_results_come_in_order() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[tuple[int]]:
        for number in range(50):
            taken.append(number)
            yield (-number,)

    with Processes(2) as two:
        results = two.each(abs, tasks())
        assert next(results) == 0 and len(taken) < 10
        assert list(results) == list(range(1, 50))
        with pytest.raises(StoppedError, match="has died"):
            list(two.each(os._exit, [(1,)]))


def test_a_process_ends_with_the_one_that_began_it() -> None:
    program = (
        "import os, sys, time\n"
        "from service.training.processes import Processes\n"
        "if __name__ == '__main__':\n"
        "    with Processes(2) as two:\n"
        "        print(next(two.each(os.getpid, [()])), flush=True)\n"
        "        time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    until = time.monotonic() + 30
    while _is_alive(child) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _is_alive(child)


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
