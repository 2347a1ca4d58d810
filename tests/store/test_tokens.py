from __future__ import annotations

from datetime import timedelta

import pytest

from service.errors import TokenError
from service.store import Action, Actor, Store, TokenRole, clock, sessions, tokens
from tests.store.conftest import Place


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Let time pass for tokens and sessions."""
    for module in (tokens, sessions):
        monkeypatch.setattr(module, "now", lambda: clock.now() + by)


def test_a_secret_opens_its_token_and_is_nowhere_on_disk(place: Place, store: Store, actor: Actor) -> None:
    assert not store.tokens.exist()
    issued = store.tokens.create("ana", TokenRole.REVIEWER, actor)
    opened = store.tokens.authenticate(issued.secret)
    assert opened is not None and opened.id == issued.token.id and opened.role is TokenRole.REVIEWER
    assert store.tokens.authenticate(issued.secret[:-1]) is None
    assert store.tokens.exist() and issued.secret.encode() not in place.bytes_on_disk()
    assert [entry.action for entry in store.audit.entries()] == [Action.TOKEN_CREATED]


def test_a_token_expires_and_its_use_is_kept_to_the_hour(
    store: Store, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = store.tokens.create("ana", TokenRole.REVIEWER, actor, lifetime=timedelta(days=1)).secret
    store.tokens.authenticate(secret)
    (first,) = store.tokens.list()
    later(monkeypatch, timedelta(minutes=59))
    store.tokens.authenticate(secret)
    assert store.tokens.list() == (first,)
    later(monkeypatch, timedelta(minutes=61))
    store.tokens.authenticate(secret)
    assert store.tokens.list()[0].last_used_at != first.last_used_at
    later(monkeypatch, timedelta(days=1))
    assert store.tokens.authenticate(secret) is None


def test_a_revoked_token_opens_nothing_and_ends_its_sessions(store: Store, actor: Actor) -> None:
    issued = [store.tokens.create("ana", TokenRole.REVIEWER, actor) for _ in range(2)]
    cookie = store.sessions.begin(issued[0].token, "192.0.2.8")
    session = store.sessions.find(cookie)
    assert session and session.actor("a").token_id == issued[0].token.id
    assert {token.id for token in store.tokens.revoke("ana", actor)} == {one.token.id for one in issued}
    assert [store.tokens.authenticate(one.secret) for one in issued] == [None, None]
    assert store.sessions.find(cookie) is None
    assert store.tokens.exist(), "a revoked token does not open the door to all"
    with pytest.raises(TokenError):
        store.tokens.revoke("ana", actor)


@pytest.mark.parametrize("name", ["", " ", "a\n", "a" * 101, "a\0b", " a"])
def test_a_name_that_cannot_be_shown_is_refused(store: Store, actor: Actor, name: str) -> None:
    with pytest.raises(TokenError):
        store.tokens.create(name, TokenRole.SCRIBE, actor)


def test_only_a_scribe_may_store_and_allow_training(store: Store, actor: Actor) -> None:
    made = store.tokens.create("acme", TokenRole.SCRIBE, actor, stores=True, allows_training=True)
    assert made.token.stores and made.token.allows_training
    with pytest.raises(TokenError):
        store.tokens.create("ana", TokenRole.REVIEWER, actor, stores=True)
    with pytest.raises(TokenError):
        store.tokens.create("ana", TokenRole.REVIEWER, actor, lifetime=timedelta())


def test_a_link_signs_in_once_and_not_late(
    store: Store, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = store.sessions.make_link("developer", TokenRole.MAINTAINER, actor)
    cookie = store.sessions.redeem(link, "127.0.0.1")
    assert cookie and store.sessions.redeem(link, "127.0.0.1") is None
    session = store.sessions.find(cookie)
    assert session and (session.name, session.role) == ("developer", TokenRole.MAINTAINER)
    assert session == store.sessions.find(cookie) and session.csrf not in cookie
    late = store.sessions.make_link("developer", TokenRole.MAINTAINER, actor)
    later(monkeypatch, sessions.LINK_LASTS)
    assert store.sessions.redeem(late, "127.0.0.1") is None
    later(monkeypatch, sessions.SESSION_LASTS)
    assert store.sessions.find(cookie) is None


def test_a_session_can_be_ended_and_ends_with_its_token(store: Store, actor: Actor) -> None:
    token = store.tokens.create("ana", TokenRole.REVIEWER, actor, lifetime=timedelta(hours=1)).token
    cookie = store.sessions.begin(token, "192.0.2.8")
    session = store.sessions.find(cookie)
    assert session and session.expires_at == token.expires_at
    store.sessions.end(cookie)
    store.sessions.end(cookie)
    assert store.sessions.find(cookie) is None and store.sessions.find("é\ud800") is None
