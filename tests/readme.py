"""The request of the README and its answer; run as a module it asks a server and writes the answer anew."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.web.conftest import started

README = Path(__file__).parent.parent / "README.md"
REQUEST = re.compile(r"-d '(\{.*?\})'", re.S)
ANSWER = re.compile(r"(?<=```json\n).*?(?=\n```)", re.S)
LEAF = re.compile(r"[{\[]\n[^{}\[\]]*?\n\s*[}\]]")


def ask(request: str) -> Any:
    """Post a request to a server of the live model, started for it alone, and return the answer."""
    serve = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--port", "0"]
    with tempfile.TemporaryDirectory() as folder:
        # The store of whoever runs this is left alone.
        store = (f"SCRIBE_ASSIST_DATABASE_URL=sqlite:///{folder}/db", f"SCRIBE_ASSIST_KEY_FILE={folder}/keys")
        with started(["env", *store, *serve], Path(folder) / "log") as server:
            answer = server.post(request.encode())
    assert answer.status == 200, answer.raw
    return answer.json


def written(answer: object) -> str:
    """Write an answer as indented JSON, with what holds nothing further on one line."""
    return LEAF.sub(lambda leaf: _on_one_line(leaf[0]), json.dumps(answer, indent=2, ensure_ascii=False))


def _on_one_line(leaf: str) -> str:
    line = re.sub(r"\n\s*", " ", leaf)
    return leaf if len(line) > 110 else re.sub(r"(?<=^[{\[]) | (?=[}\]]$)", "", line)


def main() -> None:
    """Write the answer of today's model into the README."""
    text = README.read_text(encoding="utf-8")
    request = REQUEST.search(text)
    assert request, "the README has no request"
    answer = written(ask(request[1]))
    README.write_text(ANSWER.sub(lambda _: answer, text, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()
