"""How the cost of `suggest` grows with the length of a note: of ordinary notes, and of hostile texts.

`python -m benchmarks.cost` prints it; `python -m benchmarks.cost docs/accuracy.md` writes it into the report.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.notes import long_note
from service.classifier.artifact import load_live
from service.reference.catalogue import Editions
from service.settings import Settings
from service.suggesting import Suggester
from service.training.report import COST_BEGINS, COST_ENDS

CURVE = (250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)
SHORT, MIDDLE, LONG = 2_000, 20_000, 200_000
# Linear cost has a ratio of 1; a quadratic pattern one of 100.
MOST_GROWTH = 2.0
_ROUNDS = 3
_LEAST_SECONDS = 0.2


HOSTILE: dict[str, Callable[[int], str]] = {
    'repeated "no "': lambda length: ("no " * length)[:length],
    'repeated "C5-"': lambda length: ("C5-" * length)[:length],
    'repeated "("': lambda length: "(" * length,
    'repeated ","': lambda length: "," * length,
    "one line": lambda length: long_note(length).replace("\n", " "),
    "one sentence": lambda length: long_note(length).replace("\n", " ").replace(".", " and"),
    "a diagnosis over and over": lambda length: ("Possible C6 radiculopathy. " * length)[:length],
    "no break at all": lambda length: "x" * length,
}


@dataclass(frozen=True)
class Growth:
    """Milliseconds for a text of each length."""

    milliseconds: dict[int, float]

    @property
    def ratio(self) -> float:
        """Return the time for a character of the longest text, to that of one of SHORT characters."""
        longest = max(self.milliseconds)
        return (self.milliseconds[longest] / longest) / (self.milliseconds[SHORT] / SHORT)

    def line(self, name: str) -> str:
        """Return the curve on one line."""
        points = ", ".join(f"{length:,}: {taken:.1f} ms" for length, taken in self.milliseconds.items())
        return f"suggest, {name}: {points}"

    def verdict(self) -> str:
        """Return how much dearer a character is in the longest text."""
        return f"a character of {max(self.milliseconds):,} costs {self.ratio:.2f} of one of {SHORT:,}"


def measure_growth() -> Growth:
    """Time ordinary notes of rising length."""
    return _measure(CURVE, long_note)


def measure_hostile(name: str) -> Growth:
    """Time one kind of text that is made to cost much."""
    return _measure((SHORT, MIDDLE, LONG), HOSTILE[name])


def _measure(lengths: tuple[int, ...], text_of: Callable[[int], str]) -> Growth:
    suggester = Suggester(load_live(Settings.from_environment().models), Editions.load())
    texts = {length: text_of(length) for length in lengths}
    suggester.suggest(texts[max(lengths)])  # meets every word for the first time
    gc.collect()
    gc.freeze()  # as the server does before it forks
    return Growth({length: _milliseconds(suggester, text) for length, text in texts.items()})


def _milliseconds(suggester: Suggester, text: str) -> float:
    """Return the median of a few rounds, each of as many calls as a clock can tell."""
    rounds = []
    for _ in range(_ROUNDS):
        calls, began = 0, time.perf_counter()
        while (spent := time.perf_counter() - began) < _LEAST_SECONDS or not calls:
            suggester.suggest(text)
            calls += 1
        rounds.append(spent / calls)
    return statistics.median(rounds) * 1000


def table() -> str:
    """Measure everything and return it in Markdown."""
    curve = measure_growth()
    lines = ["| characters | ms | µs a character |", "| --- | --- | --- |"]
    lines += [
        f"| {length:,} | {taken:.1f} | {1000 * taken / length:.2f} |"
        for length, taken in curve.milliseconds.items()
    ]
    hostile = [f"| text | {SHORT:,} | {MIDDLE:,} | {LONG:,} | ratio |", "| --- | --- | --- | --- | --- |"]
    for name in HOSTILE:
        growth = measure_hostile(name)
        cells = " | ".join(f"{taken:.1f} ms" for taken in growth.milliseconds.values())
        hostile.append(f"| {name} | {cells} | {growth.ratio:.2f} |")
    ordinary = f"`suggest` on notes joined from the snippets, one problem in each: {curve.verdict()}."
    made = f"On texts made to cost much; the ratio is again of a character of {LONG:,} to one of {SHORT:,}."
    return "\n\n".join((ordinary, "\n".join(lines), made, "\n".join(hostile)))


def write_into(report: Path, measured: str) -> None:
    """Put what was measured between the report's marks; SystemExit if it has none."""
    text = report.read_text(encoding="utf-8")
    before, begins, rest = text.partition(COST_BEGINS)
    _, ends, after = rest.partition(COST_ENDS)
    if not (begins and ends):
        raise SystemExit(
            f"{report}: has no place for the cost; write it with scribe-assist evaluate --report"
        )
    report.write_text(f"{before}{begins}\n{measured}\n{ends}{after}", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write_into(Path(sys.argv[1]), table())
    else:
        print(table())
