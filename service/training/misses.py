"""What went wrong in an answered note, and the words of the note that misled it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from service.classifier.candidates import Assessed, assess
from service.domain import Disposition, Evidence, Frozen, Requirement, Status, Suggestion
from service.reading import Reading, read
from service.training.gold import Answered, GoldLabel

# A suggestion that no gold label bears out counts as wrong from this probability.
_LOUD = 0.5
_NOTHING = "nothing"


class Fault(Frozen):
    """One wrong thing: `what` is the disposition, a requirement, an alert or the replacement.

    `rule` says how the note was read there, `section` where. `mention` is the words themselves: of a note,
    and so only for the screen of the one who evaluates.
    """

    what: str
    code: str
    gold: str
    got: str
    rule: str = ""
    section: str = ""
    mention: str = ""

    @property
    def kind(self) -> str:
        """The class that the fault is counted in."""
        return f"{self.what}: {self.gold}, got {self.got}"


def find_faults(answered: Answered) -> tuple[Fault, ...]:
    """Return what is wrong with an answer: codes and dispositions first, then requirements, then alerts."""
    assessed = assess(read(answered.note.text))
    suggested = {suggestion.code: suggestion for suggestion in answered.given.suggestions}
    gold = {label.code: label for label in answered.note.gold}
    found = [_code_fault(assessed, label, suggested.get(code)) for code, label in gold.items()]
    found += [
        _surplus(assessed.reading, suggestion)
        for code, suggestion in suggested.items()
        if code not in gold and (suggestion.recommended or suggestion.probability >= _LOUD)
    ]
    faults = [fault for fault in found if fault is not None]
    for code, label in gold.items():
        if code in suggested and label.disposition is not Disposition.EXCLUDE:
            faults += _requirement_faults(assessed.reading, label, suggested[code])
    return (*faults, *_alert_faults(assessed.reading, answered))


def count_faults(faults: Iterable[Fault]) -> list[tuple[str, int]]:
    """Return the classes of fault with their counts, the commonest first."""
    return sorted(Counter(fault.kind for fault in faults).items(), key=lambda one: (-one[1], one[0]))


def _code_fault(assessed: Assessed, label: GoldLabel, suggestion: Suggestion | None) -> Fault | None:
    wanted = f"{label.disposition} {label.reason}"
    if suggestion is None:
        rule, section = _how_read(assessed, label.quote)
        return Fault(
            what="disposition", code=label.code, gold=wanted, got=_NOTHING, rule=rule, section=section,
            mention=label.quote,
        )  # fmt: skip
    got = f"{suggestion.disposition} {suggestion.reason}"
    if suggestion.disposition is label.disposition is Disposition.ASSIGN and not suggestion.recommended:
        got = "assign, but not recommended"
    elif suggestion.disposition is label.disposition:
        named = sorted(replacement.code for replacement in suggestion.instead)
        if named == sorted(label.instead):
            return None
        gold, got = ", ".join(sorted(label.instead)), ", ".join(named)
        return _fault(assessed.reading, "instead", label.code, gold, got, "", suggestion.evidence)
    rule = f"probability {suggestion.probability:.2f}"
    return _fault(assessed.reading, "disposition", label.code, wanted, got, rule, suggestion.evidence)


def _surplus(reading: Reading, suggestion: Suggestion) -> Fault:
    got = f"{suggestion.disposition} {suggestion.reason}"
    rule = f"probability {suggestion.probability:.2f}"
    return _fault(reading, "disposition", suggestion.code, _NOTHING, got, rule, suggestion.evidence)


def _requirement_faults(reading: Reading, label: GoldLabel, suggestion: Suggestion) -> Iterator[Fault]:
    got: dict[Requirement, tuple[Status, Sequence[Evidence]]] = {
        met.requirement: (Status.MET, met.evidence) for met in suggestion.met
    }
    got |= {gap.requirement: (gap.status, gap.evidence) for gap in suggestion.gaps}
    for requirement, wanted in label.requirements.items():
        status, evidence = got.get(requirement, (Status.NOT_APPLICABLE, ()))
        if status is not wanted:
            yield _fault(reading, requirement, label.code, wanted, status, "", evidence)


def _alert_faults(reading: Reading, answered: Answered) -> Iterator[Fault]:
    raised = {alert.alert: alert for alert in answered.given.alerts}
    for name in sorted(answered.note.alerts - raised.keys()):
        yield Fault(what=name, code="", gold="raised", got="not raised")
    for name in sorted(raised.keys() - answered.note.alerts):
        codes = " ".join(raised[name].codes)
        yield _fault(reading, name, codes, "not raised", "raised", "", raised[name].evidence)


def _fault(
    reading: Reading, what: str, code: str, gold: str, got: str, rule: str, evidence: Sequence[Evidence]
) -> Fault:
    mention = " / ".join(piece.text for piece in evidence)
    section = _section_at(reading, evidence[0].start) if evidence else ""
    return Fault(what=what, code=code, gold=gold, got=got, rule=rule, section=section, mention=mention)


def _section_at(reading: Reading, offset: int) -> str:
    """Return the kind of section that an offset lies in."""
    return next((sentence.section for sentence in reading.sentences if offset < sentence.end), "")


def _how_read(assessed: Assessed, quote: str) -> tuple[str, str]:
    """Return how the words that the gold quotes were read, and in what section they stand."""
    start = assessed.reading.text.index(quote)
    end = start + len(quote)
    read_as = [
        f"{statement.mention.concept} read as {statement.assertion.value}"
        for statement in assessed.statements
        if statement.mention.start < end and statement.mention.end > start
    ]
    return "; ".join(read_as) or "no diagnosis read in the words", _section_at(assessed.reading, start)
