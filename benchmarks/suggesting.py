"""Milliseconds for `suggest`, with nothing of HTTP around it."""

from __future__ import annotations

import gc
import statistics
import time
from typing import NamedTuple

from benchmarks.notes import notes
from service.classifier.artifact import load_live
from service.reference.catalogue import Editions
from service.settings import Settings
from service.suggesting import Suggester

NOTES = 50
ROUNDS = 6


class Milliseconds(NamedTuple):
    """The median and the 99th percentile of many calls."""

    p50: float
    p99: float


def time_suggest(words: int) -> Milliseconds:
    """Time notes of about `words` words; the first round meets every word for the first time."""
    suggester = Suggester(load_live(Settings.from_environment().models), Editions.load())
    gc.collect()
    gc.freeze()  # as the server does before it forks
    texts = notes(words, NOTES)
    taken = [_call(suggester, text) for _ in range(ROUNDS) for text in texts]
    return Milliseconds(statistics.median(taken), statistics.quantiles(taken, n=100)[98])


def _call(suggester: Suggester, text: str) -> float:
    began = time.perf_counter()
    suggester.suggest(text)
    return (time.perf_counter() - began) * 1000
