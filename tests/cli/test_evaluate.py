"""`scribe-assist evaluate`: figures, misses and a report, and no word of a note but on the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from tests.cli.test_training_loop import NOTE

WORDS = "left C6 radiculopathy"
EMPTY = NOTE | {"id": "n-2", "text": "Blood pressure is well controlled. Continue lisinopril.", "gold": []}
WRONG = NOTE | {"id": "n-3", "gold": [], "tags": ["wrong on purpose"]}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A right note, a right one without a code, and one whose gold says that it has none."""
    folder = tmp_path / "by_hand"
    folder.mkdir()
    lines = [json.dumps(note) + "\n" for note in (NOTE, EMPTY, WRONG)]
    (folder / "notes.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


def call(*words: str) -> Result:
    return CliRunner().invoke(main, ["evaluate", *words])


def test_the_figures_have_intervals_and_parts(gold: Path) -> None:
    called = json.loads(call(str(gold), "--json").stdout)
    assert called["figures"]["exact"] == pytest.approx(2 / 3)
    assert called["figures"]["false_note"] == 0.5
    low, high = called["intervals"]["exact"]
    assert low < 2 / 3 < high
    assert called["by"]["family"]["M54.1"]["notes"] == 1 and called["by"]["disposition"]["none"]["notes"] == 2
    assert called["by"]["tag"]["wrong on purpose"]["exact"] == 0
    assert called["by_requirement"]["imaging"] == {"gap_f1": 1, "status": 1}


def test_the_same_seed_gives_the_same_intervals(gold: Path) -> None:
    first, again = (call(str(gold), "--seed", "1", "--json").stdout for _ in range(2))
    assert first == again


def test_misses_show_the_gold_the_answer_and_the_words_that_misled(gold: Path) -> None:
    shown = call(str(gold), "--misses", "5").stdout
    assert "n-3 (outpatient; wrong on purpose)" in shown
    assert "M54.12 disposition: gold nothing, got assign established" in shown
    assert "in assessment" in shown and "radiculopathy" in shown
    assert "n-1 (" not in shown and "n-2 (" not in shown


def test_without_misses_no_word_of_a_note_is_shown(gold: Path) -> None:
    for called in (call(str(gold)), call(str(gold), "--json", "--misses", "5")):
        assert called.exit_code == 0 and "radiculopathy" not in called.output.replace("M54", "")
    missed = json.loads(call(str(gold), "--json").stdout)["misses"]
    assert [miss["id"] for miss in missed] == ["n-3"] and "mention" not in missed[0]["faults"][0]


def test_a_report_holds_every_part_and_no_word_of_a_note(gold: Path, tmp_path: Path) -> None:
    report = tmp_path / "accuracy.md"
    called = call(str(gold), str(gold / "notes.jsonl"), "--report", str(report))
    assert called.exit_code == 0, called.output
    text = report.read_text(encoding="utf-8")
    for heading in ("## Figures", "## Ablation", "## Reliability", "## Cost", "## What remains wrong"):
        assert f"\n{heading}\n" in text
    assert "by_hand (3)" in text and "notes (3)" in text
    assert "| disposition: nothing, got assign established | 1 |" in text
    assert WORDS not in text and "n-3" not in text


def test_a_new_report_keeps_the_cost_that_was_measured(gold: Path, tmp_path: Path) -> None:
    report = tmp_path / "accuracy.md"
    call(str(gold), "--report", str(report))
    unmeasured = "Not measured yet: `make accuracy` measures it."
    before = report.read_text(encoding="utf-8")
    assert unmeasured in before
    report.write_text(before.replace(unmeasured, "a curve"), encoding="utf-8")
    call(str(gold), "--report", str(report))
    after = report.read_text(encoding="utf-8")
    assert "\na curve\n" in after and unmeasured not in after


@pytest.mark.parametrize(
    "words", [[], ["nowhere.jsonl"], ["--version", "../away", "."], ["--misses", "-1", "."]]
)
def test_a_wrong_call_exits_2(words: list[str]) -> None:
    assert call(*words).exit_code == 2


def test_a_note_given_twice_is_named_by_file_and_line(gold: Path) -> None:
    called = call(str(gold), str(gold / "notes.jsonl"))
    assert called.exit_code == 1 and "notes.jsonl:1: the id n-1 is given twice" in called.output
