"""What do we tell the caller? A note in, a `SuggestionSet` out; pure: no web, no disk, no clock, no
global.
"""

from __future__ import annotations

from dataclasses import dataclass

from service.classifier.artifact import Model
from service.classifier.candidates import assess
from service.classifier.features import features
from service.domain import (
    Basis,
    Claim,
    Disposition,
    Encounter,
    Evidence,
    Gap,
    Met,
    Replacement,
    Requirement,
    Role,
    Status,
    Suggestion,
    SuggestionSet,
)
from service.reading import read
from service.reading.lexicon import load
from service.reference.catalogue import Editions, Reference
from service.suggesting.alerts import Weighed, find_alerts
from service.suggesting.case import Case, PlacesOfNote
from service.suggesting.dispositions import Judgement, judge
from service.suggesting.queries import Known, ask, known
from service.suggesting.requirements import Finding, find

LEAST_PROBABILITY = 0.02
MOST_SUGGESTIONS = 19


@dataclass
class Suggester:
    """What a server holds for its life: the editions of the reference, and the model that is live.

    Another model may take its place, between two notes and never within one.
    """

    model: Model
    editions: Editions

    def warm(self) -> None:
        """Do what the first note would otherwise wait for."""
        load()

    def suggest(
        self,
        text: str,
        encounter: Encounter | None = None,
        claim: Claim | None = None,
        limit: int = MOST_SUGGESTIONS,
    ) -> SuggestionSet:
        """Return what a note supports, what it lacks and what to look out for."""
        return suggest(text, encounter or Encounter(), claim or Claim(), self.model, self.editions, limit)


def suggest(
    text: str,
    encounter: Encounter,
    claim: Claim,
    model: Model,
    editions: Editions,
    limit: int = MOST_SUGGESTIONS,
) -> SuggestionSet:
    """Return the codes that a note supports in order of probability, each with its gaps, and the note's
    alerts.
    """
    reference = editions.for_date(encounter.date)
    assessed = assess(read(text))
    places = PlacesOfNote(assessed.reading)
    weighed = [
        Weighed(
            Case(assessed, candidate, places, encounter.setting),
            judge(assessed, candidate, encounter.setting),
            model.probability(features(assessed, candidate)),
        )
        for candidate in assessed.candidates
    ]
    weighed = [one for one in weighed if one.probability >= LEAST_PROBABILITY]
    weighed.sort(key=lambda one: (-one.probability, one.code))
    concerned = [
        one
        for one in weighed
        if one.probability >= model.operating_point or one.judgement.disposition is not Disposition.ASSIGN
    ]
    return SuggestionSet(
        model=model.version,
        reference=reference.edition,
        suggestions=tuple(
            _suggestion(rank, one, model.operating_point, reference)
            for rank, one in enumerate(weighed[:limit], 1)
        ),
        alerts=find_alerts(assessed, concerned, claim, encounter, reference),
        operating_point=model.operating_point,
    )


def _suggestion(rank: int, one: Weighed, operating_point: float, reference: Reference) -> Suggestion:
    case, judgement, probability = one.case, one.judgement, one.probability
    found = {} if judgement.disposition is Disposition.EXCLUDE else find(case)
    told = known(case)
    return Suggestion(
        rank=rank,
        code=case.candidate.code,
        title=reference.title(case.candidate.code),
        probability=round(probability, 4),
        recommended=judgement.disposition is Disposition.ASSIGN and probability >= operating_point,
        disposition=judgement.disposition,
        reason=judgement.reason,
        instead=tuple(
            Replacement(code=code, title=reference.title(code), basis=Basis.TABULAR)
            for code in judgement.instead
        ),
        evidence=_evidence(case, judgement),
        met=tuple(
            Met(requirement=requirement, evidence=finding.evidence)
            for requirement, finding in found.items()
            if finding.status is Status.MET
        ),
        gaps=tuple(
            _gap(case, told, requirement, finding, reference)
            for requirement, finding in found.items()
            if finding.status in (Status.PARTIAL, Status.MISSING)
        ),
    )


def _gap(case: Case, told: Known, requirement: Requirement, finding: Finding, reference: Reference) -> Gap:
    tip = reference.tip(case.candidate.code, requirement)
    return Gap(
        requirement=requirement,
        status=finding.status,
        tip=tip.text,
        query=ask(case, told, requirement, finding, reference),
        basis=tip.basis,
        evidence=finding.evidence,
    )


def _evidence(case: Case, judgement: Judgement) -> tuple[Evidence, ...]:
    """Return the words that carry the suggestion: the statements, or the indicators; and what excludes it."""
    found = [case.evidence(statement.mention, Role.DIAGNOSIS) for statement in case.candidate.statements]
    found += [
        case.evidence(place, Role.REGION)
        for statement in case.candidate.statements
        for place in statement.places
    ]
    if not found:
        found = [
            case.evidence(indicator.mention, Role.STUDY if indicator.kind == "study" else Role.SIGN)
            for indicator in case.candidate.indicators
        ]
    found += [case.evidence(condition, Role.CONDITION) for condition in judgement.conditions]
    return tuple(sorted(dict.fromkeys(found), key=lambda evidence: (evidence.start, evidence.end)))
