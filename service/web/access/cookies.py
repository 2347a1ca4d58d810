"""The cookie of a session: it carries a secret of the store's and nothing else.

SameSite is Lax and not Strict, so that a link to a note from a chart or a message opens for somebody who is
signed in. Nothing is changed by following a link, and a form from another site comes without the cookie.
"""

from __future__ import annotations

from flask import Request
from werkzeug.wrappers import Response

from service.store.sessions import SESSION_LASTS
from service.web.access.loopback import is_loopback, without_port

# Off loopback the prefix makes the browser refuse a cookie of this name that another host or path has set.
SECURE_NAME = "__Host-scribe-assist"
LOOPBACK_NAME = "scribe-assist"


def is_secure(request: Request) -> bool:
    """Whether the cookie must not travel unencrypted: always, but on this machine itself."""
    return request.is_secure or not is_loopback(without_port(request.host))


def secret_of(request: Request) -> str | None:
    """Return the secret that the browser sent, or None."""
    return request.cookies.get(SECURE_NAME if is_secure(request) else LOOPBACK_NAME)


def give(response: Response, request: Request, secret: str) -> None:
    """Hand a session's secret to the browser."""
    secure = is_secure(request)
    response.set_cookie(
        SECURE_NAME if secure else LOOPBACK_NAME,
        secret,
        max_age=SESSION_LASTS,
        secure=secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def take(response: Response, request: Request) -> None:
    """Make the browser forget the session."""
    secure = is_secure(request)
    response.delete_cookie(
        SECURE_NAME if secure else LOOPBACK_NAME, secure=secure, httponly=True, samesite="Lax", path="/"
    )
