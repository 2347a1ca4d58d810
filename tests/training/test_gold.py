"""Reading labelled notes, and measuring the answers to them as the definitions of the figures do."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from service.errors import SnippetError
from service.suggesting import Suggester
from service.training.figures import figures, requirement_figures
from service.training.gold import Answered, answer, read_gold
from tests.cli.test_training_loop import NOTE
from tests.golden.conftest import BESIDE, GOLDEN, suggester

__all__ = ["suggester"]

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(*records: dict[str, Any], name: str = "gold.jsonl") -> Path:
        (tmp_path / name).write_text(
            "".join(json.dumps(record) + "\n" for record in records), encoding="utf-8"
        )
        return tmp_path / name

    return write


def changed(**label: object) -> dict[str, Any]:
    """The note with its one label changed."""
    gold = NOTE["gold"]
    assert isinstance(gold, list)
    return NOTE | {"id": "n-2", "gold": [gold[0] | label]}


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (changed(quote="words that are not there"), "the quote is not in the text"),
        (changed(code="M54.2"), "is none of the nineteen codes"),
        (changed(reason="disc"), "does not go with assign"),
        (changed(instead=["M50.122"]), "exclude names what goes in its place"),
        (changed(requirements={"region": "met"}), "not those of the family"),
        (NOTE | {"id": "n-2", "alerts": ["code_last"]}, "alerts"),
        (NOTE | {"id": "n-2", "encounter_date": "soon"}, "encounter_date"),
        (NOTE, "the id n-1 is given twice"),
        ({"id": "n-2"}, "text: Field required"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_faulty_note_is_named_by_file_and_line(write: Write, record: dict[str, Any], said: str) -> None:
    file = write(NOTE, record)
    with pytest.raises(SnippetError) as caught:
        read_gold([file])
    assert str(caught.value).startswith(f"{file}:2: ") and said in str(caught.value)
    assert "numb thumb" not in str(caught.value)


def test_a_folder_is_read_whole_and_in_order(write: Write) -> None:
    second = write(NOTE | {"id": "b"}, name="2.jsonl")
    write(NOTE | {"id": "a"}, name="1.jsonl")
    assert [note.id for note in read_gold([second.parent])] == ["a", "b"]


def test_a_folder_without_notes_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(SnippetError, match="holds no .jsonl file"):
        read_gold([tmp_path])


def as_sent(one: Answered) -> dict[str, Any]:
    return one.given.model_dump(mode="json")


@pytest.mark.slow
@pytest.mark.skipif(not BESIDE.is_dir(), reason="the definitions do not stand beside the checkout")
def test_the_figures_are_those_of_the_definitions(suggester: Suggester) -> None:
    """The same answers, scored by the program that defines the figures."""
    paths = [GOLDEN / "n1.jsonl", *sorted(BESIDE.glob("*.jsonl"))]
    answered = [answer(suggester, note) for note in read_gold(paths)]
    records = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    expected, misses = definitions().score(records, {one.note.id: as_sent(one) for one in answered})
    by_requirement = expected.pop("gap_f1_by_requirement")
    cases = [one.case for one in answered]
    assert figures(cases).model_dump() == pytest.approx(expected)
    measured = requirement_figures(cases)
    found = {name.value: round(gap_f1, 3) for name, (gap_f1, _) in measured.items() if gap_f1 is not None}
    assert found == by_requirement
    assert [one.note.id for one in answered if one.is_wrong] == [record["id"] for record, *_ in misses]


def definitions() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", BESIDE / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
