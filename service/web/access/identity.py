"""Who asks: the one noun that every way in produces, and all that the rest of the web knows of a caller.

There are three ways: a bearer token, a session of the pages, and the open server of a developer. Single
sign-on would be a fourth, which begins a session for a name and a role that the identity provider vouches
for. A name in a header is nobody's word: none is believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import cast

from flask import Request

from service.store import Actor, Session, Token, TokenRole
from service.web.call import at_hand

EVERY_ROLE = frozenset(TokenRole)
DEVELOPER = "developer"


@dataclass(frozen=True, slots=True)
class Identity:
    """Someone who may come in: under which name, in which roles, from which address.

    `token_id` is None for a developer, who came without one. `stores` and `allows_training` are those of
    the token: whether each note is kept, and whether what is kept may be learned from. `form_key` is the
    secret of a session's forms, and None outside a session.
    """

    name: str
    roles: frozenset[TokenRole]
    address: str
    token_id: str | None = None
    stores: bool = False
    allows_training: bool = False
    form_key: str | None = None

    @classmethod
    def of_token(cls, token: Token, address: str) -> Identity:
        """Return who came with a token."""
        return cls(
            token.name,
            frozenset({token.role}),
            address,
            token.id,
            token.stores,
            token.allows_training,
        )

    @classmethod
    def of_session(cls, session: Session, address: str) -> Identity:
        """Return who is signed in to the pages."""
        return cls(session.name, frozenset({session.role}), address, session.token_id, form_key=session.csrf)

    @classmethod
    def of_developer(cls, address: str) -> Identity:
        """Return whoever asks a server that is open: nobody made a token yet, and all is on one machine."""
        return cls(DEVELOPER, EVERY_ROLE, address)

    @property
    def actor(self) -> Actor:
        """Return who acts, as the store records it."""
        return Actor(name=self.name, address=self.address, token_id=self.token_id)


def current() -> Identity:
    """Return who asks in this request; the guard let them in."""
    return cast(Identity, at_hand().identity)


def someone() -> Identity | None:
    """Return who asks in this request, or None on a route that takes anyone."""
    return at_hand().identity


def address_of(request: Request) -> str:
    """Return the caller's network address, or "unknown" if what stands in its place is none."""
    return _parsed(request.environ.get("REMOTE_ADDR", ""))


@lru_cache(1024)
def _parsed(address: str) -> str:
    try:
        return str(ip_address(address))
    except ValueError:
        return "unknown"


def source_of(address: str) -> str:
    """Return what attempts from an address are counted under: of IPv6 the network that one caller has."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return parsed.exploded[:19] + "::/64"
    return address
