"""What a caller may send."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Literal

from flask import Request
from pydantic import AfterValidator, Discriminator, Field, TypeAdapter, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from service.domain import CODES, ICD10CM_FORM, Claim, Encounter, Setting
from service.reference.notation import normalise_code
from service.store import NewDecision, Verdict
from service.web import bodies
from service.web.bodies import Body

# Tab, line feed, vertical tab, form feed and carriage return lay out real notes; every other control
# character is a damaged file or an attack, and no store takes NUL.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROLS = bytes(code for code in range(128) if CONTROL.match(chr(code)))


def _legible(text: str) -> str:
    written = text.encode("utf-8", "surrogatepass")
    # To take them all away, and see whether any were there, costs a quarter of a search.
    if len(written.translate(None, _CONTROLS)) < len(written) and (found := CONTROL.search(text)):
        raise PydanticCustomError(
            "control_character",
            "Holds the control character U+{code} at offset {offset}",
            {"code": f"{ord(found[0]):04X}", "offset": found.start()},
        )
    return text


def _within_the_limit(text: str, info: ValidationInfo) -> str:
    most = (info.context or {}).get("most_characters")
    if most is not None and len(text) > most:
        raise PydanticCustomError("too_long", "Is longer than {most} characters", {"most": most})
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "Is empty or blank")
    return text


def _icd10cm(text: str) -> str:
    code = normalise_code(text)
    if not re.fullmatch(ICD10CM_FORM, code):
        raise PydanticCustomError("not_a_code", "Is not in the form of an ICD-10-CM code, such as M54.12")
    return code


Legible = AfterValidator(_legible)


class NoteBody(Body):
    """The note, as the clinician wrote it. Offsets in the answer count its Unicode code points."""

    text: Annotated[str, AfterValidator(_within_the_limit), AfterValidator(_not_blank), Legible]
    id: Annotated[str, Field(max_length=200), Legible] | None = None


class EncounterBody(Body):
    """The visit that the note records."""

    date: datetime.date | None = None
    setting: Setting = Setting.OUTPATIENT


class ClaimBody(Body):
    """What is on the claim already."""

    codes: Annotated[
        tuple[Annotated[str, Field(max_length=16), AfterValidator(_icd10cm)], ...], Field(max_length=100)
    ] = ()
    orders: Annotated[tuple[Annotated[str, Field(max_length=2000), Legible], ...], Field(max_length=100)] = ()


class OptionsBody(Body):
    """How much to answer."""

    limit: Annotated[int, Field(ge=1, le=len(CODES))] = len(CODES)


class SuggestionRequest(Body):
    """The body of POST /v1/suggestions."""

    note: NoteBody
    encounter: EncounterBody = EncounterBody()
    claim: ClaimBody = ClaimBody()
    options: OptionsBody = OptionsBody()
    store: bool = False

    @classmethod
    def of(cls, request: Request, most_characters: int) -> SuggestionRequest:
        """Read the body of a request; raise Rejected (400, 415, 422) or RequestEntityTooLarge (413)."""
        return bodies.read(request, SUGGESTION, {"most_characters": most_characters})

    def domain_encounter(self) -> Encounter:
        """Return the encounter in the words of the domain."""
        return Encounter(date=self.encounter.date, setting=self.encounter.setting)

    def domain_claim(self) -> Claim:
        """Return the claim in the words of the domain; its codes are normalised."""
        return Claim(codes=self.claim.codes, orders=self.claim.orders)


def _one_of_the_nineteen(text: str) -> str:
    code = normalise_code(text)
    if code not in CODES:
        raise PydanticCustomError("not_a_code", "Is not one of the nineteen codes, such as M54.12")
    return code


KnownCode = Annotated[
    str,
    Field(max_length=16),
    AfterValidator(_one_of_the_nineteen),
    WithJsonSchema({"type": "string", "enum": list(CODES)}),
]
Words = Annotated[str, Field(max_length=2000), AfterValidator(_not_blank), Legible]


class AcceptBody(Body):
    """The suggestion is right as it stands, disposition included. `code` is null: rightly nothing."""

    decision: Literal["accept"]
    code: KnownCode | None
    comment: Words | None = None


class RejectBody(Body):
    """The suggestion is wrong, and why."""

    decision: Literal["reject"]
    code: KnownCode
    reason: Words
    comment: Words | None = None


class CorrectBody(Body):
    """Another code is right, or none (null); or the same is to be assigned, though it was not to be coded.

    `code` is null for one that was not suggested and is missing.
    """

    decision: Literal["correct"]
    code: KnownCode | None
    corrected_code: KnownCode | None
    comment: Words | None = None


DecisionBody = Annotated[AcceptBody | RejectBody | CorrectBody, Discriminator("decision")]

SUGGESTION: TypeAdapter[SuggestionRequest] = TypeAdapter(SuggestionRequest)
DECISION: TypeAdapter[AcceptBody | RejectBody | CorrectBody] = TypeAdapter(DecisionBody)
DECISION_CHOICE = bodies.Choice("decision", ("accept", "reject", "correct"))


def read_decision(request: Request) -> NewDecision:
    """Read the body of a decision; raise Rejected (400, 415, 422) or RequestEntityTooLarge (413)."""
    body = bodies.read(request, DECISION, choice=DECISION_CHOICE)
    return NewDecision(**body.model_dump(exclude={"decision"}), decision=Verdict(body.decision))
