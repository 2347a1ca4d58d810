"""The bearer tokens of callers (RFC 6750), and whether the server is open because there are none.

Each process remembers for `LIFE` seconds what the store said of a token, under its hash: a token is
checked in microseconds, and a revocation acts within that time. While the store cannot be reached, what it
last said holds for `GRACE` seconds, so that notes that are not stored are answered still; nobody can
revoke a token then.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import time
from collections.abc import Callable
from typing import NamedTuple

from service.errors import StoreError
from service.store import Store, Token

LIFE = 2.0
GRACE = 15 * 60.0
MOST_KNOWN = 10_000
SCHEME = "bearer"
# The form of a token in RFC 6750, section 2.1; its length keeps what is hashed small.
FORM = re.compile(r"[A-Za-z0-9._~+/-]{1,512}=*")


class Known(NamedTuple):
    """A token as the store last showed it; `confirmed` and `ask_again` are readings of the clock."""

    token: Token
    confirmed: float
    ask_again: float


class TokenCheck:
    """Checks the tokens of callers against a store, and remembers them for a moment."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[bytes, Known] = {}

    def token(self, secret: str) -> Token | None:
        """Return the active token of a secret, or None; raise StoreError if that cannot be found out."""
        if not FORM.fullmatch(secret):
            return None
        digest = hashlib.sha256(secret.encode()).digest()
        known = self._known.get(digest)
        now = self._clock()
        if known is None or now >= known.ask_again:
            known = self._ask(digest, secret, known, now)
        if known is None or not known.token.active(datetime.datetime.now(datetime.UTC)):
            return None
        return known.token

    def _ask(self, digest: bytes, secret: str, known: Known | None, now: float) -> Known | None:
        try:
            token = self._store.tokens.authenticate(secret)
        except StoreError:
            if known is None or now - known.confirmed > GRACE:
                raise
            # Not asked again at once: a store that does not answer may take seconds to say so.
            self._known[digest] = known._replace(ask_again=self._clock() + LIFE)
            return self._known[digest]
        if token is None:
            self._known.pop(digest, None)
            return None
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[digest] = Known(token, now, now + LIFE)
        return self._known[digest]


class Openness:
    """Whether anyone may ask: only on loopback, behind no proxy, and until the first token is made."""

    def __init__(self, possible: bool, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._possible = possible
        self._store = store
        self._clock = clock
        self._ask_again: float | None = None

    def now(self) -> bool:
        """Return whether the server is open; raise StoreError if that was never found out."""
        if not self._possible:
            return False
        now = self._clock()
        if self._ask_again is None or now >= self._ask_again:
            try:
                # A token that was made and revoked counts: what was closed stays closed.
                self._possible = not self._store.tokens.exist()
            except StoreError:
                if self._ask_again is None:
                    raise
            self._ask_again = self._clock() + LIFE
        return self._possible


def bearer(authorization: str | None) -> str | None:
    """Return the secret of an Authorization header, or None where it holds no bearer token."""
    if authorization is None:
        return None
    scheme, _, secret = authorization.partition(" ")
    return secret.strip() if scheme.lower() == SCHEME else None
