"""The headers that every answer has."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask, Response

from service.web import security

OWN = "default-src 'self'"


@pytest.fixture
def app() -> Flask:
    app = Flask("answers")
    security.register(app)

    @app.get("/own")
    def own() -> Response:
        response = Response("a page")
        response.headers["Content-Security-Policy"] = OWN
        response.set_cookie("one", "1")
        response.set_cookie("two", "2")
        return response

    @app.get("/broken")
    def broken() -> Response:
        raise ValueError

    return app


@pytest.mark.parametrize(("path", "status"), [("/own", 200), ("/broken", 500), ("/nowhere", 404)])
def test_every_answer_has_each_header_once(app: Flask, path: str, status: int) -> None:
    answer = app.test_client().get(path)
    assert answer.status_code == status
    times = Counter(name for name, _ in answer.headers)
    assert {name: times[name] for name in security.HEADERS} == dict.fromkeys(security.HEADERS, 1)


def test_what_an_answer_says_itself_stays(app: Flask) -> None:
    headers = app.test_client().get("/own").headers
    assert headers["Content-Security-Policy"] == OWN
    assert len(headers.getlist("Set-Cookie")) == 2
