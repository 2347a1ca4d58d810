"""From snippets to a live model and its figures, by the commands that a maintainer types."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_command import call
from tests.training.conftest import SNIPPETS

NOTE = {
    "id": "n-1",
    "text": "Assessment: left C6 radiculopathy, numb thumb. Plan: physical therapy.",
    "setting": "outpatient",
    "encounter_date": "2026-03-14",
    "claim": {"codes": [], "orders": []},
    "gold": [
        {
            "code": "M54.12",
            "disposition": "assign",
            "reason": "established",
            "instead": [],
            "requirements": {
                "region": "met",
                "distribution": "met",
                "imaging": "missing",
                "electrodiagnostics": "not_applicable",
                "conservative_treatment": "missing",
                "underlying_condition": "not_applicable",
            },
            "quote": "left C6 radiculopathy",
        }
    ],
    "alerts": [],
    "tags": [],
}


@pytest.fixture(scope="module")
def snippets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eighty snippets of each of five writers."""
    folder = tmp_path_factory.mktemp("snippets")
    for file in sorted(SNIPPETS.glob("*.jsonl"))[:5]:
        lines = file.read_text(encoding="utf-8").split("\n")[:-1]
        (folder / file.name).write_text("\n".join(lines[::3][:80]) + "\n", encoding="utf-8")
    return folder


def test_train_promote_list_verify_evaluate(snippets: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    here = {"SCRIBE_ASSIST_MODELS": str(models)}
    trained = call("train", "--snippets", str(snippets), "--version", "2026.01.02", **here)
    assert trained.returncode == 0, trained.stderr
    assert "reading the snippets: 400 done" in trained.stderr
    assert "on writers that the weights never saw" in trained.stdout

    again = call("train", "--snippets", str(snippets), "--version", "2026.01.02", **here)
    assert again.returncode == 1 and "exists already" in again.stderr

    promoted = call("promote", "2026.01.02", "--why", "the first", "--who", "ada", **here)
    assert promoted.stdout == "2026.01.02 is live; before it: none\n"
    listed = json.loads(call("models", "list", "--json", **here).stdout)
    assert listed["live"] == "2026.01.02" == listed["versions"][0]["version"]
    shown = json.loads(call("models", "show", "--json", **here).stdout)
    assert shown["trained_at"] == "2026-01-02" and shown["data"]["counts"]["snippets"] == 400

    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(NOTE) + "\n", encoding="utf-8")
    scored = json.loads(call("evaluate", str(gold), "--json", **here).stdout)
    assert scored["model"] == "2026.01.02" and scored["misses"] == []
    assert scored["figures"]["f1"] == scored["figures"]["status"] == 1

    intact = "2026.01.02: intact; its card is vouched for by the log of promotions\n"
    assert call("models", "verify", **here).stdout == intact
    (models / "2026.01.02" / "weights.npz").write_bytes(b"")
    verified = call("models", "verify", **here)
    assert verified.returncode == 1 and "weights.npz: is truncated or altered" in verified.stdout


def test_a_broken_snippet_stops_the_training_and_is_named(snippets: Path, tmp_path: Path) -> None:
    (tmp_path / "w.jsonl").write_text('{"id": "secret words"\n', encoding="utf-8")
    called = call("train", "--snippets", str(tmp_path), "--models", str(tmp_path / "models"))
    assert called.returncode == 1
    assert (
        "w.jsonl:1: " in called.stderr and "secret" not in called.stderr and "Traceback" not in called.stderr
    )


def test_a_broken_labelled_note_is_named(snippets: Path, tmp_path: Path) -> None:
    here = {"SCRIBE_ASSIST_MODELS": str(tmp_path / "models")}
    call("train", "--snippets", str(snippets), "--version", "1", **here)
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(NOTE | {"setting": "home"}) + "\n", encoding="utf-8")
    called = call("evaluate", str(gold), "--version", "1", **here)
    assert called.returncode == 1 and "gold.jsonl:1: setting" in called.stderr


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["train", "--version", "../away"], 2),
        (["train", "--snippets", "nowhere"], 2),
        (["promote", "1.0"], 2),
        (["promote", "1.0", "--why", "no such version"], 1),
        (["models", "show", "1.0"], 1),
        (["models", "verify", "1.0"], 1),
        (["models", "verify", "../away"], 2),
        (["models", "diff", "1.0", "2.0"], 1),
        (["promote", "1.0", "--why", " "], 2),
        (["promote", "1.0", "--why", "so", "--override", ""], 2),
        (["rollback"], 2),
        (["rollback", "--why", "nothing to go back to"], 1),
        (["compare"], 2),
        (["compare", "1.0"], 1),
        (["compare", "1.0", "--champion", "2.0", "--on", "nowhere"], 2),
        (["compare", "1.0", "--champion", "2.0"], 1),
        (["evaluate"], 2),
        (["snippets", "check", "nowhere"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_with_a_call_is_said(words: list[str], status: int, tmp_path: Path) -> None:
    called = call(*words, SCRIBE_ASSIST_MODELS=str(tmp_path))
    assert called.returncode == status
    assert called.stderr + called.stdout and "Traceback" not in called.stderr


def test_snippets_check_names_what_it_finds(snippets: Path, tmp_path: Path) -> None:
    lines = (snippets / "w01.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "w.jsonl").write_text("\n".join([*lines, lines[4], "{"]) + "\n", encoding="utf-8")
    called = call("snippets", "check", str(tmp_path))
    assert called.returncode == 1
    assert "w.jsonl:81: duplicate: " in called.stdout and "w.jsonl:82: schema: " in called.stdout
    found = json.loads(call("snippets", "check", str(tmp_path), "--json").stdout)["findings"]
    assert {finding["line"] for finding in found} >= {81, 82}


def test_snippets_agree_compares_what_both_labelled(snippets: Path) -> None:
    called = call("snippets", "agree", str(snippets), str(snippets), "--json")
    found = json.loads(called.stdout)
    assert found["whole label"] == {"texts": 400, "same": 1.0, "kappa": 1.0}
