"""Every query that is asked about a labelled note keeps to the compliant-query practice."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from service.suggesting import Suggester
from service.suggesting.lint import Finding, lint_answer
from service.training.gold import Answered, answer, read_gold
from tests.golden.conftest import BESIDE


def findings(answered: Sequence[Answered]) -> list[Finding]:
    assert sum(len(one.gaps) for each in answered for one in each.given.suggestions) > len(answered) / 3
    return [found for one in answered for found in lint_answer(one.note.text, one.given, one.note.id)]


def test_every_query_about_a_golden_note_is_compliant(golden: Sequence[Answered]) -> None:
    assert findings(golden) == []


@pytest.mark.skipif(not BESIDE.is_dir(), reason="no further notes stand beside the checkout")
def test_every_query_about_the_notes_beside_the_checkout_is_compliant(suggester: Suggester) -> None:
    assert findings([answer(suggester, note) for note in read_gold([BESIDE])]) == []
