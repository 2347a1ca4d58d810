"""The other addresses of the API, and those that are none."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.domain import CODES
from tests.web.conftest import LiveServer


def test_the_nineteen_codes_are_listed(server: LiveServer) -> None:
    codes = server.ask("GET", "/v1/codes").json["codes"]
    assert [code["code"] for code in codes] == list(CODES)
    assert codes[1] == {
        "code": "M54.11",
        "title": "Radiculopathy, occipito-atlanto-axial region",
        "family": "M54.1",
        "region": 1,
    }


@pytest.mark.parametrize("written", ["M54.11", "m5411"])
def test_one_code_shows_its_reference(server: LiveServer, written: str) -> None:
    answer = server.ask("GET", f"/v1/codes/{written}")
    assert answer.status == 200
    assert answer.json["code"] == "M54.11"
    assert answer.json["tips"]


def test_the_live_model_is_shown_with_its_card(server: LiveServer) -> None:
    assert server.ask("GET", "/v1/models").json == {"version": "0.0.fake", "card": {"trained": "2026-11-21"}}


def test_health_and_readiness(server: LiveServer) -> None:
    assert server.ask("GET", "/healthz").status == 200
    assert server.ask("GET", "/readyz").json == {
        "status": "ready",
        "model": "0.0.fake",
        "store": "reachable",
    }


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1", 404),
        ("GET", "/v1/codes/M54.19", 404),
        ("GET", "/v1/codes/M99.01", 404),
        ("GET", "/v1/codes/", 404),
        ("GET", "/v1/suggestions/", 404),
        ("DELETE", "/v1/suggestions", 405),
        ("PUT", "/v1/suggestions", 405),
        ("POST", "/v1/codes", 405),
        ("BREW", "/v1/suggestions", 405),
    ],
)
def test_a_wrong_address_or_method_is_a_problem(
    server: LiveServer, method: str, path: str, status: int
) -> None:
    answer = server.ask(method, path)
    assert answer.status == status == answer.json["status"]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert ("Allow" in answer.headers) == (status == 405)


def test_head_answers_as_get_without_a_body(server: LiveServer) -> None:
    answer = server.ask("HEAD", "/v1/codes")
    assert answer.status == 200 and answer.raw == b""


@pytest.mark.parametrize("path", ["/v1/codes", "/nowhere"])
def test_every_answer_carries_the_security_headers_and_a_request_id(server: LiveServer, path: str) -> None:
    headers = server.ask("GET", path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert UUID(headers["X-Request-ID"]).version == 7


def test_a_callers_request_id_is_kept_only_if_it_is_a_uuid(server: LiveServer) -> None:
    own = "0199c9f2-0000-7000-8000-000000000001"
    assert server.ask("GET", "/healthz", headers={"X-Request-ID": own}).headers["X-Request-ID"] == own
    assert (
        server.ask("GET", "/healthz", headers={"X-Request-ID": "John Doe"}).headers["X-Request-ID"]
        != "John Doe"
    )


def test_a_request_that_cannot_be_parsed_is_a_problem_too(server: LiveServer) -> None:
    for request in (b"no http at all\r\n\r\n", b"GET / HTTP/1.1\r\nbad header\r\n\r\n"):
        answer = server.send_raw(request)
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert b"application/problem+json" in answer


def test_the_request_log_names_the_route_and_the_outcome(server: LiveServer) -> None:
    request_id = server.ask("GET", "/v1/codes/M54.12").headers["X-Request-ID"]
    line = next(line for line in server.log.splitlines() if request_id in line)
    assert "method=GET path=/v1/codes/<code> status=200 ms=" in line
