"""The datasheet counts what is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from service.errors import DatasheetError
from service.training.agreement import read_agreement
from service.training.datasheet import BEGINS, ENDS, render, write_counts
from service.training.snippets import Snippet, read_snippets
from tests.training.conftest import SNIPPETS

DATASHEET = (SNIPPETS.parent / "README.md").read_text(encoding="utf-8")


def test_the_counts_are_those_of_the_snippets() -> None:
    assert render(read_snippets(SNIPPETS)) in DATASHEET, "run scribe-assist snippets datasheet"


def test_the_counts_are_written_between_the_marks_and_nowhere_else(
    some: Sequence[Snippet], tmp_path: Path
) -> None:
    sheet = tmp_path / "README.md"
    sheet.write_text(f"before\n{BEGINS}\nold\n{ENDS}\nafter\n")
    assert write_counts(sheet, some) is True
    text = sheet.read_text()
    assert (
        text.startswith(f"before\n{BEGINS}\n") and text.endswith(f"\n{ENDS}\nafter\n") and "old" not in text
    )
    assert f"{len(some)} snippets of " in text
    assert write_counts(sheet, some) is False and sheet.read_text() == text


@pytest.mark.parametrize("text", ["no marks", f"{ENDS} {BEGINS}", None])
def test_a_datasheet_without_a_place_for_them_is_refused_and_left_alone(
    some: Sequence[Snippet], tmp_path: Path, text: str | None
) -> None:
    sheet = tmp_path / "README.md"
    if text is not None:
        sheet.write_text(text)
    with pytest.raises(DatasheetError, match="README.md"):
        write_counts(sheet, some)
    assert text is None or sheet.read_text() == text


def test_the_agreement_is_that_of_the_table() -> None:
    found = read_agreement(SNIPPETS)
    rows = {
        question: (int(same), int(texts), float(kappa))
        for question, same, texts, kappa in re.findall(
            r"^\| (.*?) \|.*\| (\d+) of (\d+) \| ([\d.]+) \|$", DATASHEET, re.M
        )
    }
    assert len(rows) == 4 and rows.keys() == found.keys()
    for question, (same, texts, kappa) in rows.items():
        one = found[question]
        assert (one.texts, one.kappa) == (texts, kappa) and abs(one.same - same / texts) < 1e-4
