"""Symptoms, signs and studies that point to a code where no diagnosis is named: section 2 of the domain."""

from __future__ import annotations

import pytest

from service.classifier.standing import Standing
from service.domain import Family
from tests.classifier.codes import assessed, codes, standings

SYMPTOM = "HPI: Neck pain radiating to the left thumb."
SENSORY = "Exam: Reduced pinprick in the left C6 dermatome."
TEST = "Exam: Spurling positive on the left."
REFLEX = "Exam: Left biceps reflex diminished."
MYOTOME = "Exam: Left wrist extension 4/5."
STUDY = "MRI cervical spine: C5-C6 left foraminal stenosis."
EMG = "EMG: Denervation in the left C6 myotome."
PLAIN = "Assessment: Neck pain."


def kinds(text: str, *families: Family) -> set[str]:
    found = assessed(text).indicators
    return {indicator.kind for indicator in found if indicator.family in (families or Family)}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (SYMPTOM, "symptom"),
        (SENSORY, "symptom"),
        ("HPI: Numbness of the thumb and index finger.", "symptom"),
        ("HPI: Pain shoots down the leg into the calf.", "symptom"),
        (TEST, "provocative"),
        ("Exam: SLR positive at 40 degrees.", "provocative"),
        ("Exam: Straight-leg raise is positive on the right.", "provocative"),
        (REFLEX, "reflex_or_myotome"),
        ("Exam: Ankle jerk absent on the right.", "reflex_or_myotome"),
        (MYOTOME, "reflex_or_myotome"),
        ("Exam: Weakness of the extensor hallucis longus.", "reflex_or_myotome"),
        (STUDY, "study"),
        (EMG, "study"),
        ("MRI lumbar spine: L5-S1 protrusion contacting the S1 root.", "study"),
    ],
)
def test_what_indicates_a_radiculopathy(line: str, kind: str) -> None:
    """Radiating or sensory change; provocative test; reflex or myotome; imaging or EMG of the root."""
    assert kinds(line, Family.RADICULOPATHY) == {kind}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Exam: Tender at the insertion of the supraspinous ligament on L4.", "tenderness"),
        ("Exam: Point tenderness over the nuchal ligament attachment at C7.", "tenderness"),
        ("Exam: Lumbar flexion is restricted.", "restriction"),
        ("Exam: Limited neck rotation.", "restriction"),
        ("MRI lumbar spine: oedema at the interspinous ligament insertion, L3-L4.", "study"),
        ("X-ray cervical spine: calcification of the nuchal ligament at C6.", "study"),
    ],
)
def test_what_indicates_a_spinal_enthesopathy(line: str, kind: str) -> None:
    """Insertional tenderness; restricted motion; imaging of the insertion."""
    assert kinds(line, Family.ENTHESOPATHY) == {kind}


@pytest.mark.parametrize(
    "line",
    [
        "Exam: Spurling negative.",
        "Exam: No pain with Spurling.",
        "Exam: SLR negative bilaterally.",
        "Exam: Reflexes 2+ and symmetric.",
        "Exam: Ankle jerks 1+ and symmetric.",
        "CT thoracic spine: acute compression fracture, T12 worst.",
        "Exam: Strength 5/5 throughout.",
        "Exam: Sensation intact to light touch.",
        "HPI: No numbness, tingling or radiating pain.",
        "MRI cervical spine: normal.",
        "EMG: normal study.",
        "PMH: Numbness of the thumb.",
        "Return if numbness of the hand or weakness develops.",
        "FAMILY HISTORY: Weakness of the arm.",
        "HPI: Neck pain, axial.",
    ],
)
def test_a_normal_denied_or_hypothetical_finding_indicates_nothing(line: str) -> None:
    assert kinds(line) == set()


@pytest.mark.parametrize(
    "lines",
    [
        (SYMPTOM, TEST),
        (SYMPTOM, REFLEX),
        (SYMPTOM, MYOTOME),
        (SYMPTOM, STUDY),
        (SENSORY, TEST),
        (SENSORY, EMG),
        (SYMPTOM, STUDY, TEST, REFLEX),
    ],
)
def test_two_indicators_or_more_point_to_the_code(lines: tuple[str, ...]) -> None:
    assert standings("\n".join((*lines, PLAIN))) == {"M54.12": Standing.INDICATED}


@pytest.mark.parametrize("line", [SYMPTOM, SENSORY, TEST, REFLEX, MYOTOME, STUDY, EMG])
def test_one_indicator_alone_yields_nothing(line: str) -> None:
    assert codes(f"{line}\n{PLAIN}") == set()


@pytest.mark.parametrize(
    "lines",
    [
        ("HPI: Neck pain radiating to the left thumb.", "Exam: Reduced pinprick over the left thumb."),
        ("Exam: Left biceps reflex diminished.", "Exam: Left wrist extension 4/5."),
        ("Exam: Spurling positive.", "Exam: Neck distraction relieves; positive."),
        ("MRI cervical spine: C5-C6 foraminal stenosis.", "EMG: Denervation at C6."),
    ],
)
def test_each_kind_of_indicator_counts_once(lines: tuple[str, ...]) -> None:
    assert codes("\n".join((*lines, PLAIN))) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "HPI: Low back pain down the leg to the lateral foot.\nExam: Ankle reflex absent. SLR positive.",
            "M54.17",
        ),
        ("HPI: Low back pain into the anterior thigh.\nMRI: L3-L4 protrusion on the left.", "M54.16"),
        ("HPI: Burning band around the chest.\nMRI: T7-T8 disc protrusion contacting the root.", "M54.14"),
        ("HPI: Neck pain, numb ring and little fingers.\nMRI: C7-T1 foraminal stenosis.", "M54.13"),
    ],
)
def test_the_indicators_place_the_code(text: str, code: str) -> None:
    assert standings(f"{text}\nAssessment: Pain, cause to be worked out.") == {code: Standing.INDICATED}


@pytest.mark.parametrize(
    "explained",
    [
        "Brachial plexopathy.",
        "Neuralgic amyotrophy.",
        "Cervical strain.",
        "Carpal tunnel syndrome.",
        "Ulnar neuropathy.",
        "Peripheral neuropathy.",
    ],
)
def test_another_diagnosis_that_explains_the_indicators_leaves_nothing(explained: str) -> None:
    assert codes(f"{SYMPTOM}\n{TEST}\n{REFLEX}\nAssessment: {explained}") == set()


def test_sciatica_explains_the_indicators_of_the_leg() -> None:
    text = "HPI: Back pain radiating to the lateral calf.\nExam: SLR positive.\nAssessment: Sciatica."
    assert codes(text) == set()


@pytest.mark.parametrize(
    "finding",
    ["Cervical stenosis.", "C5-C6 disc bulge.", "Foraminal stenosis at C5-C6.", "Degenerative changes."],
)
def test_a_stenosis_or_a_bulge_is_a_finding_and_explains_nothing(finding: str) -> None:
    assert standings(f"{SYMPTOM}\n{TEST}\nAssessment: {finding}") == {"M54.12": Standing.INDICATED}


def test_a_denied_diagnosis_is_not_indicated() -> None:
    assert codes(f"{SYMPTOM}\n{TEST}\nAssessment: Neck pain. No radiculopathy.") == set()


@pytest.mark.parametrize("said", ["radicular pain", "radicular symptoms"])
def test_radicular_pain_is_an_indicator_and_no_diagnosis(said: str) -> None:
    assert codes(f"Assessment: Cervical {said}.") == set()
    text = f"HPI: Cervical {said} to the thumb.\n{TEST}\nAssessment: Cervical {said}."
    assert standings(text) == {"M54.12": Standing.INDICATED}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "HPI: Low back pain.\nExam: Tender at the supraspinous ligament insertion, L4. "
            "Lumbar flexion restricted.",
            "M46.06",
        ),
        (
            "HPI: Neck pain.\nExam: Tenderness at the nuchal ligament insertion on C7.\n"
            "X-ray cervical spine: calcification of the nuchal ligament insertion at C7.",
            "M46.02",
        ),
        (
            "HPI: Low back stiffness.\nExam: Lumbar extension restricted.\n"
            "MRI lumbar spine: oedema at the interspinous ligament insertion of L3-L4.",
            "M46.06",
        ),
    ],
)
def test_two_indicators_point_to_a_spinal_enthesopathy(text: str, code: str) -> None:
    assert standings(f"{text}\nAssessment: Back pain.") == {code: Standing.INDICATED}


@pytest.mark.parametrize(
    "text",
    [
        "Exam: Lumbar flexion restricted.\nAssessment: Back pain.",
        "Exam: Tender paraspinal muscles. Lumbar flexion restricted.\nAssessment: Back pain.",
        "Exam: Tender at the Achilles insertion. Ankle motion restricted.\nAssessment: Heel pain.",
        "Exam: Tender supraspinous ligament insertion, L4. Flexion restricted.\nAssessment: Lumbar strain.",
    ],
)
def test_what_is_not_insertional_or_is_explained_yields_nothing(text: str) -> None:
    assert codes(text) == set()


def test_a_stated_diagnosis_goes_before_what_indicates_it() -> None:
    assert standings(f"{SYMPTOM}\n{TEST}\n{STUDY}\nAssessment: C6 radiculopathy.") == {
        "M54.12": Standing.ESTABLISHED
    }


def test_the_nearest_result_is_that_of_a_test_though_another_follows() -> None:
    assert kinds("Exam: SLR neg, slump neg, pain at 40 degrees of flexion.", Family.RADICULOPATHY) == set()
    assert "provocative" in kinds("Exam: SLR pos at 40 degrees, slump neg.")


def test_a_plan_that_opens_with_a_movement_orders_it() -> None:
    assert kinds("Plan: Move to the next dose of methotrexate.") == set()


def test_a_diagnosis_within_quotation_marks_explains_nothing() -> None:
    signs = f"{SENSORY}\n{TEST}\n{REFLEX}\n"
    assert codes(f'Reason: referred as "carpal tunnel syndrome".\n{signs}{PLAIN}') == {"M54.12"}
    assert codes(f"{signs}Assessment: Carpal tunnel syndrome.") == set()


@pytest.mark.parametrize(
    ("vertebrae", "code"),
    [("C7 and T1", "M46.03"), ("T12 and L1", "M46.05"), ("L5 and S1", "M46.07"), ("T12 and L4", "M46.09")],
)
def test_two_vertebrae_that_meet_at_a_junction_point_to_it(vertebrae: str, code: str) -> None:
    text = (
        f"Exam: Tender at the ligament insertion on the {vertebrae} spinous processes. Extension restricted."
    )
    assert codes(f"{text}\nAssessment: Back pain.") == {code}


def test_a_test_in_a_plan_is_none_that_was_done() -> None:
    assert kinds("Plan: Drop axial load 50%, tempo work.", Family.RADICULOPATHY) == set()
