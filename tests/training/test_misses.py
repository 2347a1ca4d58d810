"""What went wrong in a note is named, with the words that misled."""

from __future__ import annotations

from typing import Any

import pytest

from service.suggesting import Suggester
from service.training.gold import Answered, GoldNote, answer
from service.training.misses import count_faults, find_faults
from tests.cli.test_training_loop import NOTE
from tests.golden.conftest import suggester

__all__ = ["suggester"]


def labelled(**changes: object) -> GoldNote:
    gold: Any = NOTE["gold"]
    label = {name: value for name, value in changes.items() if name not in ("alerts", "gold", "text")}
    rest = {name: value for name, value in changes.items() if name not in label}
    return GoldNote.model_validate(NOTE | {"gold": [gold[0] | label]} | rest)


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({}, []),
        (
            {"disposition": "query", "reason": "uncertain"},
            ["disposition: query uncertain, got assign established"],
        ),
        ({"gold": []}, ["disposition: nothing, got assign established"]),
        ({"alerts": ["code_first"]}, ["code_first: raised, got not raised"]),
        (
            {"code": "M54.13"},
            [
                "disposition: assign established, got nothing",
                "disposition: nothing, got assign established",
            ],
        ),
        (
            {
                "text": "Assessment: left C6 radiculopathy due to C5-C6 disc herniation. Plan: therapy.",
                "disposition": "exclude",
                "reason": "disc",
                "instead": ["M50.123"],
                "requirements": {},
            },
            ["instead: M50.123, got M50.122"],
        ),
    ],
    ids=["nothing wrong", "disposition", "a false code", "a missed alert", "another code", "replacement"],
)
def test_a_fault_is_counted_in_its_class(
    suggester: Suggester, changes: dict[str, object], kinds: list[str]
) -> None:
    faults = find_faults(answer(suggester, labelled(**changes)))
    assert [fault.kind for fault in faults] == kinds


def test_a_wrong_status_names_its_requirement_and_the_words(suggester: Suggester) -> None:
    gold: Any = NOTE["gold"]
    (fault,) = wrong(suggester, requirements=gold[0]["requirements"] | {"distribution": "partial"})
    assert (fault.what, fault.gold, fault.got, fault.code) == ("distribution", "partial", "met", "M54.12")
    assert "thumb" in fault.mention and fault.section == "assessment"


def test_a_missed_diagnosis_says_how_its_words_were_read(suggester: Suggester) -> None:
    text = "HPI: Neck pain. Assessment: no left C6 radiculopathy. Plan: return if it changes."
    (fault,) = wrong(suggester, text=text)
    assert fault.got == "nothing" and "read as negated" in fault.rule
    assert (fault.mention, fault.section) == ("left C6 radiculopathy", "assessment")


def test_classes_are_counted_commonest_first(suggester: Suggester) -> None:
    missed = wrong(suggester, alerts=["code_first"])
    false = wrong(suggester, gold=[])
    assert [count for _, count in count_faults([*missed, *false, *false])] == [2, 1]


def wrong(suggester: Suggester, **changes: object) -> tuple[Any, ...]:
    answered: Answered = answer(suggester, labelled(**changes))
    return find_faults(answered)
