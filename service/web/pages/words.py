"""The words in which the pages speak of what the domain names."""

from __future__ import annotations

import datetime

from service.domain import (
    AlertName,
    Assertion,
    Basis,
    Disposition,
    Reason,
    Requirement,
    Role,
    Setting,
    Status,
    Suggestion,
)
from service.store import Decision, Verdict
from service.suggesting.setting_aside import Why
from service.suggesting.siblings import Cause

_REQUIREMENTS = {
    Requirement.REGION: "Region",
    Requirement.DISTRIBUTION: "Distribution",
    Requirement.IMAGING: "Imaging",
    Requirement.ELECTRODIAGNOSTICS: "Electrodiagnostics",
    Requirement.STRUCTURE: "Structure",
    Requirement.CLINICAL_BASIS: "Clinical basis",
    Requirement.CONSERVATIVE_TREATMENT: "Conservative treatment",
    Requirement.UNDERLYING_CONDITION: "Underlying condition",
}
_ALERTS = {
    AlertName.UNSPECIFIED_BUT_LOCALISED: "Unspecified code, localised note",
    AlertName.WRONG_REGION: "Another region on the claim",
    AlertName.CHECK_EXCLUDES1: "Check Excludes1",
    AlertName.EXCLUDES1_CONFLICT: "Excludes1 conflict",
    AlertName.SYMPTOM_CODE: "Symptom code on the claim",
    AlertName.OCCIPITAL_NEURALGIA: "Occipital neuralgia",
    AlertName.CODE_FIRST: "Code first",
    AlertName.CODE_ALSO: "Code also",
    AlertName.MORE_SPECIFIC_CODE: "A more specific code",
    AlertName.NO_INSERTIONAL_PATHOLOGY: "No insertional pathology",
    AlertName.MISSING_ON_ORDER: "Missing on the order",
    AlertName.CODE_SET_DATE: "Date outside the code set",
}
_BASES = {
    Basis.TABULAR: "the tabular list",
    Basis.GUIDELINE: "the official guidelines",
    Basis.EDITORIAL: "editorial advice",
}
_RESTS_ON = {
    Basis.TABULAR: "A rule of the tabular list of ICD-10-CM",
    Basis.GUIDELINE: "A rule of the official guidelines for coding",
    Basis.EDITORIAL: "Advice of this reference: good practice, and no official rule",
}
_DISPOSITIONS = {
    Disposition.ASSIGN: "Assign",
    Disposition.QUERY: "Query",
    Disposition.EXCLUDE: "Exclude",
}
# A reason as a sentence, and what it rests on.
_REASONS = {
    Reason.ESTABLISHED: (
        "The note states the diagnosis as established, current and the patient’s own.",
        Basis.GUIDELINE,
    ),
    Reason.UNCERTAIN_INPATIENT: (
        "It is uncertain still in the final assessment of an inpatient stay, and so is coded as if it "
        "existed (Guidelines II.H).",
        Basis.GUIDELINE,
    ),
    Reason.INDICATORS: (
        "Symptoms, signs or studies point to it, and no diagnosis is named that explains them.",
        Basis.EDITORIAL,
    ),
    Reason.DISC: (
        "An Excludes1 note at M54.1 sends radiculopathy with a disc disorder to another code.",
        Basis.TABULAR,
    ),
    Reason.SPONDYLOSIS: (
        "An Excludes1 note at M54.1 sends radiculopathy with spondylosis to another code.",
        Basis.TABULAR,
    ),
}
_UNCERTAIN = {
    Setting.OUTPATIENT: (
        "The note states the diagnosis only as uncertain, and an outpatient note’s uncertain diagnosis is "
        "not coded (Guidelines IV.H)."
    ),
    Setting.INPATIENT: (
        "The note states the diagnosis only as uncertain, and not in its final assessment (Guidelines II.H)."
    ),
}
_ROLES = {
    Role.DIAGNOSIS: "diagnosis",
    Role.REGION: "region",
    Role.SIGN: "symptom or sign",
    Role.STUDY: "study",
    Role.TREATMENT: "treatment",
    Role.STRUCTURE: "structure",
    Role.CONDITION: "condition",
}
_ASSERTIONS = {
    Assertion.NEGATED: "denied",
    Assertion.UNCERTAIN: "uncertain",
    Assertion.HISTORICAL: "past",
    Assertion.RELATIVE: "of a relative",
    Assertion.HYPOTHETICAL: "hypothetical",
}
_STATUSES = {
    Status.MET: "met",
    Status.PARTIAL: "partial",
    Status.MISSING: "missing",
    Status.NOT_APPLICABLE: "not applicable",
}
_WHY = {
    Why.DENIED: "the note denies it or takes it back",
    Why.PAST: "told as past or resolved",
    Why.RELATIVE: "said of a relative",
    Why.HYPOTHETICAL: "said as what might be, or quoted",
    Why.DROPPED: "uncertain, and what weighs more in the note does not take it up",
    Why.CARRIED: "carried in a list and not addressed in this note",
    Why.OUTWEIGHED: "a part of the note that weighs more does not uphold it",
    Why.FINDING: "what a study showed, and no diagnosis",
    Why.NOT_SPINAL: "not read as a diagnosis of the spine",
    Why.UNLIKELY: "a probability under 2 %",
    Why.TOO_FEW: "too little alone: it takes two kinds of indicator in one region",
    Why.EXPLAINED: "another diagnosis of the note explains it",
    Why.UNPLACED: "the indicators name no region of the spine",
    Why.ELSEWHERE: "another diagnosis, with a code outside the two families",
}
_CAUSES = {
    Cause.SUGGESTED: "Suggested as well: see its own card.",
    Cause.LOCALISED: "Right only where the note places the diagnosis nowhere.",
    Cause.ONE_REGION: "For two or more regions; the diagnosis is not placed in two.",
    Cause.SEVERAL: "One of two or more regions, which together take M46.09 alone.",
    Cause.GENERAL_WORD: "Named by a general word; a level or root that is named beats it.",
    Cause.NAMED_OTHERWISE: "Named in the note, but not as the place of this diagnosis.",
    Cause.NOT_NAMED: "The note names no level, root or word of this region.",
}

# What it is to accept a suggestion: that it is right as it stands, its disposition included.
_AGREED = {
    Disposition.ASSIGN: "Accepted",
    Disposition.QUERY: "Agreed: query, not coded",
    Disposition.EXCLUDE: "Agreed: another code in its place",
}
_VERDICTS = {
    Verdict.REJECT: "Rejected",
    Verdict.COMMENT: "Commented on",
    Verdict.UNDO: "Undone",
}
_VERDICTS_OF_NONE = {
    Verdict.ACCEPT: "Rightly nothing",
    Verdict.COMMENT: "Commented on the note",
    Verdict.UNDO: "Undone",
}


def why(name: Why) -> str:
    """Return why words were set aside, to follow them after a colon."""
    return _WHY[name]


def cause(name: Cause) -> str:
    """Return why a sibling is not the one, as a sentence."""
    return _CAUSES[name]


def requirement(name: Requirement) -> str:
    """Return the heading of a requirement."""
    return _REQUIREMENTS[name]


def alert(name: AlertName) -> str:
    """Return the heading of an alert."""
    return _ALERTS[name]


def basis(name: Basis) -> str:
    """Return what a rule rests on, as it follows a preposition."""
    return _BASES[name]


def rests_on(name: Basis) -> str:
    """Return what the word for a rule's basis means."""
    return _RESTS_ON[name]


def disposition(name: Disposition) -> str:
    """Return what is to be done with a code, in one word."""
    return _DISPOSITIONS[name]


def reason(name: Reason, setting: Setting) -> str:
    """Return why a disposition is what it is, as a sentence."""
    return _UNCERTAIN[setting] if name is Reason.UNCERTAIN else _REASONS[name][0]


def reason_basis(name: Reason) -> Basis:
    """Return what that sentence rests on."""
    return Basis.GUIDELINE if name is Reason.UNCERTAIN else _REASONS[name][1]


def role(name: Role) -> str:
    """Return what a piece of evidence is, in lower case."""
    return _ROLES[name]


def assertion(name: Assertion) -> str:
    """Return how a mention is set aside, in lower case; KeyError for what is present."""
    return _ASSERTIONS[name]


def status(name: Status) -> str:
    """Return how far a requirement is met, in lower case."""
    return _STATUSES[name]


def day(date: datetime.date) -> str:
    """Return a date as "8 May 2026"."""
    return f"{date.day} {date:%B %Y}"


def percent(share: float) -> str:
    """Return a share as a percentage: whole, but for the ends, which are never rounded to certainty."""
    if share > 0.995:
        return "over 99 %" if share < 1 else "100 %"
    if 0 < share < 0.005:
        return "under 1 %"
    return f"{share * 100:.0f} %"


def verdict(made: Decision) -> str:
    """Return what a decision says, in the past tense."""
    if made.decision is Verdict.ACCEPT and made.disposition is not None:
        return _AGREED[made.disposition]
    if made.decision is Verdict.CORRECT and made.corrected_code == made.code:
        return "Coded anyway"
    if made.decision is Verdict.CORRECT and made.code is None:
        return f"Missing code given: {made.corrected_code}"
    if made.decision is Verdict.CORRECT:
        return f"Corrected to {made.corrected_code or 'none of the nineteen'}"
    if made.decision is Verdict.GAP_WRONG and made.requirement is not None:
        return f"Said to be no gap: {requirement(made.requirement).lower()}"
    if made.decision is Verdict.EVIDENCE and made.role is not None:
        return f"Words added as {role(made.role)}"
    return _VERDICTS[made.decision] if made.code else _VERDICTS_OF_NONE[made.decision]


def outcome(made: Decision) -> str:
    """Return what a decision about a code says of it, such as "M54.12 accepted"."""
    said = verdict(made)
    said = said[:1].lower() + said[1:]
    return f"{made.code} {said}" if made.code else said


def agree(suggestion: Suggestion) -> str:
    """Return what it is to accept a suggestion, for the button that does."""
    if suggestion.disposition is Disposition.ASSIGN:
        return f"Accept {suggestion.code}"
    if suggestion.disposition is Disposition.QUERY:
        return "Agree: query, not coded"
    instead = " or ".join(other.code for other in suggestion.instead)
    return f"Agree: {instead or 'another code'} in its place"


def against(made: Decision) -> str:
    """Return how a decision that overrides goes against the service."""
    return "was not recommended" if made.decision is Verdict.ACCEPT else "overrides the suggestion"


def moment(instant: datetime.datetime) -> str:
    """Return an instant as "22 Nov 09:41", in UTC."""
    return f"{instant.day} {instant:%b %H:%M}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as "1 gap" or "3 gaps"."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"
