"""No word of a note leaves by any door but the evidence of a successful answer."""

from __future__ import annotations

import json

import pytest

from tests.web.conftest import MOST_CHARACTERS, LiveServer
from tests.web.fake import CRASH, WORD

CANARY = "Zanzibar77Quokka"
NOTE = f"Patient {CANARY} has cervical {WORD}."
HEAD = b"POST /v1/suggestions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"

BODIES: dict[str, object] = {
    "success": {"note": {"text": NOTE, "id": CANARY}},
    "internal exception": {"note": {"text": f"{NOTE} {CRASH}"}},
    "cut off": json.dumps({"note": {"text": NOTE}}).encode()[:-3],
    "words alone": NOTE.encode(),
    "lone surrogate": json.dumps({"note": {"text": f"{NOTE} \ud800"}}).encode(),
    "not UTF-8": f'{{"note": {{"text": "{CANARY} é"}}}}'.encode("latin-1"),
    "repeated name": f'{{"{CANARY}": 1, "{CANARY}": 2}}'.encode(),
    "control character": {"note": {"text": f"{NOTE}\x00"}},
    "too long": {"note": {"text": NOTE * MOST_CHARACTERS}},
    "too large": f'{{"note": {{"text": "{CANARY * 100_000}"}}}}'.encode(),
    "list for a text": {"note": {"text": [NOTE]}},
    "text for a note": {"note": NOTE},
    "text for a request": NOTE,
    "text as a field name": {"note": {"text": "a", NOTE: 1}},
    "canary as a field name": {"note": {"text": "a"}, CANARY: 1},
    "text as a date": {"note": {"text": "a"}, "encounter": {"date": NOTE}},
    "text as a setting": {"note": {"text": "a"}, "encounter": {"setting": NOTE}},
    "text as a code": {"note": {"text": "a"}, "claim": {"codes": [CANARY[:16]]}},
    "text as a limit": {"note": {"text": "a"}, "options": {"limit": NOTE}},
    "store": {"note": {"text": NOTE}, "store": True},
}

MALFORMED: dict[str, bytes] = {
    "request line": NOTE.encode() + b"\r\n\r\n",
    "method": CANARY.encode() + b" /v1/suggestions HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "version": b"GET / " + CANARY.encode() + b"\r\n\r\n",
    "header": b"GET / HTTP/1.1\r\n" + NOTE.encode() + b"\r\n\r\n",
    "long address": b"GET /" + CANARY.encode() * 1_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "address": b"GET /v1/codes/"
    + CANARY.encode()
    + b"?q="
    + CANARY.encode()
    + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "request id": b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: "
    + CANARY.encode()
    + b"\r\n\r\n",
    "content type": b"POST /v1/suggestions HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
    + CANARY.encode()
    + b"\r\n\r\n",
    "content length": HEAD + b"Content-Length: " + CANARY.encode() + b"\r\n\r\n",
    "broken chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + NOTE.encode() + b"\r\n",
    "transfer coding": HEAD + b"Transfer-Encoding: " + CANARY.encode() + b"\r\n\r\n",
    "broken chunk in a body too large": HEAD
    + b"Transfer-Encoding: chunked\r\n\r\n100000\r\n"
    + b" " * 0x100000
    + b"\r\n"
    + NOTE.encode()
    + b"\r\n",
    "body cut off": HEAD + b"Content-Length: 5000\r\n\r\n" + json.dumps({"note": {"text": NOTE}}).encode(),
    "expectation": HEAD + b"Expect: " + CANARY.encode() + b"\r\n\r\n",
}


@pytest.mark.parametrize("name", BODIES)
def test_no_body_is_repeated(server: LiveServer, name: str) -> None:
    answer = server.post(BODIES[name])
    assert answer.status == 200 if name in {"success", "store"} else 400 <= answer.status <= 500
    assert (answer.status == 500) == (name == "internal exception")
    assert CANARY[:8] not in f"{answer.headers} {answer.raw!r} {server.log}"


def test_no_figure_repeats_a_word(server: LiveServer) -> None:
    for body in BODIES.values():
        server.post(body)
    for data in MALFORMED.values():
        server.send_raw(data)
    figures = server.ask("GET", "/metrics").raw.decode()
    assert "scribe_assist_requests_total" in figures and CANARY not in figures


@pytest.mark.parametrize("name", MALFORMED)
def test_no_malformed_request_is_repeated(server: LiveServer, name: str) -> None:
    answer = server.send_raw(MALFORMED[name])
    assert answer.startswith(b"HTTP/1.1 4") or name == "transfer coding"
    assert CANARY not in f"{answer!r} {server.log}"


def test_an_internal_exception_is_logged_by_its_type_and_place(server: LiveServer) -> None:
    answer = server.post(BODIES["internal exception"])
    request_id = answer.headers["X-Request-ID"]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "status=500" in next(line for line in server.log.splitlines() if request_id in line)
    assert "builtins.RuntimeError at" in server.log and "builtins.ValueError at fake.py:" in server.log
