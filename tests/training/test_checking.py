"""The check passes on what is committed, finds what is planted, and its work grows as they do."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.reference.catalogue import Editions, Reference
from service.training.checking import check
from tests.effort import lines_run
from tests.training.conftest import SNIPPETS
from tests.training.test_snippets import label, snippet, write

Found = list[tuple[str, int]]
LONG = "Numb thumb for three weeks after the move, wrist extension weak on the left. Left C6 radiculopathy."


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Editions.load().for_date(None)


@pytest.fixture
def findings(tmp_path: Path, reference: Reference) -> Callable[..., Found]:
    """Return the kinds and lines of what is found in some records, balance left out."""

    def find(*records: dict[str, Any] | str) -> Found:
        found = check(write(tmp_path, *records), reference).findings
        return [(finding.kind, finding.line) for finding in found if finding.kind != "balance"]

    return find


def test_what_is_committed_is_sound(reference: Reference) -> None:
    found = check(SNIPPETS, reference)
    assert not found.findings
    assert found.counts.snippets >= 3000
    assert found.counts.without_code * 3 >= found.counts.snippets


def test_every_broken_line_is_found_at_once(findings: Callable[..., Found]) -> None:
    assert findings("{", snippet(), snippet(id="a-2", text="x")) == [("schema", 1), ("schema", 3)]


def test_an_id_given_twice_is_found(findings: Callable[..., Found]) -> None:
    other = snippet(text="Mild left C6 radiculopathy today.", spans=[{"start": 0, "end": 4, "role": "sign"}])
    assert findings(snippet(), other) == [("id", 2)]


def test_a_replacement_that_does_not_exist_is_found(findings: Callable[..., Found]) -> None:
    excluded = label(disposition="exclude", reason="disc", instead=["M50.129"])
    assert findings(snippet(codes=[excluded])) == [("code", 1)]


def test_the_same_words_in_other_clothes_are_found(findings: Callable[..., Found]) -> None:
    shouted = snippet()["text"].upper()
    assert ("duplicate", 2) in findings(snippet(), snippet(id="a-2", text=shouted))


def test_what_is_nearly_the_same_is_found_across_groups_only(findings: Callable[..., Found]) -> None:
    first, second = snippet(text=LONG), snippet(id="a-2", text=LONG.replace("three", "seven"))
    assert findings(first, second) == []
    assert findings(first, second | {"group": "a-02"}) == [("near-duplicate", 2)]
    assert findings(first, snippet(id="a-3", group="a-03", text=LONG[:40] + " and not so.")) == []


def test_lack_of_balance_is_found(tmp_path: Path, reference: Reference) -> None:
    found = check(write(tmp_path, snippet()), reference).findings
    details = [finding.detail for finding in found]
    assert any(detail.startswith("0.0% yield nothing") for detail in details)
    assert any(detail.startswith("M46.09 is given 0 times") for detail in details)
    assert any(detail.startswith("a wrote 100.0%") for detail in details)


def test_the_work_of_a_check_grows_as_its_snippets(tmp_path: Path, reference: Reference) -> None:
    """Four times the snippets take about four times the work; comparing all pairs would take sixteen."""
    words = [f"word{n}" for n in range(3_000)]
    choose = random.Random(1)

    def work(size: int) -> int:
        records = [
            snippet(
                id=f"a-{n}",
                group=f"g-{n}",
                text="No evidence of cervical radiculopathy. " + " ".join(choose.choices(words, k=40)),
                spans=[{"start": 0, "end": 2, "role": "sign"}],
            )
            for n in range(size)
        ]
        folder = tmp_path / str(size)
        folder.mkdir()
        write(folder, *records)

        def checked() -> None:
            assert {finding.kind for finding in check(folder, reference).findings} == {"balance"}

        return lines_run(checked)

    assert work(1_200) < 6 * work(300)
