"""The golden notes, answered by the live model as a server would answer them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from service.classifier.artifact import load_live
from service.reference.catalogue import Editions
from service.suggesting import Suggester
from service.training.gold import Answered, answer, read_gold

GOLDEN = Path(__file__).parent
ROOT = GOLDEN.parent.parent
# Further labelled notes that may stand beside the checkout.
BESIDE = ROOT.parent / "shared" / "eval"


@pytest.fixture(scope="session")
def suggester() -> Suggester:
    return Suggester(load_live(ROOT / "models"), Editions.load())


@pytest.fixture(scope="session")
def golden(suggester: Suggester) -> Sequence[Answered]:
    return [answer(suggester, note) for note in read_gold([GOLDEN])]
