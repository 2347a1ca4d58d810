"""Forged requests: forms that a page elsewhere makes a reader's browser send.

Two checks stand behind the cookie's SameSite: browsers say where a request comes from, and each form of ours
carries a token that only a page of the same session can show.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from flask import Request
from werkzeug.exceptions import Forbidden

from service.web.access.identity import Identity

FIELD = "csrf"
HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def form_token(identity: Identity) -> str:
    """Return the token of a session's forms: made from a secret of the session, which it does not show."""
    assert identity.form_key is not None
    return hmac.new(identity.form_key.encode(), b"form", hashlib.sha256).hexdigest()


def require_own_form(request: Request, identity: Identity) -> None:
    """Raise Forbidden if a request that changes something does not come from a form of this session."""
    require_same_origin(request)
    sent = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(sent.encode(), form_token(identity).encode()):
        raise Forbidden


def require_same_origin(request: Request) -> None:
    """Raise Forbidden if a browser says that a page of another origin sends this.

    Sec-Fetch-Site is sent by every current browser over HTTPS and on loopback; Origin also elsewhere. A
    caller that sends neither is no browser, and has no cookie that it was tricked into sending.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise Forbidden
        return
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc.lower() != request.host.lower():
        raise Forbidden
