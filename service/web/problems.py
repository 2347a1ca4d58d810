"""The one shape of every error, `application/problem+json` (RFC 9457), and the one place that makes it.

No sentence here repeats what the caller sent, and an unforeseen exception is logged by its type and place
alone: its message may hold words of a note.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from service.domain import Frozen
from service.web.call import Call

PROBLEM_JSON = "application/problem+json"
DETAILS = {
    400: "The request could not be read.",
    404: "There is nothing at this address, or nothing is kept under this id.",
    405: "This address does not take this method; the Allow header names those that it takes.",
    403: "You may not do this: another role is needed, or the form is of an earlier session.",
    413: "The body is larger than this server accepts.",
    503: "What is stored cannot be reached now. Notes that are not to be stored are answered all the same.",
    500: "The server failed to answer. The request id in the X-Request-ID header finds the log line.",
}
# Of a body that is refused, so much is still read that the caller finishes sending and reads the answer.
DRAINED_BYTES = 64 * 1024 * 1024

log = logging.getLogger("scribe_assist.problems")


class Fault(Frozen):
    """What is wrong with one value: where it stands (a JSON pointer, RFC 6901), and why it does not do."""

    pointer: str
    detail: str


class Problem(Frozen):
    """An error as the caller reads it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: tuple[Fault, ...] | None = None

    def response(self) -> Response:
        """Return the HTTP response of this problem."""
        return Response(self.model_dump_json(exclude_none=True), self.status, mimetype=PROBLEM_JSON)


class Rejected(Exception):
    """The request cannot be answered as it stands; `problem` is what the caller is told."""

    def __init__(
        self,
        status: int,
        name: str,
        title: str,
        detail: str,
        faults: tuple[Fault, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(name)
        self.headers = headers or {}
        self.problem = Problem(
            type=f"urn:scribe-assist:problem:{name}",
            title=title,
            status=status,
            detail=detail,
            errors=faults or None,
        )


def not_json(detail: str) -> Rejected:
    """Return the rejection of a body that is not one unambiguous JSON document in UTF-8."""
    return Rejected(400, "not-json", "The body is not valid JSON", detail)


def unprocessable(*faults: Fault) -> Rejected:
    """Return the rejection of a body that is JSON, but not a request; names every fault."""
    return Rejected(
        422, "invalid-request", "The request is not valid", "See errors for what to mend, and where.", faults
    )


class ProblemFlask(Flask):
    """A Flask whose errors are all problems, and which logs an unforeseen one without its message."""

    request_class = Call

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Also under FLASK_DEBUG: an exception that leaves the application would be printed whole.
        self.config["PROPAGATE_EXCEPTIONS"] = False
        self.register_error_handler(Rejected, _rejected)
        self.register_error_handler(RequestEntityTooLarge, _too_large)
        self.register_error_handler(HTTPException, http_problem)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a view or hook as it is: none is a coroutine, which Flask asks of each at each request."""
        return func

    def log_exception(self, exc_info: Any) -> None:
        """Log an unforeseen exception; Flask then answers it as any other 500."""
        log.error("unforeseen exception: %s", " <- ".join(places(exc_info[1])))


def _rejected(error: Rejected) -> Response:
    _drain()
    response = error.problem.response()
    response.headers.update(error.headers)
    return response


def _too_large(error: RequestEntityTooLarge) -> Response:
    _drain()
    return http_problem(error)


def _drain() -> None:
    left = DRAINED_BYTES
    with suppress(Exception):
        while left > 0 and (chunk := request.environ["wsgi.input"].read(64 * 1024)):
            left -= len(chunk)


def http_problem(error: HTTPException) -> Response:
    """Return an HTTP error as a problem."""
    status = HTTPStatus(error.code or 500)
    response = generic(status).response()
    for name, value in error.get_headers():
        if name in {"Allow", "Location", "Retry-After"}:
            response.headers[name] = value
    return response


def generic(status: HTTPStatus) -> Problem:
    """Return the problem that says no more than its status."""
    detail = DETAILS.get(status, status.description or status.phrase)
    return Problem(title=status.phrase, status=status, detail=detail)


def places(error: BaseException) -> Iterator[str]:
    """Yield the type of an exception and of each behind it with the lines they passed, and no message."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = traceback.extract_tb(cause.__traceback__)
        trail = " ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames[-8:])
        yield f"{type(cause).__module__}.{type(cause).__qualname__} at {trail or 'nowhere'}"
        cause = cause.__cause__ or cause.__context__
