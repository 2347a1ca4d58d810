"""A phrase with choices stands for every wording that they allow."""

from __future__ import annotations

import pytest

from service.errors import LexiconError
from service.reading.phrases import expand


@pytest.mark.parametrize(
    ("phrase", "wordings"),
    [
        ("arm pain", {"arm pain"}),
        ("(arm|leg) pain", {"arm pain", "leg pain"}),
        ("(severe |)pain", {"severe pain", "pain"}),
        ("pinched nerve(s|)", {"pinched nerve"}),
        ("(a|(b|c) d)", {"a", "b d", "c d"}),
        ("root at <level>", {"root at <level>"}),
    ],
)
def test_choices_are_written_out(phrase: str, wordings: set[str]) -> None:
    assert expand(phrase) == wordings


def test_a_choice_without_end_is_a_fault() -> None:
    with pytest.raises(LexiconError, match="choice"):
        expand("(arm|leg pain")
