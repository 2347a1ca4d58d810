"""`scribe-assist reference lint-queries`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.suggesting import lint
from tests.cli.test_training_loop import NOTE

COMMAND = ["reference", "lint-queries"]


def test_the_editions_queries_are_clean() -> None:
    called = CliRunner().invoke(main, COMMAND)
    assert (called.exit_code, called.stdout) == (0, "0 findings\n")


def test_a_finding_names_its_place_and_exits_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the problem's own word forbidden, the queries about the note break a rule."""
    monkeypatch.setattr(lint, "_PAYMENT", re.compile("radiculopathy"))
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(NOTE) + "\n", encoding="utf-8")
    called = CliRunner().invoke(main, [*COMMAND, str(gold)])
    assert called.exit_code == 1
    assert "2026.1/queries.json: M54.1 imaging missing about n-1: payment: radiculopathy" in called.stdout
    rows = json.loads(CliRunner().invoke(main, [*COMMAND, str(gold), "--json"]).stdout)["findings"]
    assert rows and all("detail" not in row for row in rows)
