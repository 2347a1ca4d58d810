"""Tokens: who may come in, as what, and for how long. Only a hash of each is kept."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from enum import StrEnum

from sqlalchemy import delete, insert, or_, select, update

from service.domain import Frozen
from service.errors import TokenError
from service.identifiers import uuid7
from service.store import tables
from service.store.audit import Action, record
from service.store.clock import now
from service.store.engine import Database
from service.store.records import Actor

BYTES = 32
FORM = "sat_"
LONGEST_NAME = 100
USE_IS_KEPT_FOR = datetime.timedelta(hours=1)
TOKENS = tables.tokens
SHOWN = tuple(column for column in TOKENS.c if column.name != "hash")


class TokenRole(StrEnum):
    """What a token may do: a scribe posts, a reviewer reads and decides, a maintainer measures, exports."""

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

    def __init__(self, database: Database) -> None:
        self._database = database

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
        _require_name(name)
        if lifetime is not None and lifetime <= datetime.timedelta():
            raise TokenError("the lifetime must be longer than nothing")
        if role is not TokenRole.SCRIBE and (stores or allows_training):
            raise TokenError(f"a {role.value} posts no notes: stores and allows-training are a scribe's")
        secret = FORM + secrets.token_urlsafe(BYTES)
        made = now()
        token = Token(
            id=str(uuid7()),
            name=name,
            role=role,
            stores=stores,
            allows_training=allows_training,
            created_at=made,
            expires_at=made + lifetime if lifetime else None,
            revoked_at=None,
            last_used_at=None,
        )
        with self._database.writing() as connection:
            connection.execute(insert(TOKENS).values(**token.model_dump(), hash=hash_of(secret)))
            record(connection, Action.TOKEN_CREATED, actor, subject=token.id, detail=role.value)
        return IssuedToken(token=token, secret=secret)

    def authenticate(self, secret: str) -> Token | None:
        """Return the active token of a secret; None for an unknown, an expired or a revoked one."""
        with self._database.reading() as connection:
            row = (
                connection.execute(select(*SHOWN).where(TOKENS.c.hash == hash_of(secret))).mappings().first()
            )
        token = Token.model_validate(dict(row)) if row else None
        used = now()
        if token is None or not token.active(used):
            return None
        if token.last_used_at is None or used - token.last_used_at >= USE_IS_KEPT_FOR:
            with self._database.writing() as connection:
                connection.execute(update(TOKENS).where(TOKENS.c.id == token.id).values(last_used_at=used))
        return token

    def find(self, token_id: str) -> Token | None:
        """Return a token by its id, active or not."""
        with self._database.reading() as connection:
            row = connection.execute(select(*SHOWN).where(TOKENS.c.id == token_id)).mappings().first()
        return Token.model_validate(dict(row)) if row else None

    def list(self) -> tuple[Token, ...]:
        """Return every token ever made, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(*SHOWN).order_by(TOKENS.c.id)).mappings().all()
        return tuple(Token.model_validate(dict(row)) for row in rows)

    def exist(self) -> bool:
        """Return whether a token was ever made: from then on nobody comes in without one, revoked or not."""
        with self._database.reading() as connection:
            return connection.execute(select(TOKENS.c.id).limit(1)).first() is not None

    def revoke(self, id_or_name: str, actor: Actor) -> tuple[Token, ...]:
        """Revoke a token by its id, or every active one of a name, and end their sessions.

        Raises TokenError if there is none to revoke.
        """
        revoked_at = now()
        wanted = select(*SHOWN).where(
            or_(TOKENS.c.id == id_or_name, TOKENS.c.name == id_or_name), TOKENS.c.revoked_at.is_(None)
        )
        with self._database.writing() as connection:
            rows = connection.execute(wanted.order_by(TOKENS.c.id).with_for_update()).mappings().all()
            if not rows:
                raise TokenError("no token that is not revoked already has this id or name")
            ids = [row["id"] for row in rows]
            connection.execute(update(TOKENS).where(TOKENS.c.id.in_(ids)).values(revoked_at=revoked_at))
            connection.execute(delete(tables.sessions).where(tables.sessions.c.token_id.in_(ids)))
            for token_id in ids:
                record(connection, Action.TOKEN_REVOKED, actor, subject=token_id)
        return tuple(Token.model_validate({**row, "revoked_at": revoked_at}) for row in rows)


def hash_of(secret: str) -> bytes:
    """Return what is kept of a secret: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def _require_name(name: str) -> None:
    if not name.strip() or name != name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise TokenError(
            f"a name is 1 to {LONGEST_NAME} printable characters, none of the outer ones a space"
        )
