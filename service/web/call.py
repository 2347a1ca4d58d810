"""A call: a request as this server sees it, with its id, when it began, and who makes it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from flask import Request, request

from service.identifiers import uuid7

if TYPE_CHECKING:
    from service.web.access.identity import Identity

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Call(Request):
    """A request with an id: the caller's own `X-Request-ID` if that is a UUID, or else a new one.

    `identity` is who makes it, once the guard has let them in.
    """

    def __init__(self, environ: dict[str, Any], *args: Any, **options: Any) -> None:
        super().__init__(environ, *args, **options)
        self._began = time.perf_counter()
        self.id = str(_given_id(environ.get("HTTP_X_REQUEST_ID")) or uuid7())
        self.identity: Identity | None = None

    @property
    def known_method(self) -> str:
        """The method if it is a known one: it may be anything that a caller typed."""
        return self.method if self.method in METHODS else "other"

    @property
    def route(self) -> str:
        """The rule of the route, not the address as typed."""
        return self.url_rule.rule if self.url_rule else "unknown"

    def milliseconds(self) -> float:
        """Return how long this call has taken until now."""
        return (time.perf_counter() - self._began) * 1000


def at_hand() -> Call:
    """Return the call that is being answered.

    It is the call itself and not Flask's stand-in for it, which looks the call up anew for each thing
    that it is asked.
    """
    return cast(Call, request._get_current_object())  # type: ignore[attr-defined]


def _given_id(text: str | None) -> UUID | None:
    """Return the caller's own id if it is a UUID; other text could be anything, and is not kept."""
    if text is None:
        return None
    try:
        return UUID(text)
    except ValueError:
        return None
