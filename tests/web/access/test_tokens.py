"""Tokens at the door: quick to check, dead within seconds of their end, and good while the store is away."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from service.errors import DatabaseUnreachable, StoreError
from service.store import Store, Token, TokenRole
from service.web.access.tokens import GRACE, LIFE, Openness, TokenCheck, bearer
from tests.effort import lines_run
from tests.web.access.conftest import CONSOLE


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Away:
    """A store that can be sent away, in front of a real one; it counts how often it is asked."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.is_away = False
        self.asked = 0

    @property
    def tokens(self) -> Any:
        self.asked += 1
        if self.is_away:
            raise DatabaseUnreachable("the database is away")
        return self.store.tokens


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def away(store: Store) -> Iterator[Any]:
    return Away(store)  # type: ignore[return-value]


def made(store: Store, **options: Any) -> str:
    return store.tokens.create("acme", TokenRole.SCRIBE, CONSOLE, **options).secret


def test_a_token_is_asked_for_once_in_its_life(away: Any, clock: Clock) -> None:
    check, secret = TokenCheck(away, clock), made(away.store)
    for _ in range(100):
        token = check.token(secret)
        assert isinstance(token, Token) and token.name == "acme"
    assert away.asked == 1
    clock.now += LIFE
    assert check.token(secret)
    assert away.asked == 2


def test_a_known_token_costs_a_hash_and_a_look(away: Any, clock: Clock) -> None:
    check, secret = TokenCheck(away, clock), made(away.store)
    check.token(secret)
    assert lines_run(lambda: check.token(secret)) < 20


def test_a_revoked_token_is_dead_within_its_life(away: Any, clock: Clock) -> None:
    check, secret = TokenCheck(away, clock), made(away.store)
    assert check.token(secret)
    away.store.tokens.revoke("acme", CONSOLE)
    clock.now += LIFE
    assert check.token(secret) is None


def test_a_token_expires_on_its_instant_and_not_with_the_memory_of_it(away: Any) -> None:
    check = TokenCheck(away, lambda: 0.0)
    secret = made(away.store, lifetime=datetime.timedelta(milliseconds=300))
    assert check.token(secret)
    while datetime.datetime.now(datetime.UTC) < away.store.tokens.list()[0].expires_at:
        pass
    assert check.token(secret) is None
    assert away.asked == 1


def test_what_is_no_token_is_never_looked_up(away: Any) -> None:
    for text in ("", " ", "a b", "naïve", "x" * 513, 'a"b'):
        assert TokenCheck(away).token(text) is None
    assert away.asked == 0


def test_while_the_store_is_away_a_known_token_stays_good_for_a_while(away: Any, clock: Clock) -> None:
    check, secret, other = TokenCheck(away, clock), made(away.store), made(away.store)
    assert check.token(secret)
    away.is_away = True
    clock.now += LIFE
    asked = away.asked
    assert all(check.token(secret) for _ in range(10))
    assert away.asked == asked + 1, "a store that is away is not asked at each request"
    with pytest.raises(StoreError):
        check.token(other)
    clock.now += GRACE
    with pytest.raises(StoreError):
        check.token(secret)
    away.is_away = False
    assert check.token(secret)


def test_a_server_is_open_until_the_first_token_and_never_again(away: Any, clock: Clock) -> None:
    openness = Openness(True, away, clock)
    assert openness.now()
    made(away.store)
    away.store.tokens.revoke("acme", CONSOLE)
    assert openness.now(), "what was found out holds for its life"
    clock.now += LIFE
    assert not openness.now()
    away.is_away = True
    clock.now += LIFE
    assert not openness.now()


def test_whether_a_server_is_open_is_not_guessed(away: Any, clock: Clock) -> None:
    away.is_away = True
    with pytest.raises(StoreError):
        Openness(True, away, clock).now()
    away.is_away = False
    openness = Openness(True, away, clock)
    assert openness.now()
    away.is_away = True
    clock.now += LIFE
    assert openness.now(), "it was open, and nobody can have made a token since"


def test_a_server_that_others_reach_is_never_open(away: Any) -> None:
    assert not Openness(False, away).now()
    assert away.asked == 0


@pytest.mark.parametrize(
    ("header", "secret"),
    [
        (None, None),
        ("", None),
        ("Basic abc", None),
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("Bearer", ""),
    ],
)
def test_the_secret_of_a_header(header: str | None, secret: str | None) -> None:
    assert bearer(header) == secret
