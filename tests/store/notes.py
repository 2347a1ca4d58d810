"""Notes and answers to keep, without a model: what is tested is the keeping."""

from __future__ import annotations

from service.domain import (
    Alert,
    AlertName,
    Basis,
    Claim,
    Disposition,
    Encounter,
    Evidence,
    Gap,
    Reason,
    ReferenceEdition,
    Requirement,
    Role,
    Status,
    Suggestion,
    SuggestionSet,
)
from service.store import Deposit

CANARY = "Zanzibar77Quokka"
TEXT = f"Patient {CANARY} has left C6 radiculopathy."


def gap(requirement: Requirement) -> Gap:
    return Gap(
        requirement=requirement,
        status=Status.MISSING,
        tip="what to show",
        query=f"The note records “{CANARY}”. What of it?",
        basis=Basis.EDITORIAL,
    )


def suggestion(
    code: str = "M54.12",
    *gaps: Requirement,
    probability: float = 0.9,
    disposition: Disposition = Disposition.ASSIGN,
    rank: int = 1,
) -> Suggestion:
    return Suggestion(
        rank=rank,
        code=code,
        title="a title",
        probability=probability,
        recommended=disposition is Disposition.ASSIGN,
        disposition=disposition,
        reason=Reason.ESTABLISHED,
        evidence=(Evidence(start=8, end=8 + len(CANARY), text=CANARY, role=Role.DIAGNOSIS),),
        gaps=tuple(gap(requirement) for requirement in gaps),
    )


def answer(*suggestions: Suggestion) -> SuggestionSet:
    return SuggestionSet(
        model="2026.11.21",
        reference=ReferenceEdition(edition="2026.1", code_set="ICD-10-CM FY2026"),
        suggestions=suggestions,
        alerts=(Alert(alert=AlertName.CODE_FIRST, message=CANARY, basis=Basis.EDITORIAL),),
    )


def deposit(
    *suggestions: Suggestion, reference: str | None = None, text: str = TEXT, allows_training: bool = False
) -> Deposit:
    """Return a deposit: of one suggestion with a gap unless others are named."""
    return Deposit(
        text=text,
        answer=answer(*(suggestions or (suggestion("M54.12", Requirement.IMAGING),))),
        reference=reference,
        encounter=Encounter(),
        claim=Claim(codes=("M54.12",), orders=(f"MRI for {CANARY}",)),
        allows_training=allows_training,
    )


NOTHING = Deposit(text=TEXT, answer=answer())
