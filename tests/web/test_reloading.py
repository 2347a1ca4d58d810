"""A promotion goes live in a running server without a gap, and a bad one does not."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from service.classifier.artifact import CARD, WEIGHTS, load
from service.reference.catalogue import Editions
from service.suggesting import Suggester
from service.training import registry as registry_of
from service.training.registry import Grounds
from service.web.reloading import EVERY_SECONDS, Reloader, open_live
from tests.conftest import NOW
from tests.web.conftest import LiveServer, started

NOTES = (
    "ASSESSMENT: Right C6 radiculopathy. MRI cervical spine showed C5-C6 foraminal stenosis.",
    "Possible L5 radiculopathy; numbness of the lateral calf for six weeks.",
    "Chronic enthesopathy of the lumbar interspinous ligaments, tender at the insertion.",
)
PATIENCE = 30
CONNECTIONS = 4


def force(models: Path, version: str) -> None:
    """Add a line to the log as a careless hand would: nothing is verified."""
    live = registry_of.live(models)
    registry_of.append(models, live, version, "eve", "careless", NOW, Grounds(override="careless"))


def damaged(models: Path, name: str, weights: Callable[[bytes], bytes]) -> str:
    """Copy a version under another name, and damage its weights."""
    shutil.copytree(models / "same", models / name)
    card = models / name / CARD
    card.write_text(card.read_text(encoding="utf-8").replace('"same"', f'"{name}"'), encoding="utf-8")
    file = models / name / WEIGHTS
    file.write_bytes(weights(file.read_bytes()))
    return name


class Posting:
    """Callers that post without pause; `errors` says what went wrong, `seen` which models answered."""

    def __init__(self, server: LiveServer, expected: dict[str, list[Any]]) -> None:
        self.server, self.expected = server, expected
        self.errors: list[str] = []
        self.seen: dict[str, int] = {}
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._post, args=(n,)) for n in range(CONNECTIONS)]

    def _post(self, number: int) -> None:
        while not self._ended.is_set():
            number += 1
            place = number % len(NOTES)
            try:
                answer = self.server.post({"note": {"text": NOTES[place]}})
            except OSError as error:
                self.errors.append(f"no answer: {error}")
                continue
            if answer.status != 200:
                self.errors.append(f"status {answer.status}")
                continue
            model = answer.json["model"]
            if model not in self.expected or answer.json["suggestions"] != self.expected[model][place]:
                self.errors.append(f"an answer that {model} does not give")
            self.seen[model] = self.seen.get(model, 0) + 1

    @contextmanager
    def going_on(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._ended.set()
            for thread in self._threads:
                thread.join()

    def until_only(self, version: str) -> None:
        """Wait until every worker answers with a version."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            models = [self.server.post({"note": {"text": NOTES[0]}}).json["model"] for _ in range(20)]
            if set(models) == {version}:
                return
        raise AssertionError(f"{version} does not answer everywhere:\n{self.server.log[-2000:]}")

    def until_refused(self, version: str | None) -> str:
        """Wait until a worker says on /readyz that it refused a version, and return why."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = self.server.ask("GET", "/readyz")
            assert answer.status == 200, "ready all the same"
            refused = answer.json.get("refused")
            if refused and refused["model"] == version:
                return str(refused["why"])
            time.sleep(0.05)
        raise AssertionError(f"{version} was not refused:\n{self.server.log[-2000:]}")


def test_posting_without_pause_through_promotions_good_and_bad_and_a_rollback(
    registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions = Editions.load()
    expected = {
        version: [
            [one.model_dump(mode="json") for one in Suggester(load(registry / version), editions).suggest(
                text, limit=5).suggestions]
            for text in NOTES
        ]
        for version in ("small", "worse")
    }  # fmt: skip
    assert expected["small"] != expected["worse"]
    monkeypatch.setenv("SCRIBE_ASSIST_MODELS", str(registry))
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--port", "0"]
    with started([*command, "--workers", "2"], tmp_path / "log") as server:
        posting = Posting(server, expected)
        with posting.going_on():
            posting.until_only("small")
            registry_of.promote(registry, "worse", "ada", "another", NOW, Grounds(override="a test"))
            posting.until_only("worse")

            force(registry, damaged(registry, "altered", lambda raw: raw[:-1] + b"x"))
            assert posting.until_refused("altered") == (
                f"altered/{WEIGHTS} is truncated or altered: its SHA-256 is not the one recorded"
            )
            force(registry, damaged(registry, "cut", lambda raw: raw[: len(raw) // 2]))
            assert "truncated or altered" in posting.until_refused("cut")
            force(registry, damaged(registry, "gone", lambda raw: raw))
            shutil.rmtree(registry / "gone")
            assert posting.until_refused("gone").startswith("gone no such version")
            with (registry / "promotions.jsonl").open("ab") as log:
                log.write(b'{"at": ')
            assert "its last line is cut off" in posting.until_refused(None)
            posting.until_only("worse")

            whole = (registry / "promotions.jsonl").read_bytes()
            (registry / "promotions.jsonl").write_bytes(whole[: whole.rindex(b"\n") + 1])
            force(registry, "small")
            posting.until_only("small")
        assert not posting.errors, posting.errors[:3]
        assert set(posting.seen) == {"small", "worse"} and min(posting.seen.values()) > 50
        figures = server.ask("GET", "/metrics").raw.decode()
        assert "refused" not in server.ask("GET", "/readyz").json
    assert 'scribe_assist_model_workers{version="small"} 2.0' in figures
    assert 'scribe_assist_model_workers{version="worse"} 0.0' in figures
    assert "model altered was refused, worse answers on" in server.log


@pytest.fixture
def reloader(registry: Path) -> Reloader:
    model, live = open_live(registry)
    return Reloader(registry, Suggester(model, Editions.load()), live)


def test_what_was_loaded_answers_from_the_next_request_on(reloader: Reloader, registry: Path) -> None:
    suggester = reloader._suggester
    force(registry, "same")
    reloader.look()
    assert suggester.model.version == "small", "not within a request"
    reloader.adopt()
    assert suggester.model.version == "same"


def test_a_refused_version_goes_live_once_its_files_are_whole(reloader: Reloader, registry: Path) -> None:
    """As where the log was copied to another machine before the model was."""
    force(registry, "same")
    (registry / "same").rename(registry / "not-here-yet")
    reloader.look(now=0.0)
    assert reloader.refused and reloader.refused.model == "same"
    (registry / "not-here-yet").rename(registry / "same")
    reloader.look(now=EVERY_SECONDS / 2)
    assert reloader.refused, "not tried without pause"
    reloader.look(now=EVERY_SECONDS)
    reloader.adopt()
    assert reloader.refused is None and reloader._suggester.model.version == "same"


def test_a_new_worker_begins_with_what_is_live_now(registry: Path) -> None:
    model, live = open_live(registry)
    force(registry, "worse")
    suggester = Suggester(model, Editions.load())
    forked = Reloader(registry, suggester, live)
    forked.look()
    forked.adopt()
    assert suggester.model.version == "worse"


def test_a_model_that_loads_but_cannot_answer_is_refused(
    reloader: Reloader, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    force(registry, "same")

    def broken(*args: object) -> float:
        raise ZeroDivisionError

    monkeypatch.setattr("service.classifier.artifact.Model.probability", broken)
    reloader.look()
    reloader.adopt()
    assert reloader.refused and "ZeroDivisionError" in reloader.refused.why
    assert reloader._suggester.model.version == "small"
