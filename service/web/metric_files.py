"""The files in which workers count: a private folder, emptied at start, and a slot of it for each worker."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from service.settings import hand_over

# What the counting library reads, at its import and at each new file.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
ARBITER = "arbiter"


class MetricFiles:
    """Deals slots to workers: the lowest that is free, so that a new worker counts on for one that died."""

    def __init__(self) -> None:
        self._slot = ARBITER
        self._taken: dict[int, str] = {}
        self.folder: Path | None = None
        self._owner = os.getpid()

    def open(self) -> None:
        """Make the folder, readable by its owner alone, and have counts kept there from now on."""
        self.folder = Path(tempfile.mkdtemp(prefix="scribe-assist-metrics-"))
        hand_over(VARIABLE, str(self.folder))
        from prometheus_client import values

        values.ValueClass = values.MultiProcessValue(lambda: self._slot)  # type: ignore[no-untyped-call]

    def before_fork(self, arbiter: Any, worker: Any) -> None:
        """Choose the slot of a worker that is about to be forked."""
        used = set(self._taken.values())
        worker.metric_slot = next(slot for slot in map(str, range(len(used) + 1)) if slot not in used)
        self._taken[worker.age] = worker.metric_slot

    def after_fork(self, arbiter: Any, worker: Any) -> None:
        """Count in the worker's own slot from now on."""
        self._slot = worker.metric_slot

    def child_exit(self, arbiter: Any, worker: Any) -> None:
        """Free the slot of a dead worker; what only living ones say, it says no more."""
        from prometheus_client.multiprocess import mark_process_dead

        slot = self._taken.pop(worker.age, None)
        if slot is not None and self.folder is not None:
            mark_process_dead(slot, str(self.folder))  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Take the folder away, in the process that made it: a worker that ends leaves it."""
        if self.folder is not None and os.getpid() == self._owner:
            with contextlib.suppress(OSError):
                shutil.rmtree(self.folder)
