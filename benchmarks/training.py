"""Training at sizes that nobody wrote: seconds, and the memory of all its processes together.

`python -m benchmarks.training 10000 100000` measures and prints; with `--write docs/operations.md` the table
there is written as well.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.generating import write

BEGINS, ENDS = "<!-- training begins -->", "<!-- training ends -->"
RECORD = Path("docs/operations.md")
SIZES = (10_000, 100_000, 1_000_000)
# Settings tried: from here on one, for six take a working day of a small machine.
_LARGE = 1_000_000
_SECONDS_BETWEEN = 0.25


class Cost(NamedTuple):
    """What a training cost: seconds on the clock and of all processors together.

    Memory is in MB: that of all processes, what they share counted once and then as often as they share it;
    and that of the largest. On disk is the folder of the work.
    """

    snippets: int
    settings: int
    seconds: float
    processor: float
    proportional: float
    resident: float
    largest: float
    on_disk: float

    def line(self) -> str:
        """Return it in a sentence."""
        return (
            f"train, {self.snippets:,} generated snippets, settings tried {self.settings}: "
            f"{self.seconds:.0f} s, of processors {self.processor:.0f} s, "
            f"{self.proportional:.0f} MB ({self.resident:.0f} MB resident over all processes, the largest "
            f"{self.largest:.0f}), {self.on_disk:.0f} MB on disk"
        )

    def row(self) -> str:
        """Return it as a row of the table."""
        memory = (self.proportional, self.resident, self.largest, self.on_disk)
        cells = [
            f"{self.snippets:,}",
            f"{self.settings}",
            f"{self.seconds:,.0f} s",
            f"{self.processor:,.0f} s",
        ]
        return f"| {' | '.join([*cells, *(f'{size:.0f} MB' for size in memory)])} |"


HEAD = (
    "| snippets | settings tried | time | of processors | memory | resident, summed | largest | on disk |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- |"
)


def measure_training(snippets: int) -> Cost:
    """Train on so many generated snippets, in a folder that is thrown away; SystemExit if that fails."""
    settings = 1 if snippets >= _LARGE else 6
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "snippets", snippets)
        models = Path(folder) / "models"
        command = [
            sys.executable, "-c", "from service.cli import main; main()", "train", "--version", "measured",
            "--snippets", f"{folder}/snippets", "--models", str(models), "--search", str(settings),
        ]  # fmt: skip
        began = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            peaks = [0.0] * 4
            while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
                peaks = list(map(max, peaks, _now(process.pid, models)))
                time.sleep(_SECONDS_BETWEEN)
            seconds, used = time.perf_counter() - began, ended[2]
            process.returncode = os.waitstatus_to_exitcode(ended[1])
        if process.returncode:
            raise SystemExit(f"the training of {snippets:,} snippets failed")
        return Cost(snippets, settings, seconds, used.ru_utime + used.ru_stime, *peaks)


def _now(process: int, models: Path) -> tuple[float, float, float, float]:
    """Return the memory and the disk that are used at this moment, in MB."""
    sizes = list(_sizes(process))
    on_disk = 0
    for path, _, names in os.walk(models):
        for name in names:
            try:
                on_disk += os.stat(os.path.join(path, name)).st_size
            except FileNotFoundError:
                continue
    residents = [resident for _, resident in sizes]
    return sum(one for one, _ in sizes), sum(residents), max(residents, default=0), on_disk / 1e6


def _sizes(process: int) -> Iterator[tuple[float, float]]:
    """Yield the proportional and the resident memory of a process and all below it."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        children = [
            int(child)
            for task in Path(f"/proc/{process}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return  # it has ended meanwhile
    found = dict(re.findall(r"^(Pss|Rss):\s+(\d+) kB", rollup, re.M))
    yield int(found.get("Pss", 0)) / 1000, int(found.get("Rss", 0)) / 1000
    for child in children:
        yield from _sizes(child)


def recorded(report: Path = RECORD) -> list[str]:
    """Return the rows of the table that was written last."""
    _, _, rest = report.read_text(encoding="utf-8").partition(BEGINS)
    return [line for line in rest.partition(ENDS)[0].splitlines() if re.match(r"\| [\d,]+ \|", line)]


def write_into(report: Path, costs: list[Cost]) -> None:
    """Put the table between the report's marks; SystemExit if it has none. Rows of other sizes stay."""
    text = report.read_text(encoding="utf-8")
    before, begins, rest = text.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not (begins and ends):
        raise SystemExit(f"{report}: has no place for the cost of training")
    rows = {size_of(row): row for row in recorded(report)} | {cost.snippets: cost.row() for cost in costs}
    table = "\n".join([HEAD, *(rows[size] for size in sorted(rows))])
    report.write_text(f"{before}{begins}\n{_when()}\n\n{table}\n{ends}{after}", encoding="utf-8")


def size_of(row: str) -> int:
    """Return how many snippets a row of the table is about."""
    return int(row.split("|")[1].replace(",", ""))


def _when() -> str:
    today = datetime.date.today()
    version = platform.python_version()
    return f"Measured on {today.day} {today:%B %Y}, {os.cpu_count()} processors, Python {version}:"


def main() -> None:
    """Measure the sizes that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    for size in given.sizes:
        cost = measure_training(size)
        print(cost.line(), flush=True)
        if given.write:
            write_into(given.write, [cost])


if __name__ == "__main__":
    main()
