"""What the metrics cost a request, counted into files as the workers do."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from service.classifier.artifact import load_live
from service.domain import SuggestionSet
from service.reference.catalogue import Editions
from service.suggesting import Suggester
from service.web.metric_files import MetricFiles
from service.web.metrics import Metrics

NOTE = "ASSESSMENT: Right C6 radiculopathy with a numb thumb. MRI ordered. Possible L5 radiculopathy."
ROUNDS, TIMES = 20, 500


def measure_counting() -> float:
    """Return the microseconds that a posted note's counting takes, the median of rounds."""
    files = MetricFiles()
    files.open()
    try:
        metrics = Metrics()
        answer = Suggester(load_live(Path("models")), Editions.load()).suggest(NOTE)
        return statistics.median(_round(metrics, answer) for _ in range(ROUNDS))
    finally:
        files.close()


def _round(metrics: Metrics, answer: SuggestionSet) -> float:
    began = time.perf_counter()
    for _ in range(TIMES):
        metrics.answered_request("POST", "/v1/suggestions", 200, 0.0025)
        metrics.answered_note(answer)
    return (time.perf_counter() - began) / TIMES * 1e6
