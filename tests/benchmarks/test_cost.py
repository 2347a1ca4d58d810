"""The benchmark of cost: what it measures on, and how it reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.cost import HOSTILE, Growth, write_into
from benchmarks.notes import SNIPPETS, long_note, notes
from service.training.report import COST_BEGINS, COST_ENDS


def test_a_note_has_one_snippet_with_a_code() -> None:
    files = [file.read_text(encoding="utf-8") for file in SNIPPETS.rglob("*.jsonl")]
    records = [json.loads(line) for text in files for line in text.split("\n") if line]
    coded = {record["text"] for record in records if record["codes"]}
    note = long_note(20_000)
    assert sum(text in note for text in coded if len(text) > 80) == 1


def test_notes_are_as_long_as_asked_and_the_same_again() -> None:
    assert all(250 <= len(note.split()) <= 280 for note in notes(250, 20))
    assert notes(60, 5, seed=1) == notes(60, 5, seed=1) != notes(60, 5, seed=2)
    assert [len(long_note(length)) for length in (250, 200_000)] == [250, 200_000]
    assert long_note(5_000).startswith(long_note(2_000))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_as_long_as_asked(name: str) -> None:
    assert len(HOSTILE[name](2_000)) >= 2_000


def test_linear_cost_has_a_ratio_of_one_and_quadratic_cost_shows() -> None:
    assert Growth({2_000: 4.0, 200_000: 400.0}).ratio == pytest.approx(1)
    assert Growth({2_000: 4.0, 200_000: 40_000.0}).ratio == pytest.approx(100)


def test_the_cost_is_written_into_its_place_and_again(tmp_path: Path) -> None:
    report = tmp_path / "accuracy.md"
    report.write_text(f"before\n{COST_BEGINS}\nold\n{COST_ENDS}\nafter\n", encoding="utf-8")
    for measured in ("one", "two"):
        write_into(report, measured)
    assert report.read_text(encoding="utf-8") == f"before\n{COST_BEGINS}\ntwo\n{COST_ENDS}\nafter\n"


def test_a_report_without_a_place_is_left_alone(tmp_path: Path) -> None:
    report = tmp_path / "accuracy.md"
    report.write_text("no place", encoding="utf-8")
    with pytest.raises(SystemExit, match="has no place for the cost"):
        write_into(report, "one")
    assert report.read_text(encoding="utf-8") == "no place"
