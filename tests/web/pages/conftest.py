"""The pages in process, on the live model: what is tested is what a reviewer gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.classifier.artifact import load_live
from service.reference.catalogue import Editions
from service.settings import Settings
from service.store import Actor, Store, TokenRole
from service.suggesting import Suggester
from service.web import create_app
from service.web.access import Identity
from service.web.access.cookies import LOOPBACK_NAME
from service.web.access.forgery import form_token


@pytest.fixture(scope="session")
def suggester() -> Suggester:
    return Suggester(load_live(Path("models")), Editions.load())


@pytest.fixture(scope="session")
def pages(suggester: Suggester, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client, signed in, that sends what a browser sends when it navigates."""
    settings = Settings(models=tmp_path_factory.mktemp("pages") / "models")
    store = Store.open(settings)
    store.prepare()
    client = create_app(settings, suggester, store).test_client()
    console = Actor(name="console", address="console")
    client.get(f"/sign-in?link={store.sessions.make_link('developer', TokenRole.REVIEWER, console)}")
    cookie = client.get_cookie(LOOPBACK_NAME)
    session = store.sessions.find(cookie.value) if cookie else None
    assert session
    client.environ_base["HTTP_X_CSRF_TOKEN"] = form_token(Identity.of_session(session, "127.0.0.1"))
    client.environ_base["HTTP_ACCEPT"] = "text/html,application/xhtml+xml,*/*;q=0.8"
    return client
