"""The report on accuracy in Markdown: figures, ablation, reliability, what remains wrong; no note's words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.classifier.card import Ablated, Bin, Card, Figures, Gain, Interval
from service.training.figures import figures, intervals
from service.training.gold import Answered
from service.training.misses import count_faults, find_faults

# What a set should reach; `most` of a figure that should be small.
MARKS: Mapping[str, float] = {
    "exact": 0.94,
    "f1": 0.96,
    "macro_f1": 0.94,
    "top1": 0.97,
    "top3": 0.99,
    "disposition": 0.95,
    "instead": 0.95,
    "false_note": 0.03,
    "gap_f1": 0.92,
    "status": 0.93,
    "alert_f1": 0.92,
    "ece": 0.05,
}
_AT_MOST = frozenset({"false_note", "ece"})
# The cost is measured by the benchmarks, which write between these lines; a new report keeps what is there.
COST_BEGINS = "<!-- cost: written by python -m benchmarks.cost -->"
COST_ENDS = "<!-- end of cost -->"
_NO_COST = "Not measured yet: `make accuracy` measures it."


@dataclass(frozen=True)
class Measured:
    """A set of labelled notes as a model answered it."""

    name: str
    notes: int
    figures: Figures
    intervals: Mapping[str, Interval]
    wrong: int
    faults: Sequence[tuple[str, int]]

    @classmethod
    def of(cls, name: str, answered: Sequence[Answered], seed: int) -> Measured:
        """Measure the answers to a set."""
        cases = [one.case for one in answered]
        of_notes = [find_faults(one) for one in answered]
        return cls(
            name=name,
            notes=len(answered),
            figures=figures(cases),
            intervals=intervals(cases, seed),
            wrong=sum(one.is_wrong for one in answered),
            faults=count_faults(fault for faults in of_notes for fault in faults),
        )


def render(card: Card, sets: Sequence[Measured], today: datetime.date, before: str = "") -> str:
    """Return the report; `before` is the report that it replaces, whose cost it keeps."""
    parts = [
        f"# Accuracy\n\nMeasured on {today.isoformat()} with model {card.version}, by `make accuracy`. "
        "What each figure means stands in `service/classifier/card.py`.",
        *_figures(card, sets),
        *_ablation(card.ablation, card.gains),
        *_reliability(card),
        *_cost(before),
        *_wrong(sets),
    ]
    return "\n\n".join(parts) + "\n"


def _figures(card: Card, sets: Sequence[Measured]) -> Iterator[str]:
    held = card.figures
    columns = [(f"{one.name} ({one.notes})", one.figures, one.intervals) for one in sets]
    columns += [
        (f"writers of the test ({held.test.notes})", held.test, held.intervals_test),
        (f"writers out of fold ({held.out_of_fold.notes})", held.out_of_fold, held.intervals_out_of_fold),
    ]
    yield (
        "## Figures\n\nEach with its 95 % interval (bootstrap over notes), the number of notes in brackets. "
        "Notes that the rules were mended with flatter: `tests/golden/README.md` says which these are, and "
        "what notes got that nobody had read. The last two columns are "
        f"the snippets: of writers that no weight was learned from ({', '.join(card.training.test_groups)}), "
        "and of the others, each scored by weights that had not seen its writer; regularisation, calibration "
        "and operating point were chosen on these. Only the weights are blind to these writers: the rules "
        "and the lexicon were not kept from the snippets, so both columns flatter what wholly new writers "
        "would get. A figure that misses its mark is in bold."
    )
    rows = []
    for name, mark in MARKS.items():
        sign = "at most" if name in _AT_MOST else "at least"
        cells = [_figure(name, mark, figures, bounds) for _, figures, bounds in columns]
        rows.append([f"`{name}`", f"{sign} {mark}", *cells])
    yield _table(["figure", "mark", *(title for title, _, _ in columns)], rows)
    yield (
        f"Operating point {card.operating_point:.3f}: of all points at which at most "
        f"{card.training.most_false_notes:.0%} of the notes without a code get a recommendation out of fold, "
        f"the one with the best F1. Of the gold codes, the rules propose {_percent(held.reach_test)} "
        "with the right disposition and replacement on the writers of the test; no probability mends others."
    )


def _figure(name: str, mark: float, figures: Figures, bounds: Mapping[str, Interval]) -> str:
    value = getattr(figures, name)
    if value is None:
        return "-"
    missed = value > mark if name in _AT_MOST else value < mark
    shown = f"**{value:.3f}**" if missed else f"{value:.3f}"
    return f"{shown} ({bounds[name].low:.2f} to {bounds[name].high:.2f})" if name in bounds else shown


def _ablation(arms: Sequence[Ablated], gains: Sequence[Gain]) -> Iterator[str]:
    yield (
        "## Ablation\n\nThe same training with a part left out, on writers that its weights never saw. The "
        "rules propose the codes and judge the dispositions in every row; rows differ in how a probability "
        "comes about. The rules alone believe every candidate at 0.9; calibrated, they know its "
        "code and nothing else of it. The log loss is that of proposed codes."
    )
    yield _table(
        ["", "features", *(f"{name}, {where}" for where in ("test", "out of fold") for name in _OF_AN_ARM)],
        [
            [
                arm.name,
                str(arm.features),
                *_arm(arm.test, arm.loss_test),
                *_arm(arm.out_of_fold, arm.loss_out_of_fold),
            ]
            for arm in arms
        ],
    )
    spread = max(arm.test.f1 or 0 for arm in arms) - min(arm.test.f1 or 0 for arm in arms) if arms else 0
    yield (
        f"Between the rows, f1 on the test differs by at most {spread:.3f}: so much of the choice of "
        "codes hangs on these parts. The rest of their worth is in what a probability means."
    )
    if not gains:
        return
    yield (
        "What each part is worth: how far the log loss falls when it is there, over all writers, with the "
        "95 % interval of resampled writers. A part whose interval holds zero has not been shown to help."
    )
    yield _table(
        ["part", "from", "to", "fall in log loss", "verdict"],
        [[gain.part, gain.without, gain.having, _fall(gain), _verdict(gain)] for gain in gains],
    )


_OF_AN_ARM = ("log loss", "f1", "exact", "false_note", "ece")


def _arm(figures: Figures, loss: float) -> list[str]:
    return [f"{loss:.3f}", *(_shown(getattr(figures, name)) for name in _OF_AN_ARM[1:])]


def _fall(gain: Gain) -> str:
    return f"{gain.loss:.4f} ({gain.interval.low:.4f} to {gain.interval.high:.4f})"


def _verdict(gain: Gain) -> str:
    return "earns its place" if gain.is_earned else "not shown to help"


def _reliability(card: Card) -> Iterator[str]:
    yield (
        "## Reliability\n\nSuggestions by their probability: how many, their mean probability, and the share "
        "that is true. The calibration was fitted out of fold, so the test is the fairer witness."
    )
    tests, folds = card.figures.reliability_test, card.figures.reliability_out_of_fold
    yield _table(
        ["probability", *(f"{name}, {where}" for where in ("test", "out of fold") for name in _OF_A_BIN)],
        [
            [f"{one.low:.1f} to {one.high:.1f}", *_bin(one), *_bin(other)]
            for one, other in zip(tests, folds, strict=True)
        ],
    )


_OF_A_BIN = ("suggestions", "mean", "true")


def _bin(cell: Bin) -> list[str]:
    return [str(cell.suggestions), _shown(cell.mean), _shown(cell.true)]


def _cost(before: str) -> Iterator[str]:
    _, found, after = before.partition(COST_BEGINS)
    kept = after.partition(COST_ENDS)[0].strip() if found else _NO_COST
    yield f"## Cost\n\n{COST_BEGINS}\n{kept}\n{COST_ENDS}"


def _wrong(sets: Sequence[Measured]) -> Iterator[str]:
    yield "## What remains wrong\n\nBy class, the gold first, with the number of times in each set."
    for one in sets:
        yield f"### {one.name}: {one.wrong} of {one.notes} notes with a wrong code or disposition"
        rows = [[kind.replace("_", " "), str(count)] for kind, count in one.faults]
        yield _table(["class", "count"], rows) if rows else "Nothing."


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"
