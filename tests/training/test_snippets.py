"""The schema of snippets, and what is said of a line that does not hold one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from service.errors import SnippetError
from service.training.snippets import Snippet, fingerprint, read_snippets

TEXT = "Zervix\U0001f600: left C6 radiculopathy."


def snippet(**changes: Any) -> dict[str, Any]:
    start = TEXT.index("left")
    return {
        "id": "a-1",
        "text": TEXT,
        "codes": [{"code": "M54.12", "disposition": "assign", "reason": "established", "instead": []}],
        "spans": [{"start": start, "end": len(TEXT) - 1, "role": "diagnosis"}],
        "setting": "outpatient",
        "style": "scribe",
        "writer": "a",
        "group": "a-01",
        "kind": None,
        "source": "synthetic",
    } | changes


def label(**changes: Any) -> dict[str, Any]:
    return {"code": "M54.12", "disposition": "assign", "reason": "established", "instead": []} | changes


def write(folder: Path, *records: dict[str, Any] | str) -> Path:
    lines = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in records]
    (folder / "some.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_offsets_count_code_points(tmp_path: Path) -> None:
    (read,) = read_snippets(write(tmp_path, snippet()))
    assert [read.text[span.start : span.end] for span in read.spans] == ["left C6 radiculopathy"]


BROKEN = {
    "no JSON": '{"id": "a-1", "text": "Zervix',
    "no object": "[]",
    "unknown field": snippet(mood="good"),
    "missing field": {name: value for name, value in snippet().items() if name != "setting"},
    "unknown code": snippet(codes=[label(code="M54.19")]),
    "code twice": snippet(codes=[label(), label()]),
    "reason of another disposition": snippet(codes=[label(reason="uncertain")]),
    "exclude without replacement": snippet(codes=[label(disposition="exclude", reason="disc")]),
    "replacement without exclude": snippet(codes=[label(instead=["M50.122"])]),
    "exclude of M46.0": snippet(
        codes=[label(code="M46.02", disposition="exclude", reason="disc", instead=["M50.122"])]
    ),
    "replacement of no form": snippet(codes=[label(disposition="exclude", reason="disc", instead=["disc"])]),
    "span past the end": snippet(spans=[{"start": 0, "end": len(TEXT) + 1, "role": "sign"}]),
    "span turned round": snippet(spans=[{"start": 9, "end": 3, "role": "sign"}]),
    "span with a space": snippet(spans=[{"start": 8, "end": 12, "role": "sign"}]),
    "unknown role": snippet(spans=[{"start": 0, "end": 6, "role": "clue"}]),
    "code without span": snippet(spans=[]),
    "code with kind": snippet(kind="negated"),
    "neither code nor kind": snippet(codes=[]),
    "unknown kind": snippet(codes=[], kind="dull"),
    "unknown style": snippet(style="sonnet"),
    "unknown setting": snippet(setting="home"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_named_and_not_quoted(tmp_path: Path, broken: dict[str, Any] | str) -> None:
    folder = write(tmp_path, snippet(), broken)
    with pytest.raises(SnippetError) as caught:
        read_snippets(folder)
    assert str(caught.value).startswith(f"{folder / 'some.jsonl'}:2: ")
    assert caught.value.why and "Zervix" not in str(caught.value)


def test_a_folder_without_snippets_and_a_file_of_another_encoding_are_named(tmp_path: Path) -> None:
    with pytest.raises(SnippetError, match=r"holds no \.jsonl file"):
        read_snippets(tmp_path)
    (tmp_path / "latin.jsonl").write_bytes("caf\xe9\n".encode("latin-1"))
    with pytest.raises(SnippetError, match=r"latin\.jsonl: is not UTF-8"):
        read_snippets(tmp_path)


def test_the_fingerprint_sees_every_change_but_that_of_order(some: Sequence[Snippet]) -> None:
    assert fingerprint(some) == fingerprint(tuple(reversed(some)))
    changed = some[0].model_copy(update={"text": some[0].text + "."})
    assert fingerprint([changed, *some[1:]]) != fingerprint(some)
