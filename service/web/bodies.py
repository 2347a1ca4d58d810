"""How a body becomes a request: JSON that says one thing only, held to a model, with every fault named."""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

from flask import Request
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from service.web.problems import Fault, Rejected, not_json, unprocessable

SHOWN_NAME = re.compile(r"[a-z][A-Za-z_]{0,31}")
MOST_FAULTS = 20

Read = TypeVar("Read")


class Body(BaseModel):
    """A part of a request: no field beside those declared, no value turned from one type into another."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def read(
    request: Request,
    shape: TypeAdapter[Read],
    context: dict[str, Any] | None = None,
    tags: frozenset[str] = frozenset(),
) -> Read:
    """Read the body of a request; raise Rejected (400, 415, 422) or RequestEntityTooLarge (413).

    `tags` are the words that choose between the shapes of a union: pydantic puts the one that was chosen
    before the place of a fault, where the body has nothing of that name.
    """
    body = _json_text(request)
    try:
        return shape.validate_json(body, context=context)
    except ValidationError as error:
        # Without input and context: either would repeat words of the note.
        details = error.errors(include_input=False, include_url=False, include_context=False)
    if details[0]["type"] == "json_invalid":
        raise not_json("The body is not JSON: a lone surrogate, a nesting too deep, or a number too large.")
    raise faulty(details, tags)


def faulty(details: list[ErrorDetails], tags: frozenset[str] = frozenset()) -> Rejected:
    """Return the rejection of what pydantic found wrong, each fault by its place."""
    return unprocessable(
        *(Fault(pointer=pointer(item, tags), detail=item["msg"]) for item in details[:MOST_FAULTS])
    )


def pointer(item: ErrorDetails, tags: frozenset[str] = frozenset()) -> str:
    """Return the JSON pointer of a fault; an unknown name is shown only if it looks like a name."""
    parts = [str(part) for part in item["loc"]]
    if parts and parts[0] in tags:
        parts.pop(0)
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
