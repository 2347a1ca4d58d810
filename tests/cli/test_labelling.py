"""`scribe-assist snippets agree` and `suspect`, as a labeller calls them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from click.testing import CliRunner

from service.cli import main
from service.training.snippets import Snippet
from tests.cli.test_training_loop import NOTE


def test_labelled_notes_are_compared_by_requirement_too(tmp_path: Path) -> None:
    gold = NOTE["gold"]
    assert isinstance(gold, list)
    other = gold[0] | {"requirements": gold[0]["requirements"] | {"imaging": "partial"}}
    for name, labels in (("a", gold), ("b", [other])):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(NOTE | {"gold": labels}) + "\n", encoding="utf-8")
    words = ["snippets", "agree", str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")]
    found = json.loads(CliRunner().invoke(main, [*words, "--json"]).stdout)
    assert found["whole label"]["same"] == found["requirement region"]["same"] == 1
    assert found["requirement imaging"] == {"texts": 1, "same": 0.0, "kappa": 0.0}
    assert "requirement imaging" in CliRunner().invoke(main, words).stdout


def test_the_same_id_for_another_text_is_an_error(tmp_path: Path) -> None:
    for name, text in (("a", NOTE["text"]), ("b", f"{NOTE['text']} More.")):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(NOTE | {"text": text}) + "\n", encoding="utf-8")
    called = CliRunner().invoke(
        main, ["snippets", "agree", str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")]
    )
    assert called.exit_code == 1 and "n-1 is another text" in called.stderr and "thumb" not in called.output


def test_suspects_are_named_and_their_texts_shown_on_request_alone(
    some: Sequence[Snippet], tmp_path: Path
) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text("".join(snippet.model_dump_json() + "\n" for snippet in some), encoding="utf-8")
    words = ["snippets", "suspect", "--snippets", str(tmp_path), "--limit", "3"]
    plain = CliRunner().invoke(main, words)
    assert plain.exit_code == 0 and plain.stdout.count("  confidence 0.") == 3
    first = plain.stdout.split()[0]
    text = " ".join(next(snippet.text for snippet in some if snippet.id == first).split())
    assert text not in plain.stdout
    assert text in CliRunner().invoke(main, [*words, "--text"]).stdout
