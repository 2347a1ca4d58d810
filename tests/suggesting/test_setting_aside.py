"""Each rule that sets words aside is named as what it is."""

from __future__ import annotations

import pytest

from service.classifier.candidates import assess
from service.reading import read
from service.suggesting.setting_aside import Why, set_aside


def whys(note: str) -> list[tuple[str, Why]]:
    assessed = assess(read(note))
    return [(one.text, one.why) for one in set_aside(assessed, [c.code for c in assessed.candidates])]


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("ASSESSMENT: No radiculopathy.", Why.DENIED),
        ("Mother had lumbar radiculopathy.", Why.RELATIVE),
        ("PLAN: Return if radiculopathy develops.", Why.HYPOTHETICAL),
        ("HPI: History of C6 radiculopathy in 2019, resolved.", Why.PAST),
        ("PAST MEDICAL HISTORY: lumbar radiculopathy.\n\nASSESSMENT: Hypertension.", Why.CARRIED),
    ],
)
def test_a_diagnosis_that_does_not_count_says_why(note: str, why: Why) -> None:
    assert why in [found for text, found in whys(note) if "radiculopathy" in text]


def test_one_indicator_alone_is_too_little() -> None:
    assert whys("EXAM: Spurling positive on the right.") == [("Spurling", Why.TOO_FEW)]


def test_another_diagnosis_that_explains_the_signs_is_named_and_so_are_the_signs() -> None:
    note = (
        "HPI: pain shoots down the left leg to the lateral calf. EXAM: straight leg raise positive. "
        "ASSESSMENT: Sciatica."
    )
    found = whys(note)
    assert ("Sciatica", Why.ELSEWHERE) in found
    assert Why.EXPLAINED in [why for _, why in found]


def test_words_that_carry_a_suggestion_are_not_set_aside() -> None:
    assert whys("ASSESSMENT: C6 radiculopathy.") == []


def test_a_candidate_that_was_not_suggested_is_told_of_as_unlikely() -> None:
    assessed = assess(read("ASSESSMENT: C6 radiculopathy."))
    assert [one.why for one in set_aside(assessed, [])] == [Why.UNLIKELY]
