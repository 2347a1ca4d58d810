"""Prove, promote, go back: as a maintainer types it, in one process, on models trained once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.training.snippets import Snippet
from tests.cli.test_training_loop import NOTE
from tests.conftest import TURNED


@pytest.fixture
def texts(some: Sequence[Snippet], tmp_path: Path) -> Path:
    path = tmp_path / "some.jsonl"
    path.write_text("".join(snippet.model_dump_json() + "\n" for snippet in some), encoding="utf-8")
    return path


def run(registry: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--models", str(registry)])


def test_compare_promote_and_roll_back(registry: Path, texts: Path) -> None:
    worse = run(registry, "compare", "worse", "--on", str(texts), "--text")
    assert worse.exit_code == 1 and worse.stdout.splitlines()[0] == "challenger worse, champion small"
    assert "does not pass the gate" in worse.stdout and f"refused: {TURNED}: recall falls" in worse.stdout
    assert f"  {TURNED} " in worse.stdout.split("codes that got worse")[1]
    assert "worse beyond the interval in exact" in worse.stdout
    refused = run(registry, "promote", "worse", "--why", "so", "--who", "eve")
    assert refused.exit_code == 1 and "does not pass the gate" in refused.stderr

    # The time that answers take is for benchmarks; here a busy machine must not decide.
    same = run(registry, "compare", "same", "--on", str(texts))
    assert "no figure differs beyond its interval" in same.stdout
    same = run(registry, "compare", "same", "--on", str(texts), "--json")
    found = json.loads(same.stdout)
    assert [reason for reason in found["refusals"] if "time" not in reason] == []
    promoted = run(registry, "promote", "same", "--why", "so", "--who", "eve", "--override", "a drill")
    assert "same is live; before it: small" in promoted.stdout
    back = run(registry, "rollback", "--why", "no", "--who", "ada")
    assert back.stdout == "small is live; gone back from same\n"
    log = json.loads(run(registry, "models", "log", "--json").stdout)
    assert [(line["from"], line["to"], line["rollback"], line["override"]) for line in log] == [
        (None, "small", False, None),
        ("small", "same", False, "a drill"),
        ("same", "small", True, None),
    ]
    assert "gate overridden: a drill" in run(registry, "models", "log").stdout
    verified = run(registry, "models", "verify")
    assert verified.exit_code == 0 and "worse: intact; its card is vouched for by a comparison" in (
        verified.stdout
    )


def test_no_held_out_group_in_common_is_said_with_a_way_out(registry: Path, texts: Path) -> None:
    learned = [line for line in texts.read_text(encoding="utf-8").splitlines() if '"writer":"w01"' in line]
    fitted = json.loads((registry / "small" / "card.json").read_bytes())["training"]["fitted_groups"]
    assert "w01" in fitted
    texts.write_text("\n".join(learned) + "\n", encoding="utf-8")
    called = run(registry, "compare", "same", "--on", str(texts))
    assert called.exit_code == 1 and "--on FILE" in called.stderr and "Traceback" not in called.output


def test_labelled_notes_can_be_compared_on_and_their_words_stay_out(registry: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(NOTE) + "\n", encoding="utf-8")
    called = run(registry, "compare", "same", "--on", str(gold))
    assert called.exit_code == 1 and "refused: 1 texts are too few" in called.stdout
    assert "labelled notes" in called.stdout and "numb thumb" not in called.output
    gold.write_text('{"gold": "numb thumb"}\n', encoding="utf-8")
    called = run(registry, "compare", "same", "--on", str(gold))
    assert called.exit_code == 1 and "gold.jsonl:1: " in called.stderr and "thumb" not in called.output


def test_diff_shows_what_moved(registry: Path) -> None:
    found = json.loads(run(registry, "models", "diff", "small", "worse", "--json").stdout)
    assert {TURNED, "without a code"} <= {change["name"] for change in found["data"]}
    assert found["weights"] and not [change for change in found["settings"] if change["name"] == "seed"]
    same = run(registry, "models", "diff", "small", "small").stdout
    assert same.startswith("data: the same\nsettings: the same\n") and "0 new, 0 gone" in same
    told = run(registry, "models", "show", "small").stdout
    assert told.startswith("small, trained at 2026-01-02 with seed 0\n") and "went live, by ada" in told
