"""A note beside what was suggested for it: what the pages *Try a note* and *Note* both show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.classifier.candidates import Assessed, assess
from service.domain import (
    REQUIREMENTS,
    Assertion,
    Claim,
    Disposition,
    Encounter,
    Evidence,
    Gap,
    Met,
    Requirement,
    Suggestion,
    SuggestionSet,
    family_of,
)
from service.reading import read
from service.reference.catalogue import Reference
from service.reference.entries import Statement
from service.suggesting.setting_aside import SetAside, set_aside
from service.suggesting.siblings import WhyNot, why_not
from service.web.pages import words
from service.web.pages.marks import Mark, Segment, segments

# What is shown as denied, past or uncertain: not every word that the reader knows, or all would be marked.
_SHOWN_ASIDE = frozenset({"diagnosis", "condition", "sign", "study", "treatment"})
_MOST_ASIDE = 400
MOST_LISTED = 12
MOST_REFERRED = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement of a card: met, a gap, or neither; `tip` is what the reference says of it."""

    requirement: Requirement
    tip: Statement
    met: Met | None = None
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A suggestion as it is shown; `rows` are empty where another code goes in its place."""

    suggestion: Suggestion
    rows: tuple[Row, ...]
    siblings: tuple[WhyNot, ...]

    @property
    def gaps(self) -> int:
        """How many requirements are open."""
        return len(self.suggestion.gaps)


@dataclass(frozen=True, slots=True)
class NoteView:
    """Everything that the component `view.html` shows."""

    segments: list[Segment]
    cards: tuple[Card, ...]
    answer: SuggestionSet
    aside: tuple[SetAside, ...]
    encounter: Encounter
    claim: Claim
    operating_point: float
    reference: Reference

    @property
    def more_aside(self) -> int:
        """How many further words were set aside than are listed."""
        return max(0, len(self.aside) - MOST_LISTED)


def view(
    text: str,
    answer: SuggestionSet,
    reference: Reference,
    operating_point: float,
    encounter: Encounter | None = None,
    claim: Claim | None = None,
    highlights: tuple[Mark, ...] = (),
) -> NoteView:
    """Lay out a note and its answer. The note is read once more, for what the answer does not repeat."""
    assessed = assess(read(text))
    suggested = [suggestion.code for suggestion in answer.suggestions]
    aside = set_aside(assessed, suggested)
    cards = tuple(_card(suggestion, assessed, suggested, reference) for suggestion in answer.suggestions)
    marks = [*_evidence(answer), *_asides(assessed), *_referred(cards, aside[:MOST_REFERRED]), *highlights]
    return NoteView(
        segments=segments(text, marks),
        cards=cards,
        answer=answer,
        aside=aside,
        encounter=encounter or Encounter(),
        claim=claim or Claim(),
        operating_point=operating_point,
        reference=reference,
    )


def _card(suggestion: Suggestion, assessed: Assessed, suggested: list[str], reference: Reference) -> Card:
    candidate = next((one for one in assessed.candidates if one.code == suggestion.code), None)
    return Card(
        suggestion,
        tuple(_rows(suggestion, reference)),
        tuple(why_not(assessed, candidate, suggested)) if candidate else (),
    )


def _rows(suggestion: Suggestion, reference: Reference) -> Iterator[Row]:
    """Yield the rows of a card: what is open first, then what is met, then what does not apply."""
    if suggestion.disposition is Disposition.EXCLUDE:
        return
    met = {one.requirement: one for one in suggestion.met}
    gaps = {one.requirement: one for one in suggestion.gaps}
    for wanted in (gaps, met, None):
        for requirement in REQUIREMENTS[family_of(suggestion.code)]:
            where = gaps if requirement in gaps else met if requirement in met else None
            if where is wanted:
                tip = reference.tip(suggestion.code, requirement)
                yield Row(requirement, tip, met.get(requirement), gaps.get(requirement))


def _evidence(answer: SuggestionSet) -> Iterator[Mark]:
    """Yield a mark for every word that a suggestion, a requirement or an alert rests on."""
    for suggestion in answer.suggestions:
        code, rank = suggestion.code, suggestion.rank
        for evidence in suggestion.evidence:
            yield _mark(evidence, f"{words.role(evidence.role)} for {code}", f"s{rank}", rank)
        kept = [(met.requirement, met.evidence, "meets") for met in suggestion.met]
        kept += [(gap.requirement, gap.evidence, "bears on") for gap in suggestion.gaps]
        for requirement, found, verb in kept:
            says = f"{verb} {words.requirement(requirement).lower()} of {code}"
            for evidence in found:
                yield _mark(evidence, says, f"s{rank}-{requirement.value}", rank)
    for number, alert in enumerate(answer.alerts, 1):
        for evidence in alert.evidence:
            yield _mark(evidence, f"alert: {words.alert(alert.alert)}", f"alert-{number}", None)


def _mark(evidence: Evidence, says: str, target: str, rank: int | None) -> Mark:
    return Mark(evidence.start, evidence.end, says, role=evidence.role, target=target, rank=rank)


def _asides(assessed: Assessed) -> Iterator[Mark]:
    """Yield a mark for what is denied, uncertain, past, of a relative or only imagined."""
    shown = 0
    for mentions in assessed.reading.mentions:
        for mention in mentions:
            if (
                mention.assertion is not Assertion.PRESENT
                and mention.kind in _SHOWN_ASIDE
                and mention["group"] != "limb"
                and shown < _MOST_ASIDE
            ):
                shown += 1
                kind = "symptom or sign" if mention.kind == "sign" else mention.kind
                says = f"{kind}, {words.assertion(mention.assertion)}"
                also = "telling" if mention.kind in ("diagnosis", "condition") else None
                yield Mark(mention.start, mention.end, says, assertion=mention.assertion, also=also)


def _referred(cards: tuple[Card, ...], aside: tuple[SetAside, ...]) -> Iterator[Mark]:
    """Yield a mark for the words that the page leads to without resting on them."""
    for one in aside:
        yield Mark(one.start, one.end, f"set aside: {words.why(one.why)}", also="considered")
    for card in cards:
        for sibling in card.siblings:
            for start, end, _ in sibling.words:
                yield Mark(start, end, "", also="named")
