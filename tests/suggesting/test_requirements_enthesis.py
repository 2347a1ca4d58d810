"""Structure and clinical basis of an enthesopathy: each cell of the domain's table."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask

STRUCTURE = [
    pytest.param("Enthesopathy of the nuchal ligament, cervical.", "met", id="a named ligament"),
    pytest.param("Enthesitis at the interspinous ligament of C5-C6.", "met", id="an interspinous ligament"),
    pytest.param(
        "Cervical enthesopathy of the splenius capitis attachment.", "met", id="a muscle attachment"
    ),
    pytest.param("Insertional tendinopathy of the levator scapulae tendon at C4.", "met", id="a tendon"),
    pytest.param("Cervical enthesopathy of the ligament.", "partial", id="only ligament"),
    pytest.param("Cervical enthesopathy at the insertion.", "partial", id="only insertion"),
    pytest.param("Cervical enthesopathy at the C5 spinous process.", "partial", id="a bony site alone"),
    pytest.param("Cervical spinal enthesopathy.", "missing", id="nothing"),
]


@pytest.mark.parametrize(("diagnosis", "status"), STRUCTURE)
def test_structure_is_met_by_a_named_attachment(ask: Ask, diagnosis: str, status: str) -> None:
    answer = ask(f"""
        HPI: Neck pain for three months, worse with flexion.
        Assessment: {diagnosis}
        Plan: Exercises.
    """)
    assert answer.statuses("M46.02")["structure"] == status


def test_a_structure_named_on_examination_counts(ask: Ask) -> None:
    answer = ask("""
        Exam: Tender at the supraspinous ligament insertion, L2 to L3.
        Assessment: Lumbar spinal enthesopathy.
    """)
    assert answer.statuses("M46.06")["structure"] == "met"


CLINICAL_BASIS = [
    pytest.param(
        "Neck pain began in June after painting; worse on extension.", "met", id="onset and aggravation"
    ),
    pytest.param("Eight months of pain at the nape.", "met", id="duration and site of pain"),
    pytest.param(
        "Since March she cannot turn the head fully; rotation is restricted.", "met", id="restricted motion"
    ),
    pytest.param("Gradual onset of neck stiffness over two years.", "met", id="gradual onset and stiffness"),
    pytest.param("The problem began two years ago.", "partial", id="onset alone"),
    pytest.param("Neck pain, worse on looking up.", "partial", id="symptom pattern alone"),
    pytest.param("Comes for the results of his scan.", "missing", id="neither"),
]


@pytest.mark.parametrize(("history", "status"), CLINICAL_BASIS)
def test_clinical_basis_is_onset_and_a_symptom_pattern(ask: Ask, history: str, status: str) -> None:
    answer = ask(f"""
        History: {history}
        Impression: Enthesopathy of the nuchal ligament at C5.
        Plan: Shockwave treatment.
    """)
    assert answer.statuses("M46.02")["clinical_basis"] == status


def test_the_duration_of_another_problem_is_no_onset(ask: Ask) -> None:
    answer = ask("""
        History: Hypertension for 10 years. Neck pain, worse on looking up.
        Impression: Enthesopathy of the nuchal ligament at C5.
    """)
    assert answer.statuses("M46.02")["clinical_basis"] == "partial"
