"""Gold labels: what a careful coder gives a text, in the words of the domain."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import Field, field_validator, model_validator

from service.domain import CODES, ICD10CM_FORM, Disposition, Family, Frozen, Reason, family_of

REASONS: dict[Disposition, frozenset[Reason]] = {
    Disposition.ASSIGN: frozenset({Reason.ESTABLISHED, Reason.UNCERTAIN_INPATIENT}),
    Disposition.QUERY: frozenset({Reason.UNCERTAIN, Reason.INDICATORS}),
    Disposition.EXCLUDE: frozenset({Reason.DISC, Reason.SPONDYLOSIS}),
}


class Label(Frozen):
    """One of the nineteen codes with its disposition, and for `exclude` the codes in its place."""

    code: str
    disposition: Disposition
    reason: Reason
    instead: tuple[Annotated[str, Field(pattern=ICD10CM_FORM)], ...] = ()

    @field_validator("code")
    @classmethod
    def _is_ours(cls, code: str) -> str:
        if code not in CODES:
            raise ValueError("is none of the nineteen codes")
        return code

    @model_validator(mode="after")
    def _fits_together(self) -> Label:
        if self.reason not in REASONS[self.disposition]:
            raise ValueError(f"reason {self.reason} does not go with {self.disposition}")
        excluded = self.disposition is Disposition.EXCLUDE
        if excluded and family_of(self.code) is not Family.RADICULOPATHY:
            raise ValueError("only M54.1- has an Excludes1 note")
        if excluded != bool(self.instead):
            raise ValueError("exclude names what goes in its place, and nothing else does")
        return self


AnyLabel = TypeVar("AnyLabel", bound=Label)


def distinct(labels: tuple[AnyLabel, ...]) -> tuple[AnyLabel, ...]:
    """Return the labels as they are; ValueError if a code is given twice."""
    if len({label.code for label in labels}) < len(labels):
        raise ValueError("a code is given twice")
    return labels
