"""A server that is closed, with a token of every role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from service.settings import Settings
from service.store import Actor, IssuedToken, Store, TokenRole
from service.web.access import Identity
from service.web.access.cookies import LOOPBACK_NAME
from service.web.access.forgery import HEADER, form_token
from tests.web.conftest import LiveServer, serving

CONSOLE = Actor(name="console", address="console")


@dataclass(frozen=True)
class Closed:
    """The server, its store, a token of each role, and the headers by which a program comes in with it."""

    server: LiveServer
    store: Store
    tokens: dict[TokenRole, dict[str, str]]
    issued: dict[TokenRole, IssuedToken]

    def session(self, role: TokenRole) -> dict[str, str]:
        """Return the headers of a browser in a new session."""
        return begun(self.store, self.store.sessions.begin(self.issued[role].token, "127.0.0.1"))


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def begun(store: Store, secret: str) -> dict[str, str]:
    """Return the headers of a browser in a session: its cookie, and the token that its forms would send."""
    session = store.sessions.find(secret)
    assert session
    token = form_token(Identity.of_session(session, "127.0.0.1"))
    return {"Cookie": f"{LOOPBACK_NAME}={secret}", HEADER: token, "Accept": "text/html"}


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Closed]:
    folder = tmp_path_factory.mktemp("closed")
    store = Store.open(Settings(models=folder / "models"))
    store.prepare()
    issued = {role: store.tokens.create(f"the {role}", role, CONSOLE) for role in TokenRole}
    with serving(folder) as server:
        tokens = {role: bearer(one.secret) for role, one in issued.items()}
        yield Closed(server, store, tokens, issued)
    store.close()
