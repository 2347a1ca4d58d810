"""The dashboard and the documented alarms ask for metrics and labels that there are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from service.web.metrics import Metrics

DOCS = Path(__file__).parents[2] / "docs"
NAME = re.compile(r"\bscribe_assist_\w+")
LABELS = re.compile(r"(scribe_assist_\w+)\{([^}]*)\}")
BY = re.compile(r"by \(([^)]*)\)[^a-z]*\(?\s*(?:rate|increase)\((scribe_assist_\w+)")


@pytest.fixture(scope="module")
def offered() -> dict[str, set[str]]:
    """The labels of each metric's samples, by every name that Prometheus knows it by."""
    found: dict[str, set[str]] = {}
    for family, names in Metrics().registry._collector_to_names.items():
        for name in names:
            found[name] = {*family._labelnames, "le"}  # type: ignore[attr-defined]
    return found


def expressions() -> list[str]:
    dashboard = json.loads((DOCS / "grafana-dashboard.json").read_text(encoding="utf-8"))
    drawn = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    operations = (DOCS / "operations.md").read_text(encoding="utf-8")
    alarms = re.findall(r"^\| `([^`]*[(][^`]*scribe_assist[^`]*)`", operations, re.M)
    assert len(drawn) > 10 and len(alarms) >= 5
    return drawn + alarms


def test_every_metric_and_label_that_is_asked_for_exists(offered: dict[str, set[str]]) -> None:
    for expression in expressions():
        assert NAME.findall(expression), expression
        for name in NAME.findall(expression):
            assert name in offered, name
        for name, labels in LABELS.findall(expression):
            assert set(re.findall(r"(\w+)\s*[!=]", labels)) <= offered[name], expression
        for labels, name in BY.findall(expression):
            assert set(re.split(r",\s*", labels)) <= offered[name], expression


def test_every_metric_is_drawn(offered: dict[str, set[str]]) -> None:
    drawn = (DOCS / "grafana-dashboard.json").read_text(encoding="utf-8")
    metrics = {name for name in offered if name.endswith(("_total", "_workers", "_bucket"))}
    assert metrics and not [name for name in metrics if name not in drawn]
