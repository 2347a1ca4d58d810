"""How a body becomes a request: JSON that says one thing only, held to a model, with every fault named."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from flask import Request
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.http import parse_options_header

from service.web.problems import Fault, Rejected, not_json, unprocessable

SHOWN_NAME = re.compile(r"[a-z][A-Za-z_]{0,31}")
MOST_FAULTS = 20

Read = TypeVar("Read")


class Body(BaseModel):
    """A part of a request: no field beside those declared, no value turned from one type into another."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Choice(NamedTuple):
    """The field that chooses between the shapes of a body, and the words that it may hold."""

    field: str
    words: tuple[str, ...]

    def settled(self, item: ErrorDetails) -> ErrorDetails:
        """Return a fault by its place in the body, and without what was sent in the place of the word.

        pydantic names the shape that was chosen as if it were a part of the body, and where none can be
        chosen its message repeats what should have chosen it.
        """
        if item["type"].startswith("union_tag"):
            return {**item, "loc": (self.field,), "msg": f"Is not one of {', '.join(self.words)}"}
        loc = item["loc"]
        return {**item, "loc": loc[1:] if loc and loc[0] in self.words else loc}


def read(
    request: Request,
    shape: TypeAdapter[Read],
    context: dict[str, Any] | None = None,
    choice: Choice | None = None,
) -> Read:
    """Read the body of a request; raise Rejected (400, 415, 422) or RequestEntityTooLarge (413)."""
    body = _json_text(request)
    try:
        return shape.validate_json(body, context=context)
    except ValidationError as error:
        # Without input and context: either would repeat words of the note.
        details = error.errors(include_input=False, include_url=False, include_context=False)
    if details[0]["type"] == "json_invalid":
        raise not_json("The body is not JSON: a lone surrogate, a nesting too deep, or a number too large.")
    raise faulty([choice.settled(item) for item in details] if choice else details)


def faulty(details: list[ErrorDetails]) -> Rejected:
    """Return the rejection of what pydantic found wrong, each fault by its place."""
    return unprocessable(
        *(Fault(pointer=pointer(item), detail=item["msg"]) for item in details[:MOST_FAULTS])
    )


def pointer(item: ErrorDetails) -> str:
    """Return the JSON pointer of a fault; an unknown name is shown only if it looks like a name."""
    parts = [str(part) for part in item["loc"]]
    if item["type"] == "extra_forbidden" and not SHOWN_NAME.fullmatch(parts[-1]):
        parts.pop()
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


def _json_text(request: Request) -> str:
    """Return the body's text, once it is sure to be JSON in UTF-8 that names nothing twice."""
    if not _is_json(request.environ.get("CONTENT_TYPE", "")):
        raise Rejected(
            415,
            "not-json-content-type",
            "The content type is not JSON",
            "Send the body as JSON in UTF-8, with the header Content-Type: application/json.",
        )
    text = _body_text(request)
    if text.startswith("\ufeff"):
        raise not_json("Unexpected UTF-8 BOM (decode using utf-8-sig): line 1, column 1.")
    try:
        ONE_MEANING.decode(text)
    except json.JSONDecodeError as error:
        # The parser's message holds no word of the input, its exception all of it: hence `from None`.
        raise not_json(f"{error.msg}: line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise not_json("The body is nested too deeply.") from None
    except ValueError:
        raise not_json("The body holds a number that is too large.") from None
    return text


@lru_cache(64)
def _is_json(content_type: str) -> bool:
    """Whether a Content-Type announces JSON in UTF-8; callers write the same one each time."""
    mimetype, options = parse_options_header(content_type)
    charset = options.get("charset", "utf-8").lower()
    return mimetype.lower() == "application/json" and charset in {"utf-8", "utf8"}


def _body_text(request: Request) -> str:
    try:
        body = request.get_data(cache=False)
    except HTTPException:
        raise
    except Exception:
        # Whatever the server says of a broken chunk quotes it.
        raise not_json("The body could not be read to its end.") from None
    announced, most = request.content_length, request.max_content_length
    if announced is not None and len(body) < announced:
        raise not_json("The body ends before its Content-Length.")
    # Of a body without a Content-Length, Werkzeug returns what fits and drops the rest.
    if most is not None and len(body) >= most:
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


# Made once: `json.loads` would make it for each body.
ONE_MEANING = json.JSONDecoder(object_pairs_hook=_named_once, parse_constant=_no_constant)
