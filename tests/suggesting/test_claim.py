"""The codes of a claim count in whatever spelling they are sent, and a code that is none breaks nothing."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask

SPELLINGS = ["M54.10", "m54.10", "M5410", "m5410", " M54.10 ", "M54.10  ", "M5410\t"]


@pytest.mark.parametrize("spelling", SPELLINGS, ids=repr)
def test_a_code_of_the_claim_counts_in_any_spelling(ask: Ask, spelling: str) -> None:
    answer = ask("Assessment: C6 radiculopathy.", codes=[spelling])
    assert set(answer.alerts["unspecified_but_localised"].codes) == {"M54.10", "M54.12"}


@pytest.mark.parametrize("spelling", ["m06.9", "M069", "m069 "])
def test_a_condition_of_the_claim_counts_in_any_spelling(ask: Ask, spelling: str) -> None:
    answer = ask("Assessment: C2 radiculopathy due to rheumatoid arthritis.", codes=[spelling, "m5411"])
    assert not {"code_first", "code_also"} & set(answer.alerts)


@pytest.mark.parametrize("codes", [["m5412", "m50122"], ["M5412 ", " M50.122"]])
def test_a_pair_of_the_claim_conflicts_in_any_spelling(ask: Ask, codes: list[str]) -> None:
    assert "excludes1_conflict" in ask("Seen.", codes=codes).alerts


def test_one_code_in_two_spellings_is_one_code(ask: Ask) -> None:
    assert ask("Assessment: C6 radiculopathy.", codes=["M54.12", "m5412 "]).alerts == {}


@pytest.mark.parametrize(
    "codes",
    [
        [""],
        ["-"],
        ["M"],
        ["M54"],
        ["M54.1-"],
        ["ZZZ.ZZZ"],
        ["M54.12" * 2],
    ],
)
def test_a_code_that_is_none_breaks_nothing(ask: Ask, codes: list[str]) -> None:
    assert list(ask("Assessment: C6 radiculopathy.", codes=codes).suggestions) == ["M54.12"]
