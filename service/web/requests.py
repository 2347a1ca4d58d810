"""What a caller may send, and how a body becomes it."""

from __future__ import annotations

import datetime
import json
import re
from typing import Annotated, Any

from flask import Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails, PydanticCustomError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from service.domain import CODES, ICD10CM_FORM, Claim, Encounter, Setting
from service.reference.notation import normalise_code
from service.web.problems import Fault, Rejected, not_json, unprocessable

# Tab, line feed, vertical tab, form feed and carriage return lay out real notes; every other control
# character is a damaged file or an attack, and no store takes NUL.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
SHOWN_NAME = re.compile(r"[a-z][A-Za-z_]{0,31}")
MOST_FAULTS = 20


def _legible(text: str) -> str:
    if found := CONTROL.search(text):
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


class Body(BaseModel):
    """A part of a request: no field beside those declared, no value turned from one type into another."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


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
        body = _json_text(request)
        try:
            return cls.model_validate_json(body, context={"most_characters": most_characters})
        except ValidationError as error:
            # Without input and context: either would repeat words of the note.
            details = error.errors(include_input=False, include_url=False, include_context=False)
        if details[0]["type"] == "json_invalid":
            raise not_json(
                "The body is not JSON: a lone surrogate, a nesting too deep, or a number too large."
            )
        raise unprocessable(
            *(Fault(pointer=pointer(item), detail=item["msg"]) for item in details[:MOST_FAULTS])
        )

    def domain_encounter(self) -> Encounter:
        """Return the encounter in the words of the domain."""
        return Encounter(date=self.encounter.date, setting=self.encounter.setting)

    def domain_claim(self) -> Claim:
        """Return the claim in the words of the domain; its codes are normalised."""
        return Claim(codes=self.claim.codes, orders=self.claim.orders)


def pointer(item: ErrorDetails) -> str:
    """Return the JSON pointer of a fault; an unknown name is shown only if it looks like a name."""
    parts = [str(part) for part in item["loc"]]
    if item["type"] == "extra_forbidden" and not SHOWN_NAME.fullmatch(parts[-1]):
        parts.pop()
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


def _json_text(request: Request) -> str:
    """Return the body's text, once it is sure to be JSON in UTF-8 that names nothing twice."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != "application/json" or charset not in {"utf-8", "utf8"}:
        raise Rejected(
            415,
            "not-json-content-type",
            "The content type is not JSON",
            "Send the body as JSON in UTF-8, with the header Content-Type: application/json.",
        )
    text = _body_text(request)
    try:
        json.loads(text, object_pairs_hook=_named_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        # The parser's message holds no word of the input, its exception all of it: hence `from None`.
        raise not_json(f"{error.msg}: line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise not_json("The body is nested too deeply.") from None
    except ValueError:
        raise not_json("The body holds a number that is too large.") from None
    return text


def _body_text(request: Request) -> str:
    try:
        body = request.get_data(cache=False)
    except HTTPException:
        raise
    except Exception:
        # Whatever the server says of a broken chunk quotes it.
        raise not_json("The body could not be read to its end.") from None
    if request.content_length is not None and len(body) < request.content_length:
        raise not_json("The body ends before its Content-Length.")
    # Of a body without a Content-Length, Werkzeug returns what fits and drops the rest.
    if request.max_content_length is not None and len(body) >= request.max_content_length:
        raise RequestEntityTooLarge
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise not_json("The body is not UTF-8.") from None


def _named_once(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) != len(pairs):
        raise not_json("An object of the body names the same field twice.")


def _no_constant(name: str) -> None:
    raise not_json(f"{name} is no JSON value.")
