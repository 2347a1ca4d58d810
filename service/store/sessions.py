"""Sessions of the pages, and the one-time links that begin one: kept here, so that they can be ended.

A cookie carries the session's secret and nothing else; what is kept is its hash. So no key for signing
cookies has to be shared by the workers, and a sign-out or a revoked token ends the session at once.
"""

from __future__ import annotations

import datetime

from service.domain import Frozen
from service.store.records import Actor
from service.store.tokens import Token, TokenRole

SESSION_LASTS = datetime.timedelta(hours=12)
LINK_LASTS = datetime.timedelta(minutes=15)


class Session(Frozen):
    """Someone who signed in to the pages. `token_id` is None for one who came by a link.

    `csrf` is a secret of the session for its forms: random, and of no use without the cookie.
    """

    name: str
    role: TokenRole
    token_id: str | None
    csrf: str
    expires_at: datetime.datetime

    def actor(self, address: str) -> Actor:
        """Return who acts in it, from an address."""
        return Actor(name=self.name, address=address, token_id=self.token_id)


class Sessions:
    """The sessions and sign-in links of a store."""

    def make_link(
        self, name: str, role: TokenRole, actor: Actor, lifetime: datetime.timedelta = LINK_LASTS
    ) -> str:
        """Return the secret of a link that signs in once, as this name and role, within its lifetime."""
        raise NotImplementedError

    def redeem(self, link_secret: str, actor_address: str) -> str | None:
        """Use a link up and return the secret of a new session; None if it is unknown, used or too old.

        Of two who come at once, one gets in.
        """
        raise NotImplementedError

    def begin(self, token: Token, address: str) -> str:
        """Return the secret of a new session of an active token; it ends with the token, at the latest."""
        raise NotImplementedError

    def find(self, secret: str) -> Session | None:
        """Return the session of a secret; None if unknown, ended or too old, or if its token is not active."""
        raise NotImplementedError

    def end(self, secret: str) -> None:
        """End a session; nothing happens if there is none."""
        raise NotImplementedError
