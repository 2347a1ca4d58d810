"""Figures: how answers compare with gold labels. `card.Figures` says what each one means.

Each note is counted once (`tally`), and every figure is a ratio of sums of these counts. So the same few
lines measure one set of notes and, for the intervals, a thousand resampled ones.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from service.classifier.card import Figures, Interval
from service.domain import CODES, AlertName, Disposition, Requirement, Status, Suggestion
from service.training.labels import Label

Floats = NDArray[np.float64]

BINS = 10
_TOP = 3
_LOUD = 0.5
_GAPS = frozenset({Status.PARTIAL, Status.MISSING})
_DRAWS = 1000
_COVERED = (2.5, 97.5)
_HITS = ("right", "false", "missed")


@dataclass(frozen=True, slots=True)
class Answer:
    """One suggestion, in the order of its rank: what the figures read of it."""

    code: str
    probability: float
    recommended: bool
    disposition: Disposition
    instead: frozenset[str] = frozenset()
    statuses: Mapping[Requirement, Status] = field(default_factory=dict)

    @classmethod
    def of(cls, suggestion: Suggestion) -> Answer:
        """Read a suggestion; a requirement in neither `met` nor `gaps` is not applicable."""
        met = {met.requirement: Status.MET for met in suggestion.met}
        return cls(
            code=suggestion.code,
            probability=suggestion.probability,
            recommended=suggestion.recommended,
            disposition=suggestion.disposition,
            instead=frozenset(replacement.code for replacement in suggestion.instead),
            statuses=met | {gap.requirement: gap.status for gap in suggestion.gaps},
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One note: what it should have got, and what it got. Requirements are those of labels with statuses."""

    labels: tuple[Label, ...]
    answers: tuple[Answer, ...]
    statuses: Mapping[str, Mapping[Requirement, Status]] = field(default_factory=dict)
    alerts: frozenset[AlertName] = frozenset()
    raised: frozenset[AlertName] = frozenset()

    @property
    def wanted(self) -> set[str]:
        """The codes that can be assigned."""
        return {label.code for label in self.labels if label.disposition is Disposition.ASSIGN}

    @property
    def recommended(self) -> set[str]:
        """The codes that the answer stands behind."""
        return {answer.code for answer in self.answers if answer.recommended}

    def found(self, label: Label) -> Answer | None:
        """Return the answer for a gold label's code, whatever its disposition."""
        return next((answer for answer in self.answers if answer.code == label.code), None)

    def is_true(self, answer: Answer) -> bool:
        """Whether the gold gives the code this disposition."""
        return any(
            (label.code, label.disposition) == (answer.code, answer.disposition) for label in self.labels
        )


def figures(cases: Iterable[Case]) -> Figures:
    """Measure answers against gold labels, in one pass."""
    notes = 0
    totals: defaultdict[str, float] = defaultdict(float)
    for case in cases:
        notes += 1
        for name, value in tally(case).items():
            totals[name] += value
    measured = measure({name: np.array([value]) for name, value in totals.items()})
    values = {name: None if np.isnan(value[0]) else float(value[0]) for name, value in measured.items()}
    return Figures(notes=notes, **values)


def intervals(cases: Iterable[Case], seed: int = 0) -> dict[str, Interval]:
    """Return the bootstrap 95 % interval of each figure that can be measured.

    The notes are drawn anew, with replacement. A draw without the notes that a figure speaks
    of is left out of that figure. Some 120 bytes are held of each note.
    """
    places: dict[str, int] = {}
    names, values, ends = array("i"), array("d"), array("q", [0])
    for case in cases:
        for name, value in tally(case).items():
            names.append(places.setdefault(name, len(places)))
            values.append(value)
        ends.append(len(names))
    notes = len(ends) - 1
    if not notes:
        return {}
    counts = csr_array((np.asarray(values), np.asarray(names), np.asarray(ends)), shape=(notes, len(places)))
    chance, random = np.full(notes, 1 / notes), np.random.default_rng(seed)
    totals = np.empty((_DRAWS, len(places)))
    for draw in range(_DRAWS):
        totals[draw] = counts.T @ random.multinomial(notes, chance).astype(np.float64)
    measured = measure({name: totals[:, place] for name, place in places.items()})
    return {
        name: Interval(*map(float, np.nanpercentile(drawn, _COVERED)))
        for name, drawn in measured.items()
        if not np.isnan(drawn).all()
    }


def requirement_figures(cases: Iterable[Case]) -> dict[Requirement, tuple[float | None, float | None]]:
    """Return for each requirement `gap_f1` and `status`, over the gold codes suggested."""
    of_each: dict[Requirement, list[Case]] = {requirement: [] for requirement in Requirement}
    for case in cases:
        for requirement, own in of_each.items():
            kept = {
                code: {requirement: statuses[requirement]}
                for code, statuses in case.statuses.items()
                if requirement in statuses
            }
            own.append(Case(case.labels, case.answers, kept))
    measured = {requirement: figures(own) for requirement, own in of_each.items()}
    return {requirement: (one.gap_f1, one.status) for requirement, one in measured.items()}


def tally(case: Case) -> Mapping[str, float]:
    """Count what one note adds to every figure."""
    count: defaultdict[str, float] = defaultdict(float)
    wanted, recommended = case.wanted, case.recommended
    count["notes"] += 1
    count["exact"] += wanted == recommended
    for code in wanted | recommended:
        count[f"{code} {_hit(code in wanted, code in recommended)}"] += 1
    if case.labels:
        count["coded"] += 1
        count["top1"] += _among(case, 1)
        count["top3"] += _among(case, _TOP)
    else:
        count["empty"] += 1
        count["false_note"] += bool(recommended)
        count["quiet"] += all(answer.probability < _LOUD for answer in case.answers)
    for label in case.labels:
        _tally_label(count, case, label)
    for alert in case.alerts | case.raised:
        count[f"alert {_hit(alert in case.alerts, alert in case.raised)}"] += 1
    for answer in case.answers:
        count["answers"] += 1
        count[f"bin {bin_of(answer.probability)}"] += answer.probability - case.is_true(answer)
    return count


def bin_of(probability: float) -> int:
    """Return which of the ten bins a probability falls into."""
    return min(BINS - 1, int(probability * BINS))


def _tally_label(count: defaultdict[str, float], case: Case, label: Label) -> None:
    answer = case.found(label)
    count["labels"] += 1
    count["disposition"] += answer is not None and answer.disposition is label.disposition
    if label.disposition is Disposition.EXCLUDE:
        count["excluded"] += 1
        count["instead"] += (answer.instead if answer else frozenset()) == set(label.instead)
    elif answer is not None:
        for requirement, wanted in case.statuses.get(label.code, {}).items():
            got = answer.statuses.get(requirement, Status.NOT_APPLICABLE)
            count["statuses"] += 1
            count["status"] += wanted is got
            if wanted in _GAPS or got in _GAPS:
                count[f"gap {_hit(wanted in _GAPS, got in _GAPS)}"] += 1


def _hit(wanted: bool, got: bool) -> str:
    return "right" if wanted and got else "missed" if wanted else "false"


def _among(case: Case, first: int) -> bool:
    gold = {label.code for label in case.labels}
    return any(answer.code in gold for answer in case.answers[:first])


def measure(totals: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return every figure of each column of totals; NaN where there was nothing to measure."""
    size = next(iter(totals.values())).shape if totals else (1,)

    def total(name: str) -> Floats:
        return totals.get(name, np.zeros(size))

    def share(part: str, whole: str) -> Floats:
        return _ratio(total(part), total(whole))

    def f1(*of: str) -> Floats:
        right, false, missed = (sum((total(f"{one} {hit}") for one in of), np.zeros(size)) for hit in _HITS)
        return _ratio(2 * right, 2 * right + false + missed)

    by_code = np.array([f1(code) for code in CODES])
    in_gold = np.array([total(f"{code} right") + total(f"{code} missed") > 0 for code in CODES])
    surplus = sum((abs(total(f"bin {place}")) for place in range(BINS)), np.zeros(size))
    return {
        "exact": share("exact", "notes"),
        "f1": f1(*CODES),
        "macro_f1": _ratio(np.where(in_gold, by_code, 0).sum(axis=0), in_gold.sum(axis=0)),
        "top1": share("top1", "coded"),
        "top3": share("top3", "coded"),
        "disposition": share("disposition", "labels"),
        "instead": share("instead", "excluded"),
        "false_note": share("false_note", "empty"),
        "quiet": share("quiet", "empty"),
        "gap_f1": f1("gap"),
        "status": share("status", "statuses"),
        "alert_f1": f1("alert"),
        "ece": _ratio(surplus, total("answers")),
    }


def _ratio(part: Floats, whole: Floats) -> Floats:
    whole = np.asarray(whole, dtype=np.float64)
    shares: Floats = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return shares
