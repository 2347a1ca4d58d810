"""Work done by several processes, of which none outlives the one that began it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, TypeVar

from service.errors import StoppedError
from service.settings import cores

T = TypeVar("T")
# Tasks that are handed out before the first of them is done.
_AHEAD = 3
# Fewer snippets than this are read sooner than a process starts.
_WORTH_A_PROCESS = 500


def fitting(snippets: int, most: int | None = None) -> int:
    """Return how many processes are worth their start, one a core if nobody says how many there may be."""
    return min(most or cores(), max(1, snippets // _WORTH_A_PROCESS))


class Processes:
    """Some processes; with fewer than two, the work is done in this one."""

    def __init__(self, count: int) -> None:
        self.count = count
        # Spawned, not forked: a fork of a process with threads may hang.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(count, context, initializer=_begin) if count > 1 else None

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def each(self, call: Callable[..., T], tasks: Iterable[tuple[Any, ...]]) -> Iterator[T]:
        """Yield what the call returns for each task, in order; tasks are taken as they are needed.

        Raises StoppedError if a process dies.
        """
        if self._pool is None:
            yield from (call(*task) for task in tasks)
            return
        waiting: deque[Future[T]] = deque()
        try:
            for task in tasks:
                waiting.append(self._pool.submit(call, *task))
                if len(waiting) > _AHEAD * self.count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise StoppedError(
                "a process that did a part of the work has died, perhaps for lack of memory"
            ) from None


def _begin() -> None:
    """Leave an interruption to the process that began this one, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
