"""The maintainers' whole loop, by the real command line and against a running server.

Notes are posted, decided and imported; a model is trained, compared, promoted while notes are posted without
pause, watched for drift, and gone back from. Each step is one that an auditor can be shown.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.training.snippets import Snippet
from tests.web.conftest import LiveServer, started

SCRIBE_ASSIST = [sys.executable, "-c", "from service.cli import main; main()"]
TODAY = "2026-01-01"
NOTES = (
    "HPI: Numb thumb for five weeks. EXAM: Spurling positive. ASSESSMENT: Right C6 radiculopathy.",
    "ASSESSMENT: Left L5 radiculopathy, tingling of the great toe. PLAN: therapy.",
    "ASSESSMENT: S1 radiculopathy on the left, ankle jerk absent.",
    "ASSESSMENT: Possible C7 radiculopathy; the middle finger is numb.",
    "ASSESSMENT: Enthesopathy of the interspinous ligament at L4-L5, tender at the insertion.",
    "ASSESSMENT: Thoracic radiculopathy at T8, a band of burning pain.",
    "ASSESSMENT: C5 radiculopathy, deltoid weak.",
    "ASSESSMENT: L4 radiculopathy, knee jerk reduced, pain over the shin.",
    "ASSESSMENT: Nuchal ligament enthesopathy at the occiput, tender insertion.",
    "ASSESSMENT: C8 radiculopathy, little finger numb, grip weak.",
)
PATIENCE = 60


@dataclass(frozen=True)
class Shell:
    """The command line of a maintainer: what it is called with, and the folder that it works in."""

    folder: Path
    models: Path

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"SCRIBE_ASSIST_MODELS": str(self.models)}

    def run(self, *words: str) -> tuple[int, str]:
        """Return the exit status and what was printed."""
        called = subprocess.run(
            [*SCRIBE_ASSIST, *words], env=self.environment, capture_output=True, text=True, timeout=200
        )
        assert called.returncode in (0, 1) and "Traceback" not in called.stderr, called.stderr
        return called.returncode, called.stdout

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json")[1])

    def token(self, role: str, name: str, *options: str) -> str:
        return str(self.run("tokens", "create", "--role", role, "--name", name, *options)[1].split()[-1])


class Clinic:
    """What a scribe tool and a reviewer do over HTTP with their tokens."""

    def __init__(self, server: LiveServer, scribe: str, reviewer: str) -> None:
        self.server, self.scribe, self.reviewer = server, scribe, reviewer

    def _ask(self, token: str, path: str, body: object) -> Any:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        answer = self.server.ask("POST", path, json.dumps(body).encode(), headers)
        assert answer.status in (200, 201), answer.raw
        return answer.json

    def post(self, text: str) -> Any:
        return self._ask(self.scribe, "/v1/suggestions", {"note": {"text": text}})

    def decide(self, answer: Any, decision: dict[str, object]) -> None:
        self._ask(self.reviewer, f"/v1/suggestions/{answer['id']}/decisions", decision)

    def until_all_are_answered_by(self, version: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if {self.post(NOTES[0])["model"] for _ in range(12)} == {version}:
                return
        raise AssertionError(f"{version} does not answer everywhere")

    @contextmanager
    def posting(self, answered: Counter[str]) -> Iterator[None]:
        """Post without pause while the block runs, and count which model answered; an error is one too."""
        ended = threading.Event()

        def go_on() -> None:
            while not ended.is_set():
                try:
                    answered[self.post(NOTES[1])["model"]] += 1
                except Exception as error:
                    answered[f"failed: {error}"] += 1

        threads = [threading.Thread(target=go_on) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            ended.set()
            for thread in threads:
                thread.join()


@pytest.fixture
def shell(registry: Path, some: Sequence[Snippet], tmp_path: Path) -> Shell:
    """A folder with a small live model, and the snippets that it was trained on."""
    snippets = tmp_path / "snippets"
    snippets.mkdir()
    lines = "".join(snippet.model_dump_json() + "\n" for snippet in some)
    (snippets / "some.jsonl").write_text(lines, encoding="utf-8")
    return Shell(tmp_path, registry)


@pytest.mark.slow
def test_from_decided_notes_to_a_proven_release_and_back(shell: Shell) -> None:
    snippets = ("--snippets", str(shell.folder / "snippets"))
    scribe = shell.token("scribe", "clinic", "--stores", "--allows-training")
    reviewer, log_file = shell.token("reviewer", "ana"), shell.folder / "log"
    serve = ["env", f"SCRIBE_ASSIST_MODELS={shell.models}", *SCRIBE_ASSIST, "serve", "--port", "0"]
    with started([*serve, "--workers", "2"], log_file) as server:
        clinic = Clinic(server, scribe, reviewer)
        # Ten notes are posted and decided, one of them against the suggestion.
        answers = [clinic.post(text) for text in NOTES]
        for place, answer in enumerate(answers):
            code = answer["suggestions"][0]["code"]
            if place == 0:
                corrected = {"code": code, "decision": "correct", "corrected_code": "M54.13"}
                clinic.decide(answer, corrected)
            else:
                clinic.decide(answer, {"code": code, "decision": "accept"})
        exported = shell.run("decisions", "export")[1].splitlines()
        assert len(exported) == len(NOTES)

        # What was decided becomes snippets, which are sound.
        status, told = shell.run("snippets", "import-decisions", *snippets)
        assert status == 0, told
        reviewed = (shell.folder / "snippets" / "reviewed.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(reviewed) == len(NOTES)
        assert all(json.loads(line)["source"] == "reviewed" for line in reviewed)
        assert "M54.13" in "".join(reviewed)

        # A new model is trained on them too, and proved.
        assert shell.run("train", *snippets, "--version", "next", "--search", "1", "--date", TODAY)[0] == 0
        found = shell.json("compare", "next", *snippets)
        assert found["champion"]["version"] == "small"
        # The time that answers take is for benchmarks: a busy machine must not decide here.
        assert [reason for reason in found["refusals"] if "time" not in reason] == []
        override = ("--override", "this machine is busy") if found["refusals"] else ()

        # It goes live, and is gone back from, while notes are posted without pause.
        answered: Counter[str] = Counter()
        with clinic.posting(answered):
            clinic.until_all_are_answered_by("small")
            promote = ("promote", "next", "--why", "ten reviewed notes", "--who", "mia", *override)
            assert shell.run(*promote)[0] == 0
            clinic.until_all_are_answered_by("next")
            status, told = shell.run("drift", "--since", TODAY, "--json")
            assert status in (0, 1) and json.loads(told)["advice"]
            assert shell.run("rollback", "--why", "a drill", "--who", "mia")[0] == 0
            clinic.until_all_are_answered_by("small")
        assert set(answered) == {"small", "next"}, answered

    lines = shell.json("models", "log")
    assert [(line["from"], line["to"], line["rollback"]) for line in lines] == [
        (None, "small", False),
        ("small", "next", False),
        ("next", "small", True),
    ]
    assert shell.run("models", "verify")[0] == 0 and shell.run("audit", "verify")[0] == 0
    # What was said of the patients stands in no log.
    assert not any(text[:40] in server.log for text in NOTES)
