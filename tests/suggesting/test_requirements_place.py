"""Region and distribution: where the diagnosis lies and where it is felt, each cell of the domain's table."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask

REGION = [
    pytest.param("Assessment: C6 radiculopathy.", "M54.12", "met", id="radiculopathy, level named"),
    pytest.param("Assessment: Lumbar radiculitis.", "M54.16", "met", id="radiculopathy, region named"),
    pytest.param("Assessment: Radiculopathy.", "M54.10", "missing", id="radiculopathy, neither named"),
    pytest.param(
        "Assessment: Upper cervical radiculopathy.", "M54.10", "missing", id="radiculopathy, upper cervical"
    ),
    pytest.param(
        "Assessment: Enthesitis of the supraspinous ligament at L3.",
        "M46.06",
        "met",
        id="enthesopathy, level",
    ),
    pytest.param("Assessment: Thoracic spinal enthesopathy.", "M46.04", "met", id="enthesopathy, region"),
    pytest.param(
        "Assessment: Enthesopathy of the interspinous ligaments at C5 and L4.",
        "M46.09",
        "met",
        id="enthesopathy, several regions",
    ),
    pytest.param("Assessment: Spinal enthesopathy.", "M46.00", "missing", id="enthesopathy, neither named"),
    pytest.param(
        "Assessment: Upper cervical spinal enthesopathy.", "M46.01", "met", id="enthesopathy, upper cervical"
    ),
]


@pytest.mark.parametrize(("note", "code", "status"), REGION)
def test_region_is_met_by_a_level_or_a_region_so_that_the_code_does_not_end_in_0(
    ask: Ask, note: str, code: str, status: str
) -> None:
    answer = ask(f"HPI: Seen for review.\n{note}\nPlan: Review in six weeks.")
    assert answer.statuses(code)["region"] == status


DISTRIBUTION = [
    pytest.param(
        """
        HPI: Numbness in the C6 dermatome for a month.
        Assessment: Cervical radiculopathy.
        """,
        "met",
        id="a dermatome",
    ),
    pytest.param(
        """
        S: Pain from the neck into the right thumb and index finger.
        A: Cervical radiculopathy.
        """,
        "met",
        id="thumb and index finger",
    ),
    pytest.param(
        """
        Subjective: Numbness over the right occipital scalp since the winter.
        Impression: C2 radiculopathy.
        """,
        "met",
        id="occipital scalp",
    ),
    pytest.param(
        """
        History: Back pain that shoots to the left lateral calf.
        Impression: L5 radiculopathy.
        """,
        "met",
        id="lateral calf",
    ),
    pytest.param(
        """
        Interval history: Burning in a band under the left breast.
        Diagnosis: T6 radiculopathy.
        """,
        "met",
        id="a band of the trunk",
    ),
    pytest.param(
        """
        Exam: Pinprick reduced in the left L5 dermatome.
        Diagnosis: Lumbar radiculopathy.
        """,
        "met",
        id="a root's sensory deficit",
    ),
    pytest.param(
        """
        Exam: Left triceps 3/5, other muscles full.
        Diagnosis: C7 radiculopathy.
        """,
        "met",
        id="a root's motor deficit",
    ),
    pytest.param(
        """
        HPI: Pain runs down the leg after standing.
        Diagnosis: L4 radiculopathy.
        """,
        "partial",
        id="down the leg",
    ),
    pytest.param(
        """
        HPI: Pain goes from buttock to leg, on the right.
        Diagnosis: L4 radiculopathy.
        """,
        "partial",
        id="buttock to leg",
    ),
    pytest.param(
        """
        HPI: Pain radiates into the whole left arm.
        Diagnosis: C6 radiculopathy.
        """,
        "partial",
        id="the whole arm",
    ),
    pytest.param(
        """
        HPI: Radicular symptoms continue as before.
        Diagnosis: L4 radiculopathy.
        """,
        "partial",
        id="radicular symptoms",
    ),
    pytest.param(
        """
        HPI: Here to discuss the results.
        Diagnosis: L4 radiculopathy.
        Plan: Therapy.
        """,
        "missing",
        id="nothing",
    ),
    pytest.param(
        """
        HPI: Low back pain in the midline, no leg pain.
        Diagnosis: L4 radiculopathy.
        """,
        "missing",
        id="axial pain only",
    ),
    pytest.param(
        """
        HPI: Neck pain for six weeks.
        Exam: Biceps reflex absent on the left.
        Diagnosis: C6 radiculopathy.
        """,
        "missing",
        id="a reflex alone",
    ),
    pytest.param(
        """
        HPI: Denies numbness in the thumb, denies arm pain.
        Diagnosis: C6 radiculopathy.
        """,
        "missing",
        id="a distribution that is denied",
    ),
    pytest.param(
        """
        HPI: Neck pain. Separately, numb left toes from his diabetes.
        Diagnosis: C6 radiculopathy.
        """,
        "missing",
        id="a symptom of another region",
    ),
    pytest.param(
        """
        HPI: Pain down the right leg, worst over the top of the foot.
        Diagnosis: L5 radiculopathy.
        """,
        "met",
        id="a whole limb and then a finer place",
    ),
]


@pytest.mark.parametrize(("note", "status"), DISTRIBUTION)
def test_distribution_is_met_by_a_place_finer_than_a_limb(ask: Ask, note: str, status: str) -> None:
    answer = ask(note)
    [code] = answer.suggestions
    assert answer.statuses(code)["distribution"] == status


def test_each_of_two_regions_has_its_own_distribution(ask: Ask) -> None:
    """The finer place in the arm says nothing of where the lumbar radiculopathy is felt."""
    answer = ask("""
        HPI: Neck pain into the left thumb. Back pain down the leg.
        Assessment: C6 radiculopathy. L4 radiculopathy.
    """)
    assert answer.statuses("M54.12")["distribution"] == "met"
    assert answer.statuses("M54.16")["distribution"] == "partial"


def test_an_enthesopathy_has_no_requirement_of_distribution_or_electrodiagnostics(ask: Ask) -> None:
    """The six of M46.0 are other ones than the six of M54.1."""
    answer = ask("Assessment: Thoracic spinal enthesopathy.")
    assert answer.told("M46.04") <= {
        "region",
        "imaging",
        "structure",
        "clinical_basis",
        "conservative_treatment",
        "underlying_condition",
    }


def test_a_radiculopathy_has_no_requirement_of_structure_or_clinical_basis(ask: Ask) -> None:
    answer = ask("Assessment: C6 radiculopathy.")
    assert answer.told("M54.12") <= {
        "region",
        "distribution",
        "imaging",
        "electrodiagnostics",
        "conservative_treatment",
        "underlying_condition",
    }
