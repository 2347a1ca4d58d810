"""A search on a real scheduler with two workers, of which one is killed in the middle."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from service.errors import StoppedError, TrainingError
from service.training.cluster import Cluster
from service.training.design import Design, Floats, Matrix
from service.training.fitting import Setting
from service.training.searching import Task, Tried, alone, best, search

# A program each, so that it is a process of its own, as on another machine.
_SCHEDULER = """
import asyncio, sys
from distributed import Scheduler
async def run():
    async with Scheduler(host="127.0.0.1", port=int(sys.argv[1]), dashboard=False) as scheduler:
        await scheduler.finished()
asyncio.run(run())
"""
_WORKER = """
import asyncio, sys
from distributed import Worker
async def run():
    async with Worker(sys.argv[1], nthreads=1, host="127.0.0.1", dashboard=False, local_directory=sys.argv[2]) as worker:
        await worker.finished()
asyncio.run(run())
"""  # noqa: E501


class Running(NamedTuple):
    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Running]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as stack:

        def run(program: str, *arguments: str) -> subprocess.Popen[bytes]:
            process = subprocess.Popen([sys.executable, "-c", program, *arguments], stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        run(_SCHEDULER, str(port))
        workers = [run(_WORKER, address, str(tmp_path / str(number))) for number in range(2)]
        yield Running(address, workers)


def connected(address: str, workers: int) -> Cluster:
    """Wait until the scheduler answers and has its workers."""
    until = time.monotonic() + 60
    while True:
        try:
            cluster = Cluster(address)
        except TrainingError:
            assert time.monotonic() < until
            time.sleep(0.1)
            continue
        if cluster.workers == workers:
            return cluster
        cluster.close()
        time.sleep(0.1)


@pytest.fixture(scope="module")
def design() -> Design:
    """Pairs enough for a fold to take some time."""
    random = np.random.default_rng(3)
    rows, width, ones = 20_000, 400, 12
    columns = random.integers(0, width, rows * ones).astype(np.int32)
    weights = random.normal(size=width)
    scores = weights[columns.reshape(rows, ones)].sum(axis=1)
    truth = random.random(rows) < 1 / (1 + np.exp(-scores))
    starts = np.arange(0, rows * ones + 1, ones, dtype=np.int64)
    matrix = Matrix(columns, starts, truth, np.arange(rows) % 5, width)
    return Design(matrix, tuple(map(str, range(width))), None)


SETTINGS = tuple(Setting(regularisation, 3) for regularisation in (0.1, 0.3, 1.0, 3.0))


@pytest.mark.slow
def test_what_a_killed_worker_had_is_done_by_the_other(cluster: Running, design: Design) -> None:
    done: list[Task] = []

    with connected(cluster.address, workers=2) as two:

        def run(design: Design, tasks: Sequence[Task]) -> Iterator[tuple[Task, Floats]]:
            for task, scores in two.run(design, tasks):
                done.append(task)
                if len(done) == 3:
                    cluster.workers[0].kill()
                    cluster.workers[0].wait()
                yield task, scores

        on_cluster = list(search(design, SETTINGS, lambda done, of: None, run))
        assert two.workers == 1
    assert len(done) == len(set(done)) == 5 * len(SETTINGS)
    here = search(design, SETTINGS, lambda done, of: None, alone)
    assert by_setting(on_cluster) == by_setting(list(here))
    assert best(on_cluster)[0].setting in SETTINGS


class Lossy(Cluster):
    """A cluster that loses the matrix with a worker, as often as it is told to."""

    def __init__(self, losses: int, workers: int) -> None:
        self._address = "tcp://there:1"
        self._losses = losses
        self._left = workers

    @property
    def workers(self) -> int:
        return self._left

    def _run(self, matrix: Matrix, tasks: Sequence[Task]) -> Iterator[tuple[Task, Floats]]:
        for task in tasks:
            if self._losses:
                self._losses -= 1
                raise CancelledError("lost dependencies")
            yield task, np.zeros(1)


TASKS = [Task(SETTINGS[0], fold) for fold in range(4)]


def test_a_matrix_that_is_lost_with_a_worker_is_sent_again(design: Design) -> None:
    assert [task for task, _ in Lossy(losses=3, workers=1).run(design, TASKS)] == TASKS


@pytest.mark.parametrize(("losses", "workers"), [(4, 1), (1, 0)])
def test_a_search_without_a_worker_left_can_be_resumed(design: Design, losses: int, workers: int) -> None:
    with pytest.raises(StoppedError, match="tcp://there:1: the cluster was lost"):
        list(Lossy(losses, workers).run(design, TASKS))


def by_setting(tried: list[Tried]) -> dict[Setting, tuple[float, bytes]]:
    return {one.setting: (one.loss, one.scores.tobytes()) for one in tried}


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.training.cluster._SECONDS", 0.5)
    with pytest.raises(TrainingError, match=r"tcp://127\.0\.0\.1:1: no Dask scheduler answers"):
        Cluster("tcp://127.0.0.1:1")
    with pytest.raises(TrainingError, match="nonsense: no Dask scheduler answers"):
        Cluster("nonsense")


def test_without_the_extra_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(TrainingError, match="the extra `cluster`"):
        Cluster("tcp://127.0.0.1:1")
