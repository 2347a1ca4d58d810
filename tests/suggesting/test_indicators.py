"""What points to a code where no diagnosis is named: two indicators, and none that explains them."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask

INDICATED = [
    pytest.param(
        """
        Subjective: Neck pain radiating to the right thumb and index finger for six weeks.
        Objective: Spurling's test positive on the right.
        Assessment: Neck and arm pain.
        Plan: MRI of the cervical spine.
        """,
        "M54.12",
        id="radiating pain, provocative test",
    ),
    pytest.param(
        """
        HPI: Low back pain for two months.
        Exam: Pinprick reduced over the left lateral foot. Left ankle jerk absent.
        A: Low back pain with left leg symptoms.
        P: Home exercises.
        """,
        "M54.17",
        id="sensory change, abnormal reflex",
    ),
    pytest.param(
        """
        CC: Back and leg pain.
        HPI: Back pain shoots down the left leg to the top of the foot.
        EXAM: Left EHL 3/5, otherwise full power.
        IMPRESSION: Low back and leg pain.
        """,
        "M54.16",
        id="radiating pain, examined weakness is a myotome",
    ),
    pytest.param(
        """
        HPI: Pain from the back down to the left lateral calf since May.
        MRI lumbar spine: Left L4-L5 disc protrusion contacting the exiting root.
        Assessment: Low back pain.
        """,
        "M54.16",
        id="radiating pain, a protrusion on the painful side",
    ),
    pytest.param(
        """
        HPI: Tingling in the right thumb with neck pain, eight weeks.
        Imaging: MRI cervical spine shows severe right C5-C6 foraminal stenosis.
        Assessment: Neck pain and right hand tingling.
        """,
        "M54.12",
        id="sensory change, a stenosed foramen on the painful side",
    ),
    pytest.param(
        """
        HPI: Pain from the neck to the right middle finger for ten weeks.
        Tests: EMG shows denervation in the right C7 paraspinals and triceps.
        Assessment: Neck pain, arm pain.
        """,
        "M54.12",
        id="radiating pain, EMG of root involvement",
    ),
    pytest.param(
        """
        Exam: Femoral stretch test positive on the right. Right knee jerk absent.
        Assessment: Low back pain.
        Plan: Naproxen.
        """,
        "M54.16",
        id="provocative test, abnormal reflex",
    ),
    pytest.param(
        """
        History: Pain at the back of the neck for half a year.
        Examination: Tender at the nuchal ligament insertion at C7. Cervical flexion restricted.
        Impression: Neck pain, cause to be found.
        """,
        "M46.02",
        id="insertional tenderness, restricted motion",
    ),
    pytest.param(
        """
        Examination: Point tenderness at the supraspinous ligament insertion at L3.
        Imaging: Lumbar radiograph shows calcification at the supraspinous ligament attachment at L3.
        Impression: Low back pain.
        """,
        "M46.06",
        id="insertional tenderness, imaging of the insertion",
    ),
    pytest.param(
        """
        Exam: Lumbar flexion restricted to 30 degrees.
        MRI: Bone oedema at the interspinous ligament insertion at L2-L3.
        Impression: Low back pain, cause to be found.
        """,
        "M46.06",
        id="restricted motion, imaging of the insertion",
    ),
]


@pytest.mark.parametrize(("note", "code"), INDICATED)
def test_two_indicators_with_no_diagnosis_that_explains_them_are_a_query(
    ask: Ask, note: str, code: str
) -> None:
    answer = ask(note)
    assert answer.reasons == {code: "query indicators"}
    assert answer.suggestions[code].evidence


TOO_FEW = [
    pytest.param(
        "HPI: Neck pain radiating to the right thumb. The thumb tingles.\nAssessment: Neck pain.",
        id="radiating pain and sensory change count once",
    ),
    pytest.param(
        "Exam: Spurling positive on the right. Upper limb tension test positive.\nAssessment: Neck pain.",
        id="two provocative tests count once",
    ),
    pytest.param(
        "Exam: Left knee jerk reduced. Left quadriceps 4/5.\nAssessment: Low back pain.",
        id="a reflex and a myotome count once",
    ),
    pytest.param(
        "HPI: Back pain shooting to the left lateral calf.\n"
        "Exam: Straight leg raise negative. Reflexes symmetric, power 5/5.\nAssessment: Low back pain.",
        id="a negative test and normal reflexes do not count",
    ),
    pytest.param(
        "HPI: Neck pain for a month, no radiation, no numbness.\nExam: Spurling positive.\n"
        "Assessment: Neck pain.",
        id="denied symptoms do not count",
    ),
    pytest.param(
        "HPI: Low back pain.\nMRI lumbar spine: L4-L5 disc bulge.\nAssessment: Low back pain.",
        id="imaging alone",
    ),
    pytest.param(
        "HPI: Back pain shooting to the left lateral calf.\n"
        "MRI lumbar spine: right L4-L5 disc protrusion, the left side clear.\nAssessment: Low back pain.",
        id="a protrusion on the side without pain does not count",
        marks=pytest.mark.xfail(
            strict=True, reason="the side of a finding is not compared with the side of the pain"
        ),
    ),
    pytest.param(
        "Exam: Tender at the nuchal ligament insertion. Full range of motion.\nAssessment: Neck pain.",
        id="insertional tenderness alone",
    ),
    pytest.param(
        "Exam: Cervical rotation restricted. Trapezius tender.\nAssessment: Neck pain.",
        id="tenderness that is not insertional",
    ),
]


@pytest.mark.parametrize("note", TOO_FEW)
def test_one_indicator_is_too_few(ask: Ask, note: str) -> None:
    assert ask(note).suggestions == {}


EXPLAINED = {
    "sciatica": "Left sciatica.",
    "plexopathy": "Lumbosacral plexopathy.",
    "strain": "Lumbar strain.",
    "neuropathy": "Peripheral neuropathy.",
    "entrapment": "Peroneal nerve entrapment at the fibular head.",
}


@pytest.mark.parametrize("diagnosis", EXPLAINED.values(), ids=EXPLAINED.keys())
def test_another_diagnosis_that_explains_the_indicators_leaves_nothing(ask: Ask, diagnosis: str) -> None:
    answer = ask(f"""
        HPI: Low back pain shooting to the left lateral calf for a month.
        Exam: Straight leg raise positive on the left. EHL 4/5.
        Assessment: {diagnosis}
        Plan: Naproxen, stretching.
    """)
    assert answer.suggestions == {}


@pytest.mark.parametrize("diagnosis", ["Cervical muscle strain.", "Whiplash strain of the neck."])
def test_a_strain_explains_the_indicators_of_an_enthesopathy(ask: Ask, diagnosis: str) -> None:
    answer = ask(f"""
        Exam: Tender at the nuchal ligament insertion. Cervical flexion restricted.
        Assessment: {diagnosis}
    """)
    assert answer.suggestions == {}


@pytest.mark.parametrize("finding", ["Lumbar spinal stenosis.", "L4-L5 disc bulge."])
def test_stenosis_or_a_bulge_is_a_finding_and_no_explanation(ask: Ask, finding: str) -> None:
    answer = ask(f"""
        HPI: Low back pain shooting to the left lateral calf for a month.
        Exam: Straight leg raise positive on the left. EHL 4/5.
        Assessment: {finding}
    """)
    assert answer.reasons == {"M54.16": "query indicators"}
