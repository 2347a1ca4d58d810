"""A search on a cluster that the maintainer has: each setting and fold is a task of a Dask scheduler.

This module alone may name joblib, and of it only what hands out tasks: nothing here reads or writes a pickle
on disk. Between here and the cluster tasks travel as pickles, so a scheduler is to be trusted as a shell is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from typing import Any

from joblib import Parallel, delayed, parallel_config

from service.errors import StoppedError, TrainingError
from service.training.design import Design, Floats, Matrix
from service.training.fitting import held_out
from service.training.searching import Task

_SECONDS = 10
# How often the matrix is sent again.
_ANEW = 3


class Cluster:
    """A scheduler that answers, and has workers."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._client: Any = _connected(address)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the cluster as it is, and part from it."""
        self._client.close()

    @property
    def workers(self) -> int:
        """How many workers there are now."""
        return len(self._client.ncores())

    def run(self, design: Design, tasks: Sequence[Task]) -> Iterator[tuple[Task, Floats]]:
        """Yield each task as it is done. What a worker had that dies is done by the others.

        Raises StoppedError if no worker is left, or the scheduler is gone.
        """
        matrix, left, tries = design.matrix.in_memory(), dict.fromkeys(tasks), 0
        while left:
            try:
                for task, scores in self._run(matrix, list(left)):
                    del left[task]
                    yield task, scores
            except (OSError, CancelledError) as error:
                # The worker that died had the only copy of the matrix: the others are sent it again.
                tries += 1
                if tries > _ANEW or not self.workers:
                    why = type(error).__name__
                    raise StoppedError(f"{self._address}: the cluster was lost ({why})") from None

    def _run(self, matrix: Matrix, tasks: Sequence[Task]) -> Iterator[tuple[Task, Floats]]:
        with parallel_config("dask", client=self._client, scatter=[matrix]):
            parallel = Parallel(n_jobs=-1, batch_size=1, return_as="generator_unordered")
            yield from parallel(delayed(_score)(matrix, task) for task in tasks)


def _score(matrix: Matrix, task: Task) -> tuple[Task, Floats]:
    return task, held_out(matrix, *task)


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise TrainingError("--cluster needs the package distributed, of the extra `cluster`") from None
    logging.getLogger("distributed").setLevel(logging.ERROR)
    make: Any = Client
    try:
        client = make(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise TrainingError(f"{address}: no Dask scheduler answers ({type(error).__name__})") from None
    if not client.ncores():
        client.close()
        raise TrainingError(f"{address}: the scheduler has no worker")
    return client
