"""Signing in to the pages with a token: the session, its cookie, its end, and what is tried against it."""

from __future__ import annotations

import datetime
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.store import Action, Store, TokenRole, sessions
from service.store.attempts import MOST
from tests.web.access.conftest import CONSOLE

OFF_LOOPBACK = "https://scribe.example"


@pytest.fixture
def secret(store: Store) -> str:
    return store.tokens.create("ana", TokenRole.REVIEWER, CONSOLE).secret


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client


def sign_in(client: FlaskClient, token: str, **options: object) -> TestResponse:
    form = {"token": token, "next": options.pop("next", "/codes")}
    return client.post("/sign-in", data=form, **options)


def sign_out(client: FlaskClient, **options: object) -> TestResponse:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/codes").text)
    return client.post("/sign-out", data={"csrf": found[1] if found else ""}, **options)


def actions(store: Store) -> list[tuple[Action, str, str]]:
    return [(entry.action, entry.actor, entry.address) for entry in store.audit.entries()][1:]


def test_a_page_asks_for_a_sign_in_and_the_sign_in_leads_back(
    client: FlaskClient, store: Store, secret: str
) -> None:
    sent = client.get("/codes/M54.11")
    assert (sent.status_code, sent.headers["Location"]) == (
        303,
        "/sign-in?next=%2Fcodes%2FM54.11",
    )
    assert 'value="/codes/M54.11"' in client.get(sent.headers["Location"]).text
    back = sign_in(client, f" {secret}\n", next="/codes/M54.11")
    assert (back.status_code, back.headers["Location"]) == (303, "/codes/M54.11")
    assert "ana" in client.get("/codes/M54.11").text
    assert actions(store) == [(Action.SIGNED_IN, "ana", "127.0.0.1")]


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "/a?b", "x", ""]
)
def test_a_sign_in_leads_nowhere_else(client: FlaskClient, secret: str, wanted: str) -> None:
    assert sign_in(client, secret, next=wanted).headers["Location"] == "/"


def test_the_cookie_on_loopback(client: FlaskClient, secret: str) -> None:
    cookie = sign_in(client, secret).headers["Set-Cookie"]
    assert cookie.startswith("scribe-assist=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
    assert "Secure" not in cookie and "Domain" not in cookie


def test_the_cookie_off_loopback_is_secure(client: FlaskClient, secret: str) -> None:
    for base_url in (OFF_LOOPBACK, "http://scribe.example", "https://127.0.0.1"):
        cookie = sign_in(client, secret, base_url=base_url).headers["Set-Cookie"]
        assert cookie.startswith("__Host-scribe-assist=")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert client.get("/codes", base_url=OFF_LOOPBACK).status_code == 200


def test_a_sign_out_ends_the_session_for_whoever_kept_its_cookie(
    client: FlaskClient, store: Store, secret: str
) -> None:
    sign_in(client, secret)
    cookie = client.get_cookie("scribe-assist")
    assert cookie
    assert sign_out(client).headers["Location"] == "/sign-in"
    assert client.get_cookie("scribe-assist") is None
    client.set_cookie("scribe-assist", cookie.value)
    assert client.get("/codes").status_code == 303
    assert actions(store)[-1] == (Action.SIGNED_OUT, "ana", "127.0.0.1")


def test_a_second_sign_in_ends_the_session_before(client: FlaskClient, store: Store, secret: str) -> None:
    sign_in(client, secret)
    first = client.get_cookie("scribe-assist")
    sign_in(client, secret)
    assert first and store.sessions.find(first.value) is None


def test_a_revoked_token_ends_its_sessions(client: FlaskClient, store: Store, secret: str) -> None:
    sign_in(client, secret)
    assert client.get("/codes").status_code == 200
    store.tokens.revoke("ana", CONSOLE)
    assert client.get("/codes").status_code == 303


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 303)])
def test_a_session_ends_when_it_was_idle_for_half_an_hour(
    client: FlaskClient, secret: str, monkeypatch: pytest.MonkeyPatch, minutes: int, status: int
) -> None:
    sign_in(client, secret)
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=minutes)
    monkeypatch.setattr(sessions, "now", lambda: later)
    assert client.get("/codes").status_code == status


def test_a_session_ends_after_twelve_hours_of_use(
    client: FlaskClient, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, secret)
    began = datetime.datetime.now(datetime.UTC)
    statuses = []
    for minutes in range(0, 12 * 60 + 20, 20):
        at = began + datetime.timedelta(minutes=minutes)
        monkeypatch.setattr(sessions, "now", lambda at=at: at)
        statuses.append(client.get("/codes").status_code)
    assert statuses == [200] * 36 + [303]


def test_what_does_not_open_the_pages_is_all_refused_alike(client: FlaskClient, store: Store) -> None:
    scribe = store.tokens.create("emr", TokenRole.SCRIBE, CONSOLE).secret
    revoked = store.tokens.create("eve", TokenRole.REVIEWER, CONSOLE).secret
    store.tokens.revoke("eve", CONSOLE)
    answers = [sign_in(client, token) for token in (scribe, revoked, "sat_unknown", "", "é" * 600)]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.text for answer in answers}) == 1
    assert all("Set-Cookie" not in answer.headers for answer in answers)
    failed = [actor for action, actor, _ in actions(store) if action is Action.SIGN_IN_FAILED]
    assert failed == ["emr", *["unknown"] * 4]


def test_sign_ins_are_limited_by_their_source(client: FlaskClient, store: Store, secret: str) -> None:
    for _ in range(MOST):
        assert sign_in(client, "sat_guess").status_code == 403
    limited = sign_in(client, secret)
    assert limited.status_code == 429
    assert limited.headers["Retry-After"] == "900"
    assert client.get("/sign-in?link=guess").status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    assert sign_in(client, secret, environ_overrides=elsewhere).status_code == 303


def test_a_sign_in_forgives_the_slips_before_it(client: FlaskClient, secret: str) -> None:
    for _ in range(2 * MOST):
        sign_in(client, "sat_slip")
        assert sign_in(client, secret).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_a_form_of_another_site_is_refused(client: FlaskClient, secret: str, headers: dict[str, str]) -> None:
    assert sign_in(client, secret, headers=headers).status_code == 403
    assert sign_in(client, secret, headers={"Origin": "http://localhost"}).status_code == 303
    assert sign_out(client, headers=headers).status_code == 403
    assert client.get("/codes").status_code == 200


def test_a_form_without_the_token_of_its_session_is_refused(client: FlaskClient, secret: str) -> None:
    sign_in(client, secret)
    for token in ("", "0" * 64, "é"):
        refused = client.post("/sign-out", data={"csrf": token})
        assert refused.status_code == 403
    page = client.get("/codes").text
    other = client.application.test_client()
    sign_in(other, secret)
    own = re.search(r'name="csrf" value="(\w+)"', page)
    assert own and other.post("/sign-out", data={"csrf": own[1]}).status_code == 403
    assert client.post("/sign-out", data={"csrf": own[1]}).status_code == 303


def test_a_page_holds_to_a_strict_policy_and_is_not_kept(client: FlaskClient, secret: str) -> None:
    sign_in(client, secret)
    for path in ("/codes", "/sign-in", "/nowhere"):
        headers = client.get(path, follow_redirects=True).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Frame-Options"] == "DENY"
