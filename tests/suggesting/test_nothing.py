"""What yields nothing: a right answer, and a common one."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask

NOTHING = [
    pytest.param(
        """
        HPI: Neck ache after gardening, none in the arm.
        Exam: Spurling negative, power full.
        Assessment: Neck pain, no radiculopathy.
        """,
        id="negated",
    ),
    pytest.param(
        """
        HPI: Here for a blood pressure check.
        PMH: History of lumbar radiculopathy in 2014, gallstones.
        Assessment: Hypertension, controlled.
        """,
        id="historical",
    ),
    pytest.param(
        """
        HPI: Comes for a check. Arm pain gone since January.
        Assessment: Cervical radiculopathy, resolved. Back at work.
        """,
        id="resolved",
    ),
    pytest.param(
        """
        HPI: Ankle sprain two days ago.
        Family history: Mother with cervical radiculopathy. Brother with spinal enthesopathy.
        Assessment: Ankle sprain.
        """,
        id="of a relative",
    ),
    pytest.param(
        """
        HPI: Stiff back after a long drive.
        Assessment: Low back pain.
        Plan: Walk daily. Return if radiculopathy develops.
        """,
        id="hypothetical",
    ),
    pytest.param(
        """
        HPI: Stiff back after a long drive.
        Assessment: Low back pain. If symptoms persist, consider lumbar radiculopathy.
        """,
        id="hypothetical, of the clinician",
    ),
    pytest.param(
        """
        HPI: Left shoulder pain.
        Assessment: Rotator cuff tear. Cervical radiculopathy has been ruled out.
        """,
        id="ruled out",
    ),
    pytest.param(
        """
        HPI: Buttock pain.
        Assessment: L5 radiculopathy.
        Plan: Therapy.
        Addendum: After review of the studies this is not radiculopathy; hip osteoarthritis explains the pain.
        """,
        id="corrected by a later addendum",
    ),
    pytest.param(
        """
        HPI: Sore lower back, two days.
        Assessment: Low back pain.
        Patient education: Lumbar radiculopathy is a condition in which a nerve root is irritated.
        """,
        id="education text",
    ),
    pytest.param(
        """
        HPI: Cough for a week.
        Past medical history: Lumbar radiculopathy, asthma.
        Exam: Chest clear.
        Assessment: Viral bronchitis.
        """,
        id="carried in past history and not addressed",
    ),
    pytest.param(
        """
        Problem list: 1. Hypertension 2. Cervical radiculopathy 3. Spinal enthesopathy, lumbar 4. Gout
        HPI: Sore throat since Friday.
        Assessment: Pharyngitis.
        Plan: Fluids.
        """,
        id="carried in a problem list and not addressed",
    ),
    pytest.param(
        """
        Nursing intake: Patient believes it is a pinched nerve in the neck.
        HPI: Stiff neck after sleeping badly.
        Assessment: Cervicalgia.
        """,
        id="a patient's word alone",
    ),
]


@pytest.mark.parametrize("note", NOTHING)
def test_a_mention_that_is_not_the_patients_current_diagnosis_yields_nothing(ask: Ask, note: str) -> None:
    assert ask(note).suggestions == {}


def test_a_diagnosis_of_the_problem_list_that_is_addressed_today_is_assigned(ask: Ask) -> None:
    answer = ask("""
        Problem list: Lumbar radiculopathy.
        HPI: Low back pain still shoots to the left shin.
        Exam: Straight leg raise positive on the left.
        Plan: Continue gabapentin for it, refer for an epidural injection.
    """)
    assert answer.reasons == {"M54.16": "assign established"}


def test_a_denial_for_one_region_leaves_the_diagnosis_of_another(ask: Ask) -> None:
    answer = ask("""
        HPI: Left arm pain to the thumb; the low back aches as ever.
        Assessment: 1. Low back pain without radiculopathy. 2. C6 radiculopathy, left.
    """)
    assert answer.reasons == {"M54.12": "assign established"}


OTHER_CODES = [
    "Cervicalgia",
    "Low back pain",
    "Left sciatica",
    "Occipital neuralgia",
    "Tension headache",
    "Cervical muscle spasm",
    "Lumbar stenosis without radiculopathy",
    "Cervical spondylosis without radiculopathy",
    "Cervical myelopathy",
    "Brachial plexopathy",
    "Neuralgic amyotrophy",
    "Carpal tunnel syndrome",
    "Sacroiliitis",
    "Ankylosing spondylitis",
    "Lumbar facet pain",
    "Ossification of the posterior longitudinal ligament",
    "Diffuse idiopathic skeletal hyperostosis",
    "Achilles enthesopathy",
    "Plantar fascia enthesopathy",
    "Lateral epicondyle enthesopathy",
    "Rotator cuff enthesopathy",
]


@pytest.mark.parametrize("diagnosis", OTHER_CODES)
def test_a_diagnosis_of_another_code_yields_nothing_here(ask: Ask, diagnosis: str) -> None:
    answer = ask(f"Visit: follow-up, four weeks on.\n\nAssessment: {diagnosis}.\n\nPlan: Continue exercises.")
    assert answer.suggestions == {}


@pytest.mark.parametrize("note", ["", " \n\t ", "Attended. Nil of note.", "0", "¿?"])
def test_a_note_that_says_nothing_yields_nothing(ask: Ask, note: str) -> None:
    answer = ask(note)
    assert answer.given.suggestions == () and answer.given.alerts == ()
