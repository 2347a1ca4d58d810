"""Sessions of the pages, and the one-time links that begin one: kept here, so that they can be ended.

A cookie carries the session's secret and nothing else; what is kept is its hash. So no key for signing
cookies has to be shared by the workers, and a sign-out or a revoked token ends the session at once.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets

from sqlalchemy import Connection, delete, insert, select, update

from service.domain import Frozen
from service.store import tables
from service.store.audit import Action, record
from service.store.clock import now
from service.store.engine import Database
from service.store.records import Actor
from service.store.tokens import Token, TokenRole, hash_of

LINKS, SESSIONS, TOKENS = tables.links, tables.sessions, tables.tokens
BYTES = 32

SESSION_LASTS = datetime.timedelta(hours=12)
# A screen that somebody left is not read by the next: the rules for health data ask for such an end.
IDLE_LASTS = datetime.timedelta(minutes=30)
USE_IS_KEPT_FOR = datetime.timedelta(minutes=1)
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

    def __init__(self, database: Database) -> None:
        self._database = database

    def make_link(
        self, name: str, role: TokenRole, actor: Actor, lifetime: datetime.timedelta = LINK_LASTS
    ) -> str:
        """Return the secret of a link that signs in once, as this name and role, within its lifetime."""
        secret = secrets.token_urlsafe(BYTES)
        with self._database.writing() as connection:
            connection.execute(
                insert(LINKS).values(
                    hash=hash_of(secret), name=name, role=role.value, expires_at=now() + lifetime
                )
            )
            record(connection, Action.LINK_MADE, actor, detail=role.value)
        return secret

    def redeem(self, link_secret: str, address: str) -> str | None:
        """Use a link up and return the secret of a new session; None if it is unknown, used or too old.

        Of two who come at once, one gets in.
        """
        used = delete(LINKS).where(LINKS.c.hash == hash_of(link_secret)).returning(LINKS)
        with self._database.writing() as connection:
            link = connection.execute(used).mappings().one_or_none()
            if link is None or link["expires_at"] <= now():
                return None
            actor = Actor(name=link["name"], address=address)
            return self._begin(connection, actor, link["role"], now() + SESSION_LASTS)

    def begin(self, token: Token, address: str) -> str:
        """Return the secret of a new session of an active token; it ends with the token, at the latest."""
        ends = now() + SESSION_LASTS
        if token.expires_at is not None:
            ends = min(ends, token.expires_at)
        with self._database.writing() as connection:
            return self._begin(connection, token.actor(address), token.role.value, ends)

    def find(self, secret: str) -> Session | None:
        """Return the session of a secret; None if unknown, ended or too old, or its token is not active.

        Too old is one that began `SESSION_LASTS` ago, or was not found for `IDLE_LASTS`. When it was found
        is kept to the minute, so that most requests write nothing.
        """
        query = (
            select(SESSIONS, TOKENS.c.revoked_at)
            .outerjoin(TOKENS, TOKENS.c.id == SESSIONS.c.token_id)
            .where(SESSIONS.c.hash == hash_of(secret))
        )
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        found = now()
        if row is None or row["expires_at"] <= found or row["revoked_at"] is not None:
            return None
        idle = found - row["used_at"]
        if idle > IDLE_LASTS:
            return None
        if idle >= USE_IS_KEPT_FOR:
            with self._database.writing() as connection:
                connection.execute(
                    update(SESSIONS).where(SESSIONS.c.hash == row["hash"]).values(used_at=found)
                )
        return Session(
            name=row["name"],
            role=row["role"],
            token_id=row["token_id"],
            csrf=hashlib.sha256(b"csrf\0" + secret.encode(errors="replace")).hexdigest(),
            expires_at=row["expires_at"],
        )

    def end(self, secret: str) -> None:
        """End a session; nothing happens if there is none."""
        with self._database.writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.hash == hash_of(secret)))

    def _begin(self, connection: Connection, actor: Actor, role: str, ends: datetime.datetime) -> str:
        secret = secrets.token_urlsafe(BYTES)
        values = {"name": actor.name, "role": role, "token_id": actor.token_id, "expires_at": ends}
        connection.execute(delete(SESSIONS).where(SESSIONS.c.expires_at <= now()))
        connection.execute(insert(SESSIONS).values(hash=hash_of(secret), used_at=now(), **values))
        record(connection, Action.SIGNED_IN, actor, detail=role)
        return secret
