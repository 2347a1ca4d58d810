"""Run every measurement and print it; exit 1 if a mark is missed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from benchmarks.cost import HOSTILE, MOST_GROWTH, measure_growth, measure_hostile
from benchmarks.counting import measure_counting
from benchmarks.notes import notes
from benchmarks.serving import measure_memory, measure_start, measure_throughput
from benchmarks.storing import MARKED, MOST_RATIO, measure_store
from benchmarks.suggesting import time_suggest
from benchmarks.training import HEAD, RECORD, SIZES, measure_training, recorded, size_of

LENGTHS = (60, 250, 1000)


def main() -> int:
    """Print a line for each figure."""
    missed = 0
    for words in LENGTHS:
        taken = time_suggest(words)
        figure = f"suggest, {words} words: p50 {taken.p50:.2f} ms, p99 {taken.p99:.2f} ms"
        missed += report(
            figure,
            "p50 under 5 ms, p99 under 20 ms",
            taken.p50 < 5 and taken.p99 < 20 if words == 250 else None,
        )
    growth = measure_growth()
    print(growth.line("notes"), flush=True)
    missed += report(growth.verdict(), f"at most {MOST_GROWTH}", growth.ratio <= MOST_GROWTH)
    for name in HOSTILE:
        growth = measure_hostile(name)
        figure = f"{growth.line(f'hostile, {name}')}; {growth.verdict()}"
        missed += report(figure, f"at most {MOST_GROWTH}", growth.ratio <= MOST_GROWTH)
    for words in LENGTHS:
        rate = measure_throughput(notes(words, 50))
        figure = f"POST /v1/suggestions, {words} words: {rate.api:.0f} of {rate.empty:.0f} requests/s, "
        figure += f"ratio {rate.ratio:.2f}; with store {rate.stored:.0f} requests/s"
        missed += report(figure, "ratio at least 0.15", rate.ratio >= 0.15 if words == 250 else None)
    counting = measure_counting()
    missed += report(f"counting a posted note: {counting:.0f} µs", "under 50 µs", counting < 50)
    memory = measure_memory(notes(1000, 50))
    figure = (
        f"memory of a worker: {memory.resident:.0f} MB resident, {memory.proportional:.0f} MB proportional"
    )
    missed += report(figure, "under 150 MB resident", memory.resident < 150)
    start = measure_start()
    missed += report(f"start to ready: {start:.2f} s", "under 3 s", start < 3)
    for name, stored in measure_store().items():
        marked = stored.ratio <= MOST_RATIO if name in MARKED else None
        missed += report(stored.line(name), f"at most {MOST_RATIO:.0f}", marked)
    report(f"train: {seconds_to_train()}", "", None)
    print(measure_training(SIZES[0]).line(), flush=True)
    print(f"train, larger ones as {RECORD} has them, which `make bench-training` measures anew:")
    print("\n".join((HEAD, *(row for row in recorded() if size_of(row) > SIZES[0]))), flush=True)
    return 1 if missed else 0


def report(figure: str, mark: str, met: bool | None) -> int:
    """Print a figure and how it stands to its mark, if it has one; return 1 if it misses it."""
    verdict = "" if met is None else f"  [{mark}: {'met' if met else 'MISSED'}]"
    print(figure + verdict, flush=True)
    return int(met is False)


def seconds_to_train() -> str:
    """Train on all the snippets, into a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        called = subprocess.run(
            [sys.executable, "-c", "from service.cli import main; main()", "train"],
            env=os.environ | {"SCRIBE_ASSIST_MODELS": folder},
            capture_output=True,
            text=True,
        )
        seconds = time.perf_counter() - began
    return f"{seconds:.1f} s" if called.returncode == 0 else f"not measured: {called.stderr.strip()[-200:]}"


if __name__ == "__main__":
    sys.exit(main())
