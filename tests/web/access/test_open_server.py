"""A developer's server: open on its own machine until the first token, and refused a start elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask

from service.errors import TokenError
from service.settings import Settings
from service.store import Store, TokenRole
from service.web.server import require_tokens
from tests.web.access.conftest import CONSOLE, bearer
from tests.web.conftest import Answer, LiveServer, serving

NOTE = {"note": {"text": "Cervical radiculopathy."}}


def link_of(server: LiveServer) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+(/sign-in\?link=\S+)", server.log)
    assert found, server.log
    return found[1]


def closes(server: LiveServer) -> Answer:
    """Ask until the server is closed, which takes it seconds at most."""
    deadline = time.monotonic() + 20
    while (answer := server.post(NOTE)).status == 200 and time.monotonic() < deadline:
        time.sleep(0.1)
    return answer


def test_the_first_token_closes_what_was_open(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert "no token exists yet" in server.log
        assert "scribe-assist tokens create" in server.log
        assert server.post(NOTE).status == 200
        link = link_of(server)
        entered = server.ask("GET", link)
        assert (entered.status, entered.headers["Location"]) == (303, "/")
        browser = {"Cookie": entered.headers["Set-Cookie"].partition(";")[0], "Accept": "text/html"}
        assert server.ask("GET", "/codes", headers=browser).status == 200
        assert server.ask("GET", link).status == 403, "a link works once"

        store = Store.open(Settings(models=tmp_path / "models"))
        secret = store.tokens.create("emr", TokenRole.SCRIBE, CONSOLE).secret
        store.close()
        refused = closes(server)
        assert refused.status == 401 and refused.json["type"].endswith("no-token")
        assert server.ask("GET", "/codes", headers=browser).headers["Location"].startswith("/sign-in")
        headers = {"Content-Type": "application/json", **bearer(secret)}
        assert server.ask("POST", "/v1/suggestions", b'{"note": {"text": "a"}}', headers).status == 200
        used = link.partition("=")[2]
        assert server.log.count(used) == 1, "the request log has no query"
    with serving(tmp_path, host="0.0.0.0") as server:
        assert "link=" not in server.log and "no token" not in server.log
        assert server.post(NOTE).status == 401
        assert server.ask("GET", "/v1/codes", headers=bearer(secret)).status == 200


def test_an_open_server_refuses_a_token_that_it_does_not_know(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/v1/codes").status_code == 200
    answer = client.get("/v1/codes", headers={"Authorization": "Bearer of-another-server"})
    assert answer.status_code == 401 and "invalid_token" in answer.headers["WWW-Authenticate"]


def test_looking_ahead_does_not_use_a_link_up(app: Flask, store: Store) -> None:
    link = f"/sign-in?link={store.sessions.make_link('developer', TokenRole.REVIEWER, CONSOLE)}"
    client = app.test_client()
    assert client.head(link).status_code == 200
    assert client.get(link, headers={"Sec-Purpose": "prefetch"}).status_code == 200
    assert client.get(link).status_code == 303


def test_where_others_can_reach_it_a_server_without_tokens_does_not_start(tmp_path: Path) -> None:
    environment = os.environ | {
        "SCRIBE_ASSIST_PORT": "0",
        "SCRIBE_ASSIST_HOST": "0.0.0.0",
        "SCRIBE_ASSIST_DATABASE_URL": f"sqlite:///{tmp_path}/a.db",
        "SCRIBE_ASSIST_KEY_FILE": f"{tmp_path}/a.keys",
    }
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1
    assert "scribe-assist tokens create --role scribe --name NAME" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("others", [{"host": "::"}, {"host": "10.0.0.5"}, {"trusted_proxies": 1}], ids=str)
def test_every_way_to_be_reached_needs_a_token(
    settings: Settings, store: Store, others: dict[str, object]
) -> None:
    reached = settings.model_copy(update=others)
    with pytest.raises(TokenError):
        require_tokens(reached, store)
    store.tokens.create("emr", TokenRole.SCRIBE, CONSOLE)
    require_tokens(reached, store)
