"""The datasheet counts what is there."""

from __future__ import annotations

import re

from service.training.agreement import read_agreement
from service.training.counting import count
from service.training.snippets import read_snippets
from tests.training.conftest import SNIPPETS

DATASHEET = (SNIPPETS.parent / "README.md").read_text(encoding="utf-8")


def test_the_counts_are_those_of_the_snippets() -> None:
    counts = count(read_snippets(SNIPPETS))
    rows = dict(re.findall(r"^\| ([\w. ]+?) \| (\d+) \|", DATASHEET, re.M))
    for table in (counts.by_code, counts.by_disposition, counts.by_style, counts.by_writer):
        stated = {name: int(rows.get(name, 0)) for name in table}
        assert stated == table, "write these counts into training_data/README.md"
    assert f"{counts.snippets} short excerpts" in DATASHEET
    kinds = dict(re.findall(r"(\w+)\s(\d+)[,.]", DATASHEET.split("by the reason why not:")[1].split("##")[0]))
    assert {name: int(n) for name, n in kinds.items()} == counts.by_kind


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
