"""The pages in process, on the live model: what is tested is what a reviewer gets."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.classifier.artifact import load_live
from service.reference.catalogue import Editions
from service.settings import Settings
from service.store import Actor, Deposit, Store, TokenRole
from service.suggesting import Suggester
from service.web import create_app
from service.web.access import Identity
from service.web.access.cookies import LOOPBACK_NAME
from service.web.access.forgery import form_token

CONSOLE = Actor(name="console", address="console")


@pytest.fixture(scope="session")
def suggester() -> Suggester:
    return Suggester(load_live(Path("models")), Editions.load())


@dataclass(frozen=True)
class Kept:
    """A store of its own, and a reviewer who is signed in to its pages."""

    client: FlaskClient
    store: Store
    suggester: Suggester

    def post(self, text: str, id: str | None = None) -> str:
        """Keep a note with its answer; return the id of its revision."""
        deposit = Deposit(text=text, answer=self.suggester.suggest(text), reference=id)
        return self.store.notes.keep(deposit, CONSOLE).revision_id

    def decide(self, stored: str, **form: str) -> TestResponse:
        """Send one of the forms of a note's page."""
        return self.client.post(f"/notes/{stored}/decisions", data=form)


def signed_in(
    suggester: Suggester, folder: Path, role: TokenRole = TokenRole.REVIEWER
) -> tuple[FlaskClient, Store]:
    """Return a client, signed in, that sends what a browser sends when it navigates, and its store."""
    settings = Settings(models=folder / "models")
    store = Store.open(settings)
    store.prepare()
    client = create_app(settings, suggester, store).test_client()
    client.get(f"/sign-in?link={store.sessions.make_link('developer', role, CONSOLE)}")
    cookie = client.get_cookie(LOOPBACK_NAME)
    session = store.sessions.find(cookie.value) if cookie else None
    assert session
    client.environ_base["HTTP_X_CSRF_TOKEN"] = form_token(Identity.of_session(session, "127.0.0.1"))
    client.environ_base["HTTP_ACCEPT"] = "text/html,application/xhtml+xml,*/*;q=0.8"
    return client, store


@pytest.fixture(scope="session")
def review(suggester: Suggester, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(*signed_in(suggester, tmp_path_factory.mktemp("pages")), suggester)


@pytest.fixture(scope="session")
def pages(review: Kept) -> FlaskClient:
    """The pages for tests that keep nothing."""
    return review.client


@pytest.fixture
def kept(review: Kept) -> Iterator[Kept]:
    """The pages for tests that keep notes, none of which outlives its test."""
    yield review
    review.store.retention.purge(datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC), CONSOLE)


@pytest.fixture
def as_maintainer(suggester: Suggester, tmp_path: Path) -> Iterator[FlaskClient]:
    client, store = signed_in(suggester, tmp_path, TokenRole.MAINTAINER)
    yield client
    store.close()
