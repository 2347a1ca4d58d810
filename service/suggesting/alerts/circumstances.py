"""What the alerts look at, and how one is worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.classifier.indicators import Indicator
from service.domain import (
    CODES,
    Alert,
    AlertName,
    Disposition,
    Encounter,
    Evidence,
    Family,
    Region,
    Role,
    family_of,
)
from service.reading import Mention, Reading
from service.reference.catalogue import Reference
from service.suggesting.case import Case
from service.suggesting.dispositions import Judgement


@dataclass(frozen=True)
class Weighed:
    """A candidate in its note, with its judgement and its probability."""

    case: Case
    judgement: Judgement
    probability: float

    @property
    def code(self) -> str:
        """The candidate's code."""
        return self.case.candidate.code

    @property
    def family(self) -> Family:
        """The candidate's family."""
        return self.case.candidate.family

    @property
    def region(self) -> Region:
        """The candidate's region."""
        return self.case.candidate.region

    @property
    def supported(self) -> bool:
        """Whether the note supports the code."""
        return self.judgement.disposition is Disposition.ASSIGN


@dataclass(frozen=True)
class Circumstances:
    """What the alerts look at: the note, what it gave, the claim and the encounter."""

    reading: Reading
    indicators: tuple[Indicator, ...]
    weighed: tuple[Weighed, ...]
    claimed: tuple[str, ...]
    orders: tuple[str, ...]
    encounter: Encounter
    reference: Reference

    def supported(self, family: Family) -> list[Weighed]:
        """Return what the note supports of a family."""
        return [one for one in self.weighed if one.family is family and one.supported]

    def localised(self, family: Family) -> list[Weighed]:
        """Return what the note supports of a family in a region that it names."""
        return [one for one in self.supported(family) if one.region is not Region.UNSPECIFIED]

    def of_family(self, family: Family) -> list[str]:
        """Return the claim's codes of a family."""
        return [code for code in self.claimed if code in CODES and family_of(code) is family]


def raise_alert(
    seen: Circumstances,
    name: AlertName,
    concerned: Sequence[str],
    evidence: Sequence[Evidence] = (),
    **slots: str,
) -> Alert:
    """Return an alert, its message filled with what was seen."""
    text = seen.reference.alert(name)
    return Alert(
        alert=name,
        message=text.fill(**slots),
        codes=tuple(code for code in concerned if code),
        basis=text.basis,
        evidence=tuple(evidence),
    )


def evidence_of(reading: Reading, mention: Mention, role: Role) -> Evidence:
    """Return a mention as evidence."""
    return Evidence(start=mention.start, end=mention.end, text=reading.words(mention), role=role)


def quote(reading: Reading, mention: Mention) -> str:
    """Return the words of a mention on one line, between quotation marks."""
    return f"\u201c{' '.join(reading.words(mention).split())}\u201d"


def listed(items: Sequence[str]) -> str:
    """Return items as a list in words."""
    return ", ".join(items)
