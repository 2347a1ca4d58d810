"""The server as it is run: seconds to its first answer, the memory of a worker, requests a second."""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.load import requests_per_second

WORKERS = 2
TURNS = 3


class Running(NamedTuple):
    """A server that answers."""

    pid: int
    port: int
    seconds_to_ready: float


class Throughput(NamedTuple):
    """Requests a second of the API, of the same with each note stored, and of an empty endpoint.

    All three on the same machine at the same time.
    """

    api: float
    stored: float
    empty: float

    @property
    def ratio(self) -> float:
        """Return the share of the ceiling that the API reaches."""
        return self.api / self.empty


class Memory(NamedTuple):
    """Megabytes of the largest worker: all that it maps in memory, and its fair share of what is shared."""

    resident: float
    proportional: float


@contextmanager
def api() -> Iterator[Running]:
    """Run `scribe-assist serve`."""
    port = _free_port()
    command = ["-c", "from service.cli import main; main()", "serve"]
    with tempfile.TemporaryDirectory() as folder:
        # What is stored in a measurement does not stay.
        own = {
            "SCRIBE_ASSIST_DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "SCRIBE_ASSIST_KEY_FILE": f"{folder}/bench.keys",
        }
        with _run([*command, "--port", str(port), "--workers", str(WORKERS)], port, own) as running:
            yield running


@contextmanager
def empty() -> Iterator[Running]:
    """Run the empty endpoint."""
    port = _free_port()
    with _run(["-m", "benchmarks.empty", str(port), str(WORKERS)], port) as running:
        yield running


def measure_throughput(texts: list[str]) -> Throughput:
    """Post to both servers in turns, so that a noisy moment strikes both; return the medians."""
    with api() as full, empty() as ceiling:
        turns = [
            (
                requests_per_second(full.port, texts),
                requests_per_second(full.port, texts, store=True),
                requests_per_second(ceiling.port, texts),
            )
            for _ in range(TURNS)
        ]
    return Throughput(*(statistics.median(rates) for rates in zip(*turns, strict=True)))


def measure_start() -> float:
    """Return the median of several starts, in seconds."""
    starts = []
    for _ in range(TURNS):
        with api() as running:
            starts.append(running.seconds_to_ready)
    return statistics.median(starts)


def measure_memory(texts: list[str]) -> Memory:
    """Return the memory of the largest worker after it has answered for some seconds."""
    with api() as running:
        requests_per_second(running.port, texts)
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
        rollups = [Path(f"/proc/{child}/smaps_rollup").read_text() for child in children]
    return max(Memory(_megabytes(rollup, "Rss"), _megabytes(rollup, "Pss")) for rollup in rollups)


def _megabytes(rollup: str, name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB", rollup, re.M)
    assert found
    return int(found[1]) / 1024


@contextmanager
def _run(arguments: list[str], port: int, environment: Mapping[str, str] | None = None) -> Iterator[Running]:
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], stderr=subprocess.DEVNULL, env=os.environ | (environment or {})
    )
    try:
        while not _ready(port):
            if process.poll() is not None:
                raise SystemExit(f"the server did not start: {' '.join(arguments)}")
            time.sleep(0.01)
        yield Running(process.pid, port, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _ready(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
