"""What was considered and set aside: words that speak of the two families and yet carry no suggestion.

Nothing here decides. It says of what `suggest` passed over which rule passed over it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from service.classifier.candidates import Assessed, explaining, kinds_of
from service.classifier.indicators import Indicator, region_indicated
from service.classifier.statements import CARRIED, Statement, is_finding
from service.domain import Assertion, Family
from service.reading import Mention


class Why(StrEnum):
    """Why words were set aside."""

    DENIED = "denied"
    PAST = "past"
    RELATIVE = "relative"
    HYPOTHETICAL = "hypothetical"
    DROPPED = "dropped"
    CARRIED = "carried"
    OUTWEIGHED = "outweighed"
    FINDING = "finding"
    NOT_SPINAL = "not_spinal"
    UNLIKELY = "unlikely"
    TOO_FEW = "too_few"
    EXPLAINED = "explained"
    UNPLACED = "unplaced"
    ELSEWHERE = "elsewhere"


_BY_ASSERTION = {
    Assertion.NEGATED: Why.DENIED,
    Assertion.UNCERTAIN: Why.DROPPED,
    Assertion.HISTORICAL: Why.PAST,
    Assertion.RELATIVE: Why.RELATIVE,
    Assertion.HYPOTHETICAL: Why.HYPOTHETICAL,
}


@dataclass(frozen=True, slots=True)
class SetAside:
    """Words of the note (offsets in code points), the family they speak of, and why they do not count."""

    start: int
    end: int
    text: str
    family: Family | None
    why: Why


def set_aside(assessed: Assessed, suggested: Collection[str]) -> tuple[SetAside, ...]:
    """Return what speaks of a family and carries none of the suggested codes, in the order of the note.

    Signs that add up to nothing are told only of a note for which nothing is suggested.
    """
    found = [*_diagnoses(assessed, suggested), *_other_diagnoses(assessed)]
    if not suggested:
        found += _indicators(assessed)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.start, one.end)))


def _diagnoses(assessed: Assessed, suggested: Collection[str]) -> Iterator[SetAside]:
    carrying = {
        statement.mention
        for candidate in assessed.candidates
        if candidate.code in suggested
        for statement in candidate.statements
    }
    unlikely = {s.mention for candidate in assessed.candidates for s in candidate.statements} - carrying
    stated = {statement.mention: statement for statement in assessed.statements}
    for mention in assessed.reading.all("diagnosis"):
        if mention not in carrying:
            statement = stated.get(mention)
            why = (
                Why.UNLIKELY
                if mention in unlikely
                else _why(assessed, statement)
                if statement
                else _why_unstated(assessed, mention)
            )
            yield _aside(assessed, mention, Family(mention["family"]), why)


def _why(assessed: Assessed, statement: Statement) -> Why:
    if statement.assertion is not Assertion.PRESENT:
        return _BY_ASSERTION[statement.assertion]
    own = [other for other in assessed.statements if other.family is statement.family]
    if all(other.section in CARRIED for other in own if other.assertion is Assertion.PRESENT):
        return Why.CARRIED
    return Why.OUTWEIGHED


def _why_unstated(assessed: Assessed, mention: Mention) -> Why:
    if mention.assertion in _BY_ASSERTION:
        return _BY_ASSERTION[mention.assertion]
    return Why.FINDING if is_finding(assessed.reading, assessed.reports, mention) else Why.NOT_SPINAL


def _indicators(assessed: Assessed) -> Iterator[SetAside]:
    """Yield the indicators of a family that has no candidate at all."""
    for family in Family:
        signs = [indicator for indicator in assessed.indicators if indicator.family is family]
        if signs and not any(candidate.family is family for candidate in assessed.candidates):
            why = _why_not_indicated(assessed, family, signs)
            for sign in signs:
                yield _aside(assessed, sign.mention, family, why)


def _why_not_indicated(assessed: Assessed, family: Family, signs: list[Indicator]) -> Why:
    if len(kinds_of(signs)) < 2:
        return Why.TOO_FEW
    region = region_indicated(assessed.reading, signs, family)
    if region is not None and next(explaining(assessed.reading, family, region), None):
        return Why.EXPLAINED
    denied = any(s.family is family and s.assertion is Assertion.NEGATED for s in assessed.statements)
    if denied:
        return Why.DENIED
    return Why.UNPLACED if region is None else Why.TOO_FEW


def _other_diagnoses(assessed: Assessed) -> Iterator[SetAside]:
    """Yield the diagnoses that other codes are for, such as sciatica: alone they yield nothing here."""
    for condition in assessed.reading.all("condition"):
        if condition["group"] == "explains" and condition.present:
            yield _aside(assessed, condition, None, Why.ELSEWHERE)


def _aside(assessed: Assessed, mention: Mention, family: Family | None, why: Why) -> SetAside:
    return SetAside(mention.start, mention.end, assessed.reading.words(mention), family, why)
