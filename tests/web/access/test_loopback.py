"""What an open server takes for its own machine, and what it sends away."""

from __future__ import annotations

import pytest
from flask import Flask

from service.web.access.loopback import is_loopback, without_port


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "example.org", "localhost.example.org", ""])
def test_another_or_any(host: str) -> None:
    assert not is_loopback(host)


def test_the_host_of_a_header_is_without_its_port() -> None:
    assert [without_port(host) for host in ("a:80", "a", "[::1]:80", "[::1]")] == ["a", "a", "[::1]", "[::1]"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example:8000"},
        {"Host": "127.0.0.1.example"},
        {"X-Forwarded-For": "192.0.2.1"},
        {"Forwarded": "for=192.0.2.1"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
    ],
    ids=lambda headers: " ".join(headers),
)
def test_an_open_server_refuses_what_may_come_from_elsewhere(app: Flask, headers: dict[str, str]) -> None:
    """A name that resolves to 127.0.0.1 (DNS rebinding), a proxy, a page of another site."""
    answer = app.test_client().get("/v1/codes", headers=headers)
    assert answer.status_code == 403
    assert answer.json is not None and answer.json["type"].endswith("not-from-here")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:1", "[::1]:8000"])
def test_an_open_server_answers_its_own_machine(app: Flask, host: str) -> None:
    assert app.test_client().get("/v1/codes", headers={"Host": host}).status_code == 200
