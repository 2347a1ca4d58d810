"""Figures: how answers compare with gold labels. `card.Figures` says what each one means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from service.classifier.card import Figures
from service.domain import AlertName, Disposition, Requirement, Status, Suggestion
from service.training.labels import Label

_BINS = 10
_TOP = 3
_LOUD = 0.5
_GAPS = frozenset({Status.PARTIAL, Status.MISSING})


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


@dataclass(slots=True)
class _Hits:
    """Right ones, false ones and missed ones."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def add(self, wanted: bool, got: bool) -> None:
        self.right += wanted and got
        self.false += got and not wanted
        self.missed += wanted and not got

    @property
    def f1(self) -> float | None:
        return _ratio(2 * self.right, 2 * self.right + self.false + self.missed)


def figures(cases: Iterable[Case]) -> Figures:
    """Measure answers against gold labels."""
    cases = tuple(cases)
    coded = [case for case in cases if case.labels]
    empty = [case for case in cases if not case.labels]
    found = [(label, _found(case, label)) for case in coded for label in case.labels]
    excluded = [(label, answer) for label, answer in found if label.disposition is Disposition.EXCLUDE]
    by_code = _recommendations(cases)
    micro = _Hits()
    for hits in by_code.values():
        micro.right, micro.false = micro.right + hits.right, micro.false + hits.false
        micro.missed += hits.missed
    in_gold = [hits.f1 or 0.0 for hits in by_code.values() if hits.right + hits.missed]
    gaps, right, statuses = _requirements(cases)
    return Figures(
        notes=len(cases),
        exact=_ratio(sum(case.wanted == case.recommended for case in cases), len(cases)),
        f1=micro.f1,
        macro_f1=_ratio(sum(in_gold), len(in_gold)),
        top1=_ratio(sum(_among(case, 1) for case in coded), len(coded)),
        top3=_ratio(sum(_among(case, _TOP) for case in coded), len(coded)),
        disposition=_ratio(
            sum(answer is not None and answer.disposition is label.disposition for label, answer in found),
            len(found),
        ),
        instead=_ratio(
            sum((answer.instead if answer else set()) == set(label.instead) for label, answer in excluded),
            len(excluded),
        ),
        false_note=_ratio(sum(bool(case.recommended) for case in empty), len(empty)),
        quiet=_ratio(sum(_quiet(case) for case in empty), len(empty)),
        gap_f1=gaps.f1,
        status=_ratio(right, statuses),
        alert_f1=_alerts(cases).f1,
        ece=_calibration_error(cases),
    )


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _found(case: Case, label: Label) -> Answer | None:
    return next((answer for answer in case.answers if answer.code == label.code), None)


def _recommendations(cases: Iterable[Case]) -> Mapping[str, _Hits]:
    by_code: defaultdict[str, _Hits] = defaultdict(_Hits)
    for case in cases:
        for code in case.wanted | case.recommended:
            by_code[code].add(code in case.wanted, code in case.recommended)
    return by_code


def _among(case: Case, first: int) -> bool:
    gold = {label.code for label in case.labels}
    return any(answer.code in gold for answer in case.answers[:first])


def _quiet(case: Case) -> bool:
    return all(answer.probability < _LOUD for answer in case.answers)


def _requirements(cases: Iterable[Case]) -> tuple[_Hits, int, int]:
    """Return the gaps, and how many statuses are right of how many, over the gold codes suggested."""
    gaps, right, total = _Hits(), 0, 0
    for case in cases:
        for label in case.labels:
            answer = _found(case, label)
            if answer is None or label.disposition is Disposition.EXCLUDE:
                continue
            for requirement, wanted in case.statuses.get(label.code, {}).items():
                got = answer.statuses.get(requirement, Status.NOT_APPLICABLE)
                gaps.add(wanted in _GAPS, got in _GAPS)
                right, total = right + (wanted is got), total + 1
    return gaps, right, total


def _alerts(cases: Iterable[Case]) -> _Hits:
    hits = _Hits()
    for case in cases:
        for alert in case.alerts | case.raised:
            hits.add(alert in case.alerts, alert in case.raised)
    return hits


def _calibration_error(cases: Iterable[Case]) -> float | None:
    """Return how far, on average, the probabilities of a bin lie from how often they come true."""
    surplus = [0.0] * _BINS
    answers = 0
    for case in cases:
        gold = {(label.code, label.disposition) for label in case.labels}
        for answer in case.answers:
            cell = min(_BINS - 1, int(answer.probability * _BINS))
            surplus[cell] += answer.probability - ((answer.code, answer.disposition) in gold)
            answers += 1
    return _ratio(sum(map(abs, surplus)), answers)
