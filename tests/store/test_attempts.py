from __future__ import annotations

from datetime import timedelta

import pytest

from service.store import Store, attempts, clock
from service.store.attempts import MOST, WINDOW
from tests.store.conftest import Place


def test_attempts_are_counted_over_all_workers_and_by_source(place: Place, store: Store) -> None:
    workers = [store, place.store()] * (MOST // 2 + 1)
    allowed = [worker.attempts.attempt("192.0.2.7") for worker in workers]
    assert allowed == [True] * MOST + [False] * 2
    assert store.attempts.attempt("192.0.2.8")


def test_attempts_are_forgotten_on_success_and_after_the_window(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(MOST):
        store.attempts.attempt("a")
    store.attempts.forgive("a")
    assert [store.attempts.attempt("a") for _ in range(MOST + 1)] == [True] * MOST + [False]
    monkeypatch.setattr(attempts, "now", lambda: clock.now() + WINDOW + timedelta(seconds=1))
    assert store.attempts.attempt("a")
