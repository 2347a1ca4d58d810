"""What the chart should show to support a code, and how far it does: the domain's section 3, a function
to a requirement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from service.domain import REQUIREMENTS, Requirement
from service.suggesting.case import Case
from service.suggesting.requirements.basis import clinical_basis, structure
from service.suggesting.requirements.condition import underlying_condition
from service.suggesting.requirements.finding import Finding
from service.suggesting.requirements.place import distribution, region
from service.suggesting.requirements.study import electrodiagnostics, imaging
from service.suggesting.requirements.treatment import conservative_treatment

__all__ = ["Finding", "find"]

_RULES: Mapping[Requirement, Callable[[Case], Finding]] = {
    Requirement.REGION: region,
    Requirement.DISTRIBUTION: distribution,
    Requirement.IMAGING: imaging,
    Requirement.ELECTRODIAGNOSTICS: electrodiagnostics,
    Requirement.STRUCTURE: structure,
    Requirement.CLINICAL_BASIS: clinical_basis,
    Requirement.CONSERVATIVE_TREATMENT: conservative_treatment,
    Requirement.UNDERLYING_CONDITION: underlying_condition,
}


def find(case: Case) -> dict[Requirement, Finding]:
    """Return how far the note meets each requirement of the candidate's family."""
    return {requirement: _RULES[requirement](case) for requirement in REQUIREMENTS[case.candidate.family]}
