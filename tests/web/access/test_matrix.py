"""Every route, by every role and by none: who is let in, and how the others are told that they are not."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from service.store import TokenRole
from service.web.access import MATRIX, Way
from service.web.access.matrix import operations, require_complete
from tests.web.access.conftest import Closed
from tests.web.conftest import Answer

EXAMPLES = {
    "<id>": "0199c9f2-0000-7000-8000-000000000001",
    "<code>": "M54.12",
    "<digest>": "0",
    "<name>": "workbench.css",
}


def address(rule: str) -> str:
    return re.sub(r"<\w+>", lambda part: EXAMPLES[part[0]], rule)


def refused(answer: Answer) -> bool:
    return answer.status in {401, 403} or "/sign-in?next=" in answer.headers.get("Location", "")


def test_the_matrix_has_every_route_and_no_other(app: Flask) -> None:
    assert set(operations(app.url_map.iter_rules())) == set(MATRIX)


def test_a_route_that_is_not_in_the_matrix_stops_the_start(app: Flask) -> None:
    app.add_url_rule("/open-by-oversight", view_func=lambda: "all of it")
    with pytest.raises(LookupError, match="GET /open-by-oversight"):
        require_complete(app.url_map.iter_rules())
    assert app.test_client().get("/open-by-oversight").status_code == 403


@pytest.mark.parametrize(("method", "rule"), MATRIX, ids=" ".join)
def test_a_route_admits_the_roles_of_the_matrix_and_nobody_else(
    closed: Closed, method: str, rule: str
) -> None:
    admits = MATRIX[method, rule]

    def ask(headers: dict[str, str]) -> Answer:
        return closed.server.ask(method, address(rule), headers=headers)

    nobody = ask({"Accept": "text/html"})
    by_token = {role: ask(headers) for role, headers in closed.tokens.items()}
    by_session = {role: ask(closed.session(role)) for role in TokenRole}
    if admits.way is Way.ANYONE:
        assert b"<form" in nobody.raw if rule == "/sign-in" else not refused(nobody)
        return
    assert refused(nobody)
    ways = {Way.TOKEN: by_token, Way.SESSION: by_session}
    for way, answers in ways.items():
        for role, answer in answers.items():
            let_in = way is admits.way and role in admits.roles
            assert refused(answer) != let_in, f"{role} by {way}: {answer.status}"
            # The page of the model asks more of a card than the fake one has.
            assert answer.status < 500 or rule == "/model"


def test_who_is_refused_is_told_by_the_standard(closed: Closed) -> None:
    """RFC 6750: no error without a token, invalid_token for one that opens nothing, insufficient_scope."""
    ask = closed.server.ask
    without = ask("GET", "/v1/suggestions")
    wrong = ask("GET", "/v1/suggestions", headers={"Authorization": "Bearer sat_wrong"})
    scribe = ask("GET", "/v1/suggestions", headers=closed.tokens[TokenRole.SCRIBE])
    assert [answer.status for answer in (without, wrong, scribe)] == [401, 401, 403]
    for answer in (without, wrong, scribe):
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="scribe-assist"')
    assert "error" not in without.headers["WWW-Authenticate"]
    assert 'error="invalid_token"' in wrong.headers["WWW-Authenticate"]
    assert 'error="insufficient_scope", scope="reviewer"' in scribe.headers["WWW-Authenticate"]


def test_a_large_body_that_is_refused_still_reads_why(closed: Closed) -> None:
    answer = closed.server.ask(
        "POST", "/v1/suggestions", b" " * 20_000_000, {"Content-Type": "application/json"}
    )
    assert answer.status == 401
