"""Who may do what: every route and the roles that it admits, declared here and nowhere else.

A route that is not in the matrix stops the start, so that none is ever open by oversight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from werkzeug.routing import Rule

from service.store import TokenRole

SCRIBE, REVIEWER, MAINTAINER = TokenRole.SCRIBE, TokenRole.REVIEWER, TokenRole.MAINTAINER


class Way(StrEnum):
    """How a caller shows who they are.

    A program sends a bearer token and a browser the cookie of a session; neither is taken for the other,
    so that a page elsewhere cannot make a browser call the API in somebody's name.
    """

    TOKEN = "token"
    SESSION = "session"
    ANYONE = "anyone"


class Admits(NamedTuple):
    """Whom a route admits: how they show who they are, and in which roles they may come."""

    way: Way
    roles: frozenset[TokenRole] = frozenset()


def token(*roles: TokenRole) -> Admits:
    """Admit the tokens of these roles."""
    return Admits(Way.TOKEN, frozenset(roles))


def session(*roles: TokenRole) -> Admits:
    """Admit those who are signed in to the pages in one of these roles."""
    return Admits(Way.SESSION, frozenset(roles))


ANYONE = Admits(Way.ANYONE)
# A scribe is a program that posts: its token opens no page.
PAGE_ROLES = frozenset({REVIEWER, MAINTAINER})

MATRIX: dict[tuple[str, str], Admits] = {
    # What is no secret, and what a probe or a sign-in must reach.
    ("GET", "/healthz"): ANYONE,
    ("GET", "/readyz"): ANYONE,
    ("GET", "/openapi.json"): ANYONE,
    ("GET", "/static/<digest>/<name>"): ANYONE,
    ("GET", "/sign-in"): ANYONE,
    ("POST", "/sign-in"): ANYONE,
    # The API.
    ("POST", "/v1/suggestions"): token(SCRIBE),
    ("GET", "/v1/suggestions"): token(REVIEWER),
    ("GET", "/v1/suggestions/<id>"): token(REVIEWER),
    ("POST", "/v1/suggestions/<id>/decisions"): token(REVIEWER),
    ("GET", "/v1/decisions"): token(MAINTAINER),
    ("DELETE", "/v1/notes/<id>"): token(SCRIBE, MAINTAINER),
    ("GET", "/v1/codes"): token(SCRIBE, REVIEWER, MAINTAINER),
    ("GET", "/v1/codes/<code>"): token(SCRIBE, REVIEWER, MAINTAINER),
    ("GET", "/v1/models"): token(SCRIBE, REVIEWER, MAINTAINER),
    # A setting opens it to this machine as well: see Guard.
    ("GET", "/metrics"): token(MAINTAINER),
    # The pages.
    ("GET", "/"): session(*PAGE_ROLES),
    ("GET", "/queue"): session(REVIEWER),
    ("GET", "/notes/<id>"): session(REVIEWER),
    ("GET", "/notes/<id>/decisions"): session(REVIEWER),
    ("POST", "/notes/<id>/decisions"): session(REVIEWER),
    ("GET", "/notes/<id>/undo"): session(REVIEWER),
    ("POST", "/notes/<id>/undo"): session(REVIEWER),
    ("GET", "/codes"): session(*PAGE_ROLES),
    ("GET", "/codes/<code>"): session(*PAGE_ROLES),
    ("GET", "/model"): session(*PAGE_ROLES),
    ("GET", "/api"): session(*PAGE_ROLES),
    ("GET", "/try"): session(*PAGE_ROLES),
    ("POST", "/try"): session(*PAGE_ROLES),
    ("POST", "/sign-out"): session(*PAGE_ROLES),
}


def operations(rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    """Yield the method and the rule of all that is served; HEAD goes with GET, and OPTIONS tells nothing."""
    for rule in rules:
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule.rule


def require_complete(rules: Iterable[Rule]) -> None:
    """Raise LookupError, naming them, if routes are served that the matrix does not have."""
    if missing := [f"{method} {rule}" for method, rule in operations(rules) if (method, rule) not in MATRIX]:
        raise LookupError(f"not in the role matrix: {', '.join(missing)}")
