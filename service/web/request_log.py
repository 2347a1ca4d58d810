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

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

log = logging.getLogger("scribe_assist.request")


def register(app: Flask) -> None:
    """Give each request an id, and log it once it is answered."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = _given_id(request.headers.get("X-Request-ID", "")) or uuid7()


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = str(g.request_id)
    log.info(
        "method=%s path=%s status=%d ms=%.1f request=%s",
        request.method if request.method in METHODS else "other",
        request.url_rule.rule if request.url_rule else "unknown",
        response.status_code,
        (time.perf_counter() - g.began) * 1000,
        g.request_id,
    )
    return response


def _given_id(text: str) -> UUID | None:
    """Return the caller's own request id if it is a UUID; other text could be anything, and is not kept."""
    try:
        return UUID(text)
    except ValueError:
        return None
