"""Electrodiagnostics: each cell of the domain's table; it cannot be missing."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask

TESTS = [
    pytest.param("EMG of the right arm: denervation in C7 muscles.", "met", id="abnormal result"),
    pytest.param("NCS/EMG right upper limb normal.", "met", id="normal result"),
    pytest.param("Nerve conduction study of the right arm showed no median entrapment.", "met", id="NCS"),
    pytest.param("EMG not performed.", "met", id="not performed"),
    pytest.param("Electrodiagnostic studies have not been done.", "met", id="not done"),
    pytest.param(
        "EMG of the right arm was done last week; results not yet available.", "partial", id="no result yet"
    ),
    pytest.param("She had an EMG of the right arm in May.", "partial", id="result not given"),
    pytest.param("Bloods normal.", "not_applicable", id="not mentioned"),
    pytest.param("EMG of the right arm ordered.", "not_applicable", id="only ordered"),
    pytest.param(
        "EMG of both legs showed a length-dependent polyneuropathy.",
        "not_applicable",
        id="another region's limb",
    ),
]


@pytest.mark.parametrize(("tests", "status"), TESTS)
def test_electrodiagnostics_of_this_regions_limb(ask: Ask, tests: str, status: str) -> None:
    answer = ask(f"""
        HPI: Right arm pain to the middle finger.
        Tests: {tests}
        Assessment: Right C7 radiculopathy.
        Plan: Therapy.
    """)
    assert answer.statuses("M54.12")["electrodiagnostics"] == status


def test_a_study_in_the_plan_is_only_ordered(ask: Ask) -> None:
    answer = ask("Assessment: Right C7 radiculopathy.\nPlan: EMG/NCS right upper extremity. Therapy.")
    assert answer.statuses("M54.12")["electrodiagnostics"] == "not_applicable"


def test_each_of_two_regions_has_its_own_study(ask: Ask) -> None:
    answer = ask("""
        Tests: EMG of the left leg shows chronic L5 denervation.
        Assessment: L5 radiculopathy. C7 radiculopathy.
    """)
    assert answer.statuses("M54.16")["electrodiagnostics"] == "met"
    assert answer.statuses("M54.12")["electrodiagnostics"] == "not_applicable"
