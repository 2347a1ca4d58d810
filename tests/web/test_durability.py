"""What was answered is kept: through a kill in the middle, and with workers that write at once."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from threading import Lock

import pytest

from service.settings import Settings
from service.store import Store
from tests.web.conftest import LiveServer, serving

POSTS = 1_000
KILLED_AFTER = 400
AT_ONCE = 6


class Poster:
    """Posts notes to be stored, and keeps what was answered."""

    def __init__(self, server: LiveServer) -> None:
        self.server = server
        self.answered: list[tuple[str, str, int]] = []
        self.refused = 0
        self._lock = Lock()

    def post(self, reference: str) -> None:
        body = {"note": {"text": f"Cervical radiculopathy, {reference}.", "id": reference}, "store": True}
        try:
            answer = self.server.post(body)
            kept = answer.json
        except (OSError, HTTPException, json.JSONDecodeError):
            self.refused += 1
            return
        assert answer.status == 200, kept
        with self._lock:
            self.answered.append((reference, kept["id"], kept["revision"]["number"]))
            if len(self.answered) == KILLED_AFTER:
                self.at_the_middle()

    def at_the_middle(self) -> None:
        """Do nothing: some posters do."""


class Killer(Poster):
    """Kills the server with all its workers once so many posts were answered."""

    def at_the_middle(self) -> None:
        os.killpg(self.server.pid, signal.SIGKILL)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(Settings(models=tmp_path / "models"))
    yield store
    store.close()


@pytest.mark.slow
def test_a_kill_in_the_middle_loses_no_post_that_was_answered(tmp_path: Path, kept: Store) -> None:
    with serving(tmp_path, workers=2) as server:
        poster = Killer(server)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(poster.post, map(str, range(POSTS))))
    assert KILLED_AFTER <= len(poster.answered) < KILLED_AFTER + AT_ONCE
    assert len(poster.answered) + poster.refused == POSTS
    for reference, id, _ in poster.answered:
        assert kept.notes.facts(id).revision_id == id, reference
    assert kept.audit.verify().breaks == ()
    with serving(tmp_path) as server:
        reference, id, _ = poster.answered[-1]
        again = server.post({"note": {"text": "Nothing to code.", "id": reference}, "store": True})
        assert again.json["revision"]["number"] == 2
        opened = server.ask("GET", f"/v1/suggestions/{id}")
        assert opened.json["note"]["text"] == f"Cervical radiculopathy, {reference}."


def test_workers_that_write_at_once_lose_nothing_and_number_each_revision_once(
    tmp_path: Path, kept: Store
) -> None:
    references = [f"visit-{number % 8}" for number in range(160)]
    with serving(tmp_path, workers=2) as server:
        poster = Poster(server)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(poster.post, references))
    assert not poster.refused
    numbered = Counter((reference, number) for reference, _, number in poster.answered)
    assert numbered == Counter({(f"visit-{note}", number): 1 for note in range(8) for number in range(1, 21)})
    assert len(kept.queue.page(size=50).rows) == 8
    assert kept.audit.verify().breaks == ()
