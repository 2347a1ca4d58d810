"""A search on a cluster that the maintainer has: each setting and fold is a task of a Dask scheduler.

This module alone may name joblib, and of it only what hands out tasks: nothing here reads or writes a pickle
on disk. Between here and the cluster tasks travel as pickles, so a scheduler is to be trusted as a shell is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from joblib import Parallel, delayed, parallel_config

from service.errors import TrainingError
from service.training.design import Design, Floats, Matrix
from service.training.fitting import held_out
from service.training.searching import Task

if TYPE_CHECKING:
    from types import TracebackType

    from distributed import Client

_SECONDS = 10
# A task is begun anew as often, where the worker that had it dies.
_ANEW = 3


class Cluster:
    """A scheduler that answers, and has workers."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = _connected(address)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()  # type: ignore[no-untyped-call]

    def run(self, design: Design, tasks: Sequence[Task]) -> Iterator[tuple[Task, Floats]]:
        """Do the tasks on the workers. Those of a worker that dies are done by the others."""
        matrix = design.matrix.in_memory()
        with parallel_config("dask", client=self._client, scatter=[matrix]):
            parallel = Parallel(n_jobs=-1, batch_size=1, return_as="generator_unordered")
            yield from parallel(delayed(_score)(matrix, task) for task in tasks)


def _score(matrix: Matrix, task: Task) -> tuple[Task, Floats]:
    return task, held_out(matrix, *task)


def _connected(address: str) -> Client:
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise TrainingError("--cluster needs the package distributed, of the extra `cluster`") from None
    logging.getLogger("distributed").setLevel(logging.ERROR)
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise TrainingError(f"{address}: no Dask scheduler answers ({type(error).__name__})") from None
    if not client.ncores():  # type: ignore[no-untyped-call]
        client.close()  # type: ignore[no-untyped-call]
        raise TrainingError(f"{address}: the scheduler has no worker")
    return client
