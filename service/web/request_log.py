"""One log line for each request: what was asked of which route, and how it went. Never what was sent.

The route is logged by its rule, not by the address as typed, and the method only if it is a known one:
either may hold anything that a caller typed.
"""

from __future__ import annotations

import logging
import time
from uuid import UUID

from flask import Flask, Response, g, request

from service.identifiers import uuid7
from service.suggesting import Suggester

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

LINE = "method=%(method)s path=%(route)s status=%(status)d ms=%(ms).1f request=%(request)s model=%(model)s"

log = logging.getLogger("scribe_assist.request")


def register(app: Flask, suggester: Suggester) -> None:
    """Give each request an id, and log it once it is answered, with the model that was live then."""
    app.before_request(_begin)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = str(g.request_id)
        told = {
            "method": method(),
            "route": route(),
            "status": response.status_code,
            "ms": round(milliseconds(), 1),
            "request": str(g.request_id),
            "model": suggester.model.version,
        }
        log.info(LINE, told, extra=told)
        return response


def method() -> str:
    """Return the method of this request if it is a known one."""
    return request.method if request.method in METHODS else "other"


def route() -> str:
    """Return the rule of this request's route, not the address as typed."""
    return request.url_rule.rule if request.url_rule else "unknown"


def milliseconds() -> float:
    """Return how long this request has taken until now."""
    began: float = g.began
    return (time.perf_counter() - began) * 1000


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = _given_id(request.headers.get("X-Request-ID", "")) or uuid7()


def _given_id(text: str) -> UUID | None:
    """Return the caller's own request id if it is a UUID; other text could be anything, and is not kept."""
    try:
        return UUID(text)
    except ValueError:
        return None
