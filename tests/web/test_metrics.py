"""What the server counts: all of it over all workers, and only names of ours."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from service.settings import Settings
from service.store import Store, TokenRole
from service.web import create_app
from tests.web.access.conftest import CONSOLE, bearer
from tests.web.conftest import LiveServer, serving
from tests.web.fake import WORD, fake

NOTE = {"note": {"text": f"Cervical {WORD}."}}
Figures = dict[str, dict[frozenset[tuple[str, str]], float]]


def parsed(text: str) -> Figures:
    """Return the samples of an exposition, by name and labels."""
    found: Figures = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[frozenset(sample.labels.items())] = sample.value
    return found


def of(figures: Figures, name: str, **labels: str) -> float:
    return figures.get(f"scribe_assist_{name}", {}).get(frozenset(labels.items()), 0.0)


def scraped(server: LiveServer) -> Figures:
    return parsed(server.ask("GET", "/metrics").raw.decode())


def workers_of(server: LiveServer) -> list[int]:
    """Return the ids of the worker processes."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text(encoding="utf-8")
    return [int(child) for child in children.split()]


def until_workers(server: LiveServer, many: int) -> None:
    """Wait until so many workers say that they answer."""
    deadline = time.monotonic() + 20
    while of(scraped(server), "model_workers", version="0.0.fake") != many:
        assert time.monotonic() < deadline, "a worker did not start"
        time.sleep(0.05)


def test_the_counts_of_all_workers_are_added_up_and_outlive_a_worker(tmp_path: Path) -> None:
    with serving(tmp_path, workers=2) as server:
        until_workers(server, 2)
        for _ in range(20):
            assert server.post(NOTE).status == 200
        assert server.post({"note": {"text": "Nothing."}}).status == 200
        assert server.post(b"{").status == 400
        assert server.ask("GET", "/nowhere/at/all").status == 404
        before = scraped(server)
        workers = workers_of(server)
        os.kill(workers[0], signal.SIGKILL)
        deadline = time.monotonic() + 20
        while workers[0] in workers_of(server) and time.monotonic() < deadline:
            time.sleep(0.05)
        # The dead one is not counted, and the one in its place is.
        until_workers(server, 2)
        for _ in range(20):
            assert server.post(NOTE).status == 200
        after = scraped(server)
    requests = {"method": "POST", "route": "/v1/suggestions"}
    assert of(before, "requests_total", **requests, status="200") == 21
    assert of(before, "requests_total", **requests, status="400") == 1
    assert of(before, "requests_total", method="GET", route="unknown", status="404") == 1
    assert of(before, "request_seconds_count", **requests) == 22
    assert of(before, "notes_total", outcome="recommended") == 20
    assert of(before, "notes_total", outcome="nothing") == 1
    assert of(before, "suggestions_total", code="M54.12", disposition="assign", recommended="true") == 20
    assert of(after, "requests_total", **requests, status="200") == 41
    assert of(after, "model_workers", version="0.0.fake") == 2


@pytest.fixture
def decided(app: Flask, store: Store) -> Figures:
    """The figures after an acceptance, a rejection of what was recommended, and an undo."""
    client = app.test_client()
    reject = {"code": "M54.12", "decision": "reject", "reason": "No."}
    for decision in ({"code": "M54.12", "decision": "accept"}, reject):
        made = client.post("/v1/suggestions", json={**NOTE, "store": True}).json
        assert made
        assert client.post(f"/v1/suggestions/{made['id']}/decisions", json=decision).status_code == 201
    return parsed(client.get("/metrics").text)


def test_decisions_are_counted_by_whether_they_agree(decided: Figures) -> None:
    assert of(decided, "decisions_total", decision="accept", agrees="yes") == 1
    assert of(decided, "decisions_total", decision="reject", agrees="no") == 1


def test_errors_of_the_store_are_counted_by_kind(settings: Settings, tmp_path: Path) -> None:
    store = Store.open(settings.model_copy(update={"models": tmp_path / "elsewhere" / "models"}))
    app = create_app(settings, fake(), store)
    client = app.test_client()
    app.extensions["metrics"].store_failed("DatabaseUnreachable")
    assert client.get("/readyz").status_code == 503
    assert "scribe_assist_store_errors_total{kind=" in app.extensions["metrics"].text("")[0].decode()


def test_who_may_read_them_is_a_setting(settings: Settings, store: Store) -> None:
    store.tokens.create("emr", TokenRole.SCRIBE, CONSOLE)
    maintainer = bearer(store.tokens.create("prometheus", TokenRole.MAINTAINER, CONSOLE).secret)
    closed = create_app(settings, fake(), store).test_client()
    assert closed.get("/metrics").status_code == 401
    assert closed.get("/metrics", headers=maintainer).status_code == 200
    opened = create_app(settings.model_copy(update={"metrics": "loopback"}), fake(), store).test_client()
    assert opened.get("/metrics").status_code == 200
    assert opened.get("/v1/codes").status_code == 401, "nothing else is open"
    for elsewhere in (
        {"environ_base": {"REMOTE_ADDR": "10.0.0.7"}},
        {"headers": {"X-Forwarded-For": "10.0.0.7"}},
        {"headers": {"Host": "attacker.example"}},
    ):
        assert opened.get("/metrics", **elsewhere).status_code == 401


def test_json_lines_hold_the_request_and_nothing_that_was_sent(tmp_path: Path) -> None:
    canary = "Quokka77"
    with serving(tmp_path, log_format="json") as server:
        answer = server.post({"note": {"text": f"{canary} {WORD}", "id": canary}})
        server.ask("GET", f"/v1/codes/{canary}?q={canary}")
        server.send_raw(canary.encode() + b"\r\n\r\n")
        assert canary not in server.ask("GET", "/metrics").raw.decode()
        log = server.log
    assert canary not in log
    lines = [json.loads(line) for line in log.splitlines()]
    (line,) = [line for line in lines if line.get("request") == answer.headers["X-Request-ID"]]
    assert (line["route"], line["status"], line["model"]) == ("/v1/suggestions", 200, "0.0.fake")
    assert {"at", "level", "log", "method", "ms"} <= line.keys()
