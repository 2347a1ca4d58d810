"""No word of a stored note in a log, an error, the database's files or the audit trail, whatever is done."""

from __future__ import annotations

import json
from pathlib import Path

from service.settings import Settings
from service.store import Store
from tests.web.conftest import Answer, serving
from tests.web.fake import WORD

CANARY = "Zanzibar77Quokka"
NOTE = {"note": {"text": f"Patient {CANARY} has cervical {WORD}.", "id": CANARY}, "store": True}
JSON = {"Content-Type": "application/json"}


def test_no_word_of_a_stored_note_lies_open(tmp_path: Path) -> None:
    with serving(tmp_path) as server:

        def ask(method: str, path: str, body: object = None) -> Answer:
            data = None if body is None else json.dumps(body).encode()
            return server.ask(method, path, data, JSON)

        kept = ask("POST", "/v1/suggestions", NOTE).json
        ask("POST", "/v1/suggestions", NOTE)
        decisions = f"/v1/suggestions/{kept['id']}/decisions"
        rejected = {"decision": "reject", "code": "M54.12", "reason": CANARY, "comment": CANARY}
        assert ask("POST", decisions, rejected).status == 201
        errors = [
            ask("POST", decisions, rejected | {"reason": f"{CANARY}\x00"}),
            ask("POST", decisions, rejected | {"code": CANARY}),
            ask("POST", decisions, rejected | {"decision": CANARY}),
            ask("POST", decisions, rejected | {f"Patient {CANARY}": 1}),
            ask("GET", f"/v1/suggestions/{CANARY}"),
            ask("GET", f"/v1/suggestions?after={CANARY}"),
            ask("GET", f"/v1/suggestions?code={CANARY}"),
            ask("GET", f"/v1/suggestions?{CANARY}%20x={CANARY}"),
            ask("GET", f"/v1/decisions?since={CANARY}"),
            ask("DELETE", f"/v1/notes/{CANARY}"),
            ask("GET", f"/notes/{CANARY}"),
            ask("GET", f"/sign-in?link={CANARY}&next=/{CANARY}%20"),
            server.ask("POST", "/sign-in", f"token={CANARY}&next={CANARY}%20".encode()),
        ]
        assert CANARY in ask("GET", f"/v1/suggestions/{kept['id']}").raw.decode()
        assert CANARY in ask("GET", "/v1/decisions").raw.decode()
        assert all(400 <= error.status < 500 for error in errors)
        figures = ask("GET", "/metrics")
        assert figures.status == 200 and CANARY not in figures.raw.decode()
        shown = "".join(f"{error.headers} {error.raw!r}" for error in errors)
        assert CANARY not in shown and CANARY not in server.log

        def on_disk() -> bytes:
            return b"".join(file.read_bytes() for file in tmp_path.glob("scribe-assist*"))

        assert b"SQLite format 3" in on_disk() and CANARY.encode() not in on_disk()
        store = Store.open(Settings(models=tmp_path / "models"))
        assert CANARY not in "".join(entry.model_dump_json() for entry in store.audit.entries())
        store.close()
        assert ask("DELETE", f"/v1/notes/{kept['revision']['note_id']}").status == 200
        assert CANARY.encode() not in on_disk() and CANARY not in server.log
