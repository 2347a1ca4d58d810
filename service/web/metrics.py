"""What the server counts, for Prometheus: requests, answers, decisions, models; never a word of a note.

A label holds only names of ours: rules of routes, methods, codes, dispositions, versions. Each worker writes
its counts into files of its own in a private folder, and whichever is asked adds up all of them. A worker
that takes the place of another counts on in that one's files: nothing is lost, and the files stay few.
"""

from __future__ import annotations

import contextlib
import functools
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from flask import current_app

from service.domain import CODES, Disposition, Requirement, Status, SuggestionSet
from service.store import OF_A_CODE, Decision

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter

PREFIX = "scribe_assist"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
# What is known to a reader of figures beforehand stands there from the start, at nought.
OUTCOMES = ("recommended", "suggested", "nothing")
STATUSES = (Status.MET, Status.PARTIAL, Status.MISSING)
RESULTS = ("loaded", "refused")
TRIES = 3


class Metrics:
    """The metrics of one application."""

    def __init__(self) -> None:
        # Imported here: whether the counts go to files is decided when it is first imported.
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self.registry: CollectorRegistry = CollectorRegistry()
        counter = functools.partial(Counter, namespace=PREFIX, registry=self.registry)
        self._requests = counter(
            "requests", "Requests answered, by the rule of their route.", ["method", "route", "status"]
        )
        self._seconds = Histogram(
            "request_seconds", "Time from a request's beginning to its answer.", ["method", "route"],
            namespace=PREFIX, buckets=SECONDS, registry=self.registry,
        )  # fmt: skip
        self._notes = counter(
            "notes",
            "Notes answered: with a recommended code, with suggestions only, or with nothing.",
            ["outcome"],
        )
        self._suggestions = counter(
            "suggestions", "Suggestions made.", ["code", "disposition", "recommended"]
        )
        self._requirements = counter(
            "requirements",
            "Requirements of each note's first suggestion; partial and missing are gaps.",
            ["requirement", "status"],
        )
        self._decisions = counter(
            "decisions", "Decisions of reviewers, and whether each agrees with the recommendation.",
            ["decision", "agrees"],
        )  # fmt: skip
        self._store_errors = counter("store_errors", "Errors of the store, by kind.", ["kind"])
        self._loads = counter("model_loads", "Promotions followed by a worker, or refused.", ["result"])
        self._workers = Gauge(
            "model_workers", "Workers that answer with a version.", ["version"],
            namespace=PREFIX, registry=self.registry, multiprocess_mode="livesum",
        )  # fmt: skip
        self._serving: str | None = None
        self._bound: dict[tuple[Any, ...], Callable[[], None]] = {}
        self._bound_seconds: dict[tuple[str, str], Callable[[float], None]] = {}
        self._begin()

    def _begin(self) -> None:
        for outcome in OUTCOMES:
            self._notes.labels(outcome)
        for result in RESULTS:
            self._loads.labels(result)
        for code in CODES:
            self._suggestions.labels(code, Disposition.ASSIGN.value, "true")
        for requirement in Requirement:
            for status in STATUSES:
                self._requirements.labels(requirement.value, status.value)

    def _count(self, counter: Counter, *labels: str) -> None:
        """Add one; the child of these labels is looked up by the library once."""
        key = (id(counter), *labels)
        add = self._bound.get(key)
        if add is None:
            add = self._bound[key] = counter.labels(*labels).inc
        add()

    def answered_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered, and how long it took."""
        self._count(self._requests, method, route, str(status))
        observe = self._bound_seconds.get((method, route))
        if observe is None:
            observe = self._bound_seconds[method, route] = self._seconds.labels(method, route).observe
        observe(seconds)

    def answered_note(self, found: SuggestionSet) -> None:
        """Count what a note was answered."""
        outcome = "nothing"
        for suggestion in found.suggestions:
            recommended = "true" if suggestion.recommended else "false"
            self._count(self._suggestions, suggestion.code, suggestion.disposition.value, recommended)
            outcome = "recommended" if suggestion.recommended or outcome == "recommended" else "suggested"
        self._count(self._notes, outcome)
        for first in found.suggestions[:1]:
            for met in first.met:
                self._count(self._requirements, met.requirement.value, Status.MET.value)
            for gap in first.gaps:
                self._count(self._requirements, gap.requirement.value, gap.status.value)

    def decided(self, decision: Decision) -> None:
        """Count a decision; only those about a code agree with a recommendation or go against it."""
        agrees = "neither"
        if decision.decision in OF_A_CODE:
            agrees = "no" if decision.overrides else "yes"
        self._count(self._decisions, decision.decision.value, agrees)

    def store_failed(self, kind: str) -> None:
        """Count an error of the store."""
        self._count(self._store_errors, kind)

    def loaded(self, result: str) -> None:
        """Count a promotion that was followed, or refused."""
        self._count(self._loads, result)

    def serves(self, version: str) -> None:
        """Say which model this process answers with."""
        if version != self._serving:
            if self._serving is not None:
                self._workers.labels(self._serving).set(0)
            self._workers.labels(version).set(1)
            self._serving = version

    def text(self, accept: str) -> tuple[bytes, str]:
        """Return all of it in the format that a caller accepts, and what that format is called."""
        from prometheus_client.exposition import choose_encoder

        encode, content_type = choose_encoder(accept)
        for _ in range(TRIES):
            # A worker that starts just now has its file there for a moment before anything is in it.
            with contextlib.suppress(struct.error):
                return encode(self._everywhere()), content_type
        return encode(self._everywhere()), content_type

    def _everywhere(self) -> CollectorRegistry:
        """Return what collects from the files of all workers, or from this process where there are none."""
        from prometheus_client import CollectorRegistry, values
        from prometheus_client.multiprocess import MultiProcessCollector

        if not getattr(values.ValueClass, "_multiprocess", False):
            return self.registry
        whole = CollectorRegistry()
        MultiProcessCollector(whole)  # type: ignore[no-untyped-call]
        return whole


def of_app() -> Metrics:
    """Return the metrics of the application at hand."""
    return cast(Metrics, current_app.extensions["metrics"])
