"""Tokens: who may come in, as what, and for how long. Only a hash of each is kept."""

from __future__ import annotations

import datetime
from enum import StrEnum

from service.domain import Frozen
from service.store.records import Actor


class TokenRole(StrEnum):
    """What a token may do: a scribe posts, a reviewer reads and decides, a maintainer measures and exports."""

    SCRIBE = "scribe"
    REVIEWER = "reviewer"
    MAINTAINER = "maintainer"


class Token(Frozen):
    """A token without its secret.

    `name` is also the owner of what is posted with it: a token that replaces another under the same name
    goes on with the same notes. `stores` keeps every note that is posted with it, asked or not;
    `allows_training` lets them be learned from. `last_used_at` is right to the hour.
    """

    id: str
    name: str
    role: TokenRole
    stores: bool
    allows_training: bool
    created_at: datetime.datetime
    expires_at: datetime.datetime | None
    revoked_at: datetime.datetime | None
    last_used_at: datetime.datetime | None

    def active(self, now: datetime.datetime) -> bool:
        """Return whether it opens anything at this instant."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def actor(self, address: str) -> Actor:
        """Return who acts with it, from an address."""
        return Actor(name=self.name, address=address, token_id=self.id)


class IssuedToken(Frozen):
    """A token just made, with the secret that is shown once."""

    token: Token
    secret: str


class Tokens:
    """The tokens of a store."""

    def create(
        self,
        name: str,
        role: TokenRole,
        actor: Actor,
        lifetime: datetime.timedelta | None = None,
        stores: bool = False,
        allows_training: bool = False,
    ) -> IssuedToken:
        """Make a token; without a lifetime it does not expire. `stores` and `allows_training` are a scribe's.

        Raises TokenError for a name that is empty, over 100 characters or holds what cannot be printed, for
        a lifetime that is not positive, and for a permission that the role cannot have.
        """
        raise NotImplementedError

    def authenticate(self, secret: str) -> Token | None:
        """Return the active token of a secret; None for an unknown, an expired or a revoked one."""
        raise NotImplementedError

    def find(self, token_id: str) -> Token | None:
        """Return a token by its id, active or not."""
        raise NotImplementedError

    def list(self) -> tuple[Token, ...]:
        """Return every token ever made, oldest first."""
        raise NotImplementedError

    def exist(self) -> bool:
        """Return whether a token was ever made: from then on nobody comes in without one, revoked or not."""
        raise NotImplementedError

    def revoke(self, id_or_name: str, actor: Actor) -> tuple[Token, ...]:
        """Revoke a token by its id, or every active one of a name, and end their sessions.

        Raises TokenError if there is none to revoke.
        """
        raise NotImplementedError
