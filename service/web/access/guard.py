"""The guard: it stands before every route, finds out who asks, and lets in whom the matrix admits."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, redirect
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from service.settings import Settings
from service.store import Store, Token
from service.web.access import cookies, forgery
from service.web.access.identity import Identity, address_of
from service.web.access.loopback import from_elsewhere, is_loopback
from service.web.access.matrix import MATRIX, Admits, Way
from service.web.access.tokens import FORM, Openness, TokenCheck, bearer
from service.web.call import Call, at_hand
from service.web.problems import Rejected

CHALLENGE = 'Bearer realm="scribe-assist"'
INVALID = "The token is not valid: it is unknown, has expired, or was revoked."
SIGN_IN = "/sign-in"
SCRAPED = "/metrics"


class Guard:
    """Lets callers in, or says why not: 401 without a name, 403 without the right."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._store = store
        self._tokens = TokenCheck(store)
        self._scrape_is_open = settings.metrics == "loopback"
        self.openness = Openness(may_be_open(settings), store)

    def register(self, app: Flask) -> None:
        """Stand before the routes of an application."""
        app.before_request(self.admit)

    def admit(self) -> Response | None:
        """Let the caller of this request in as `identity.current()`, or refuse; raise StoreError."""
        call = at_hand()
        if call.url_rule is None or call.method == "OPTIONS":
            return None
        method = "GET" if call.method == "HEAD" else call.method
        admits = MATRIX.get((method, call.route))
        if admits is None:
            # None such is served: see create_app. What is not in the matrix admits nobody.
            raise Forbidden
        if admits.way is Way.TOKEN:
            if self._scraped_from_here(call):
                return None
            call.identity = self._by_token(call, admits)
        elif admits.way is Way.SESSION:
            identity = self.session(call)
            if identity is None:
                return _to_sign_in(call)
            if not identity.roles & admits.roles:
                raise Forbidden
            if method not in forgery.SAFE:
                forgery.require_own_form(call, identity)
            call.identity = identity
        return None

    def _scraped_from_here(self, call: Call) -> bool:
        """Whether this machine asks for the figures, which a setting lets it do without a token."""
        return (
            self._scrape_is_open
            and call.route == SCRAPED
            and is_loopback(address_of(call))
            and from_elsewhere(call.environ) is None
        )

    def _by_token(self, call: Call, admits: Admits) -> Identity:
        address = address_of(call)
        secret = bearer(call.environ.get("HTTP_AUTHORIZATION"))
        # A token shown to an open server is one that it does not know, and its caller should hear so.
        if secret is None and self.openness.now():
            if why := from_elsewhere(call.environ):
                raise not_from_here(why)
            return Identity.of_developer(address)
        if secret is None:
            raise no_token()
        token = self._tokens.token(secret)
        if token is None:
            raise invalid_token()
        identity = Identity.of_token(token, address)
        if not identity.roles & admits.roles:
            raise wrong_role(admits)
        return identity

    def token_now(self, secret: str) -> Token | None:
        """Return the active token of a secret as the store has it at this moment; raise StoreError."""
        return self._store.tokens.authenticate(secret) if FORM.fullmatch(secret) else None

    def session(self, call: Call) -> Identity | None:
        """Return who is signed in to the pages, or None; raise StoreError."""
        secret = cookies.secret_of(call)
        session = self._store.sessions.find(secret) if secret else None
        if session is None or (session.token_id is None and not self.openness.now()):
            # A developer's session came from an open server; the first token closed it.
            return None
        return Identity.of_session(session, address_of(call))


def may_be_open(settings: Settings) -> bool:
    """Whether these settings let a server without tokens answer: on loopback, and behind no proxy."""
    return is_loopback(settings.host) and not settings.trusted_proxies


def _to_sign_in(call: Call) -> Response:
    """Send a browser to the sign-in, and back from there to the page that it wanted; others get a 401."""
    accepted = call.accept_mimetypes
    if not accepted.accept_html:
        raise Rejected(
            401,
            "no-session",
            "Sign in first",
            "This page is for those who are signed in; API callers send tokens to /v1.",
            headers={"WWW-Authenticate": CHALLENGE},
        )
    wanted = call.path if call.method in forgery.SAFE else "/"
    return redirect(f"{SIGN_IN}?{urlencode({'next': wanted})}", 303)


def no_token() -> Rejected:
    """Return the refusal of a caller who shows no token; by RFC 6750 the challenge names no error then."""
    return Rejected(
        401,
        "no-token",
        "A token is needed",
        "Send Authorization: Bearer TOKEN. A maintainer makes one with scribe-assist tokens create.",
        headers={"WWW-Authenticate": CHALLENGE},
    )


def invalid_token() -> Rejected:
    """Return the refusal of a token that opens nothing: one sentence, whatever is wrong with it."""
    challenge = f'{CHALLENGE}, error="invalid_token", error_description="{INVALID}"'
    return Rejected(
        401, "invalid-token", "The token is not valid", INVALID, headers={"WWW-Authenticate": challenge}
    )


def wrong_role(admits: Admits) -> Rejected:
    """Return the refusal of a token in another role, and the roles that would do."""
    roles = sorted(admits.roles)
    challenge = f'{CHALLENGE}, error="insufficient_scope", scope="{" ".join(roles)}"'
    return Rejected(
        403,
        "wrong-role",
        "The token is of another role",
        f"This needs a token of the role {' or '.join(roles)}.",
        headers={"WWW-Authenticate": challenge},
    )


def not_from_here(why: str) -> Rejected:
    """Return the refusal of a request that an open server cannot take for this machine's own."""
    return Rejected(
        403,
        "not-from-here",
        "This server answers its own machine alone",
        f"{why} No token exists yet, so only direct calls to 127.0.0.1 or localhost are answered.",
    )
