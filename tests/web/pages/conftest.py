"""The pages in process, on the live model: what is tested is what a reviewer gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.classifier.artifact import load_live
from service.reference.catalogue import Editions
from service.settings import Settings
from service.suggesting import Suggester
from service.web import create_app


@pytest.fixture(scope="session")
def suggester() -> Suggester:
    return Suggester(load_live(Path("models")), Editions.load())


@pytest.fixture(scope="session")
def pages(suggester: Suggester) -> FlaskClient:
    """A client that sends what a browser sends when it navigates."""
    app = create_app(Settings(), suggester)
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html,application/xhtml+xml,*/*;q=0.8"
    return client
