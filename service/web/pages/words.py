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
)

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
_DISPOSITIONS = {
    Disposition.ASSIGN: "Assign",
    Disposition.QUERY: "Query",
    Disposition.EXCLUDE: "Exclude",
}
# A reason as a sentence, and what it rests on.
_REASONS = {
    Reason.ESTABLISHED: (
        "The note states the diagnosis as established, current and the patient's own.",
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
        "The note states the diagnosis only as uncertain, and an outpatient note's uncertain diagnosis is "
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


def requirement(name: Requirement) -> str:
    """Return the heading of a requirement."""
    return _REQUIREMENTS[name]


def alert(name: AlertName) -> str:
    """Return the heading of an alert."""
    return _ALERTS[name]


def basis(name: Basis) -> str:
    """Return what a rule rests on, as it follows a preposition."""
    return _BASES[name]


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
