"""A request as the server sees it: nothing that a caller typed is kept as an id, a method or a route."""

from __future__ import annotations

from uuid import UUID

import pytest
from werkzeug.test import create_environ

from service.web.call import Call

OWN = "0199c9f2-0000-7000-8000-000000000001"


def call(method: str = "GET", **headers: str) -> Call:
    return Call(create_environ("/John/Doe", method=method, headers=headers))


@pytest.mark.parametrize("written", [OWN, OWN.upper(), f"{{{OWN}}}", f"urn:uuid:{OWN}", OWN.replace("-", "")])
def test_a_uuid_of_the_callers_is_the_id_however_it_is_written(written: str) -> None:
    assert call(**{"X-Request-ID": written}).id == OWN


@pytest.mark.parametrize("headers", [{}, {"X-Request-ID": ""}, {"X-Request-ID": "John Doe"}])
def test_any_other_call_gets_a_new_id(headers: dict[str, str]) -> None:
    first, second = call(**headers), call(**headers)
    assert UUID(first.id).version == 7 and first.id != second.id


def test_what_is_told_of_a_call_is_none_of_the_callers_words() -> None:
    assert call("POST").known_method == "POST"
    assert call("JOHN").known_method == "other"
    assert call().route == "unknown"


def test_a_call_is_nobodys_until_the_guard_has_let_them_in() -> None:
    assert call().identity is None
