"""While the store is away, a note that is not to be kept is answered, and all else says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.settings import Settings
from service.store import Store, TokenRole
from service.web import create_app
from service.web.access import tokens
from tests.web.access.conftest import CONSOLE, bearer
from tests.web.fake import fake

NOTE = {"note": {"text": "Cervical radiculopathy."}}


@pytest.fixture(params=["open", "with a token"])
def client(
    request: pytest.FixtureRequest,
    app: Flask,
    store: Store,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> FlaskClient:
    """A client of a server that answered before its database was taken away."""
    monkeypatch.setattr(tokens, "LIFE", 0.0)
    client = app.test_client()
    if request.param == "with a token":
        issued = store.tokens.create("emr", TokenRole.SCRIBE, CONSOLE)
        client.environ_base["HTTP_AUTHORIZATION"] = bearer(issued.secret)["Authorization"]
    assert client.post("/v1/suggestions", json=NOTE).status_code == 200
    store.close()
    file = Path(settings.database.removeprefix("sqlite:///"))
    file.rename(file.with_suffix(".away"))
    return client


def test_a_note_that_is_not_to_be_kept_is_answered(client: FlaskClient) -> None:
    assert client.post("/v1/suggestions", json=NOTE).status_code == 200
    assert client.get("/v1/codes").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_what_needs_the_store_says_that_it_is_away(client: FlaskClient) -> None:
    kept = client.post("/v1/suggestions", json=NOTE | {"store": True})
    ready = client.get("/readyz")
    for answer in (kept, ready):
        assert answer.status_code == 503
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["Retry-After"] == "5"
    away = client.delete("/v1/notes/0199c9f2-0000-7000-8000-000000000001")
    assert away.status_code == 503
    page = client.get("/sign-in?link=x", headers={"Accept": "text/html"})
    assert page.status_code == 503 and "<h1>" in page.text


def test_a_token_that_was_never_seen_waits_for_the_store(client: FlaskClient) -> None:
    if "HTTP_AUTHORIZATION" in client.environ_base:
        answer = client.post("/v1/suggestions", json=NOTE, headers=bearer("sat_unseen"))
        assert answer.status_code == 503


def test_a_server_that_never_reached_its_store_does_not_guess_that_it_is_open(
    settings: Settings, store: Store
) -> None:
    app = create_app(settings, fake(), store)
    Path(settings.database.removeprefix("sqlite:///")).unlink()
    store.close()
    assert app.test_client().post("/v1/suggestions", json=NOTE).status_code == 503
