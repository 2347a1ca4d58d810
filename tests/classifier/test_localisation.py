"""In which region a diagnosis lies: the rules under the table of section 1 of the domain."""

from __future__ import annotations

import pytest

from tests.classifier.codes import assessed, codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lumbar radiculopathy at L5-S1.", "M54.17"),
        ("Left lumbar radiculopathy, S1.", "M54.17"),
        ("Cervical radiculopathy at C7-T1.", "M54.13"),
        ("Cervical radiculopathy, C8 root.", "M54.13"),
        ("Cervical radiculopathy of C2.", "M54.11"),
        ("Thoracic radiculopathy at T12-L1.", "M54.15"),
        ("Low back radiculopathy affecting S1.", "M54.17"),
        ("Lumbosacral radiculopathy at L3-L4.", "M54.16"),
        ("Lumbar interspinous enthesopathy at L5-S1.", "M46.07"),
        ("Cervical enthesopathy, C1-C2.", "M46.01"),
        ("Neck enthesopathy at the C7-T1 interspinous ligament.", "M46.03"),
    ],
)
def test_a_named_level_or_root_beats_a_general_word(text: str, code: str) -> None:
    assert codes(f"Assessment: {text}") == {code}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Assessment: L5 radiculopathy.", "M54.16"),
        ("Assessment: L5 radiculopathy at L5-S1.", "M54.17"),
        ("Assessment: L5 radiculopathy at L4-L5.", "M54.16"),
        ("MRI lumbar spine: L5-S1 foraminal stenosis.\nAssessment: L5 radiculopathy.", "M54.17"),
        ("MRI lumbar spine: L4-L5 lateral recess stenosis.\nAssessment: L5 radiculopathy.", "M54.16"),
        ("MRI lumbar spine: normal at L5-S1.\nAssessment: L5 radiculopathy.", "M54.16"),
    ],
)
def test_l5_is_lumbosacral_where_the_diagnosis_or_the_imaging_places_it_at_l5_s1(
    text: str, code: str
) -> None:
    assert codes(text) == {code}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Assessment: upper cervical radiculopathy.", "M54.10"),
        ("HPI: Neck pain.\nAssessment: upper cervical radiculopathy.", "M54.10"),
        ("Assessment: upper cervical radiculopathy, neck pain.", "M54.10"),
        ("Assessment: upper cervical radiculopathy at C2-C3.", "M54.12"),
        ("Assessment: upper cervical radiculopathy, C2 root.", "M54.11"),
        ("Assessment: upper cervical enthesopathy.", "M46.01"),
        ("Assessment: enthesopathy of the upper cervical spine.", "M46.01"),
        ("Assessment: upper cervical enthesopathy at C4-C5.", "M46.02"),
    ],
)
def test_upper_cervical_localises_an_enthesopathy_and_not_a_radiculopathy(text: str, code: str) -> None:
    assert codes(text) == {code}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PSH: L4-L5 fusion in 2015.\nAssessment: C6 radiculopathy.", "M54.12"),
        ("Assessment: C6 radiculopathy. Also chronic low back pain.", "M54.12"),
        ("HPI: Neck pain, unrelated.\nAssessment: right L4 radiculopathy.", "M54.16"),
        ("Assessment: cervical radiculopathy after an L5-S1 discectomy years ago.", "M54.12"),
        ("Assessment: lumbar radiculopathy, status post C5-C6 fusion.", "M54.16"),
        ("MRI: T7-T8 hemangioma.\nAssessment: L3 radiculopathy.", "M54.16"),
        ("Assessment: thoracic radiculopathy. Plan: lumbar MRI for the back pain.", "M54.14"),
        ("Assessment: interspinous enthesopathy at L3-L4. Neck stiffness.", "M46.06"),
        ("MRI: C5-C6 bulge.\nAssessment: S1 radiculopathy.", "M54.17"),
    ],
)
def test_the_region_is_that_of_the_diagnosis_and_not_of_another_finding(text: str, code: str) -> None:
    assert codes(text) == {code}


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("Assessment: C6 radiculopathy and L5 radiculopathy.", {"M54.12", "M54.16"}),
        ("Assessment:\n1. C6 radiculopathy\n2. S1 radiculopathy", {"M54.12", "M54.17"}),
        ("Assessment: cervical and lumbar radiculopathy.", {"M54.12", "M54.16"}),
        ("Assessment: L5 and S1 radiculopathies.", {"M54.16", "M54.17"}),
        ("Assessment: C7 and C8 radiculopathy.", {"M54.12", "M54.13"}),
    ],
)
def test_radiculopathy_in_two_regions_takes_both_codes(text: str, both: set[str]) -> None:
    assert codes(text) == both


@pytest.mark.parametrize(
    "text",
    [
        "Assessment: C5 and C6 radiculopathy.",
        "Assessment: C5-C6 and C6-C7 radiculopathy.",
        "Assessment: left C6 radiculopathy, right C7 radiculopathy.",
        "Assessment: bilateral cervical radiculopathy.",
        "Assessment: left cervical radiculopathy.",
        "Assessment: C6 radiculopathy. Plan: therapy for the cervical radiculopathy.",
    ],
)
def test_two_levels_two_sides_or_two_words_of_one_region_take_one_code(text: str) -> None:
    """Neither family has laterality."""
    assert codes(text) == {"M54.12"}


@pytest.mark.parametrize(
    "text",
    [
        "Assessment: interspinous enthesopathy at L3-L4 and L5-S1.",
        "Assessment: cervical and lumbar spinal enthesopathy.",
        "Assessment:\n1. Enthesopathy of the C4 spinous process\n2. Enthesopathy of the T8 spinous process",
        "Assessment: spinal enthesopathy, multiple sites in spine.",
        "Assessment: enthesitis of the supraspinous ligament at T6-T7 and at L2-L3.",
    ],
)
def test_enthesopathy_in_two_or_more_regions_takes_the_code_of_multiple_sites_alone(text: str) -> None:
    assert codes(text) == {"M46.09"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Assessment: radiculopathy of multiple sites.", "M54.10"),
        ("Assessment: C6 radiculopathy. Multiple levels of radiculopathy.", "M54.12"),
        ("Reason for visit: numbness at multiple levels.\nAssessment: radiculopathy.", "M54.10"),
    ],
)
def test_multiple_sites_place_no_radiculopathy(text: str, code: str) -> None:
    """M54.1 has no code for multiple sites."""
    assert codes(text) == {code}


def test_each_family_keeps_its_own_levels() -> None:
    text = "Assessment: enthesopathy at C6 and L4 with cervical radiculopathy."
    assert codes(text) == {"M46.09", "M54.12"}


def test_enthesopathy_at_two_levels_of_one_region_takes_its_code() -> None:
    assert codes("Assessment: interspinous enthesopathy at L2-L3 and L3-L4.") == {"M46.06"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Assessment: radiculopathy.", "M54.10"),
        ("HPI: Pain for a month.\nAssessment: radiculopathy, site not specified.", "M54.10"),
        ("Assessment: spinal enthesopathy.", "M46.00"),
        ("Assessment: enthesopathy of a spinal ligament.", "M46.00"),
    ],
)
def test_a_code_without_site_is_for_a_diagnosis_that_the_note_places_nowhere(text: str, code: str) -> None:
    assert codes(text) == {code}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("HPI: Lumbar radiculopathy since May.\nAssessment: Radiculopathy, stable.", "M54.16"),
        ("Reason for visit: neck pain shooting into the arm.\nAssessment: Radiculopathy.", "M54.12"),
        ("HPI: Low back pain radiating down the left leg.\nAssessment: Radiculopathy.", "M54.16"),
        ("MRI: C6-C7 foraminal stenosis on the left.\nAssessment: Left radiculopathy.", "M54.12"),
        ("Exam: Numb in the S1 dermatome.\nAssessment: Radiculopathy.", "M54.17"),
    ],
)
def test_a_diagnosis_without_site_is_placed_by_what_the_note_says_of_it_elsewhere(
    text: str, code: str
) -> None:
    assert codes(text) == {code}


def test_the_words_that_place_a_diagnosis_are_its_evidence() -> None:
    text = "Assessment: lumbar radiculopathy at L5-S1."
    (statement,) = assessed(text).statements
    assert {text[place.start : place.end] for place in statement.places} >= {"L5-S1"}
    assert statement.how == "phrase"
