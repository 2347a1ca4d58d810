"""Can the code be assigned from this note? Each clause of the domain's table of dispositions."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask

ESTABLISHED = [
    pytest.param(
        """
        HPI: Three months of left neck pain running into the thumb. Tingling at night.
        Exam: Brachioradialis jerk reduced on the left.
        Assessment: Left C6 radiculopathy.
        Plan: Physical therapy, return in six weeks.
        """,
        "M54.12",
        id="under a heading",
    ),
    pytest.param(
        """
        S: R leg pain to the lateral calf since Aug, worse sitting.
        O: SLR + R at 40 deg, EHL 4/5.
        A/P: 1) L5 radiculitis, right. 2) HTN, stable.
        Continue gabapentin, recheck 4 wks.
        """,
        "M54.16",
        id="in a numbered list of abbreviations",
    ),
    pytest.param(
        """
        Dear Dr Hale,

        Thank you for sending this 58-year-old baker. He has band-like pain around the left chest wall.
        He has a T7 thoracic radiculopathy. I have started him on a graded exercise programme.

        With kind regards
        """,
        "M54.14",
        id="in a letter without headings",
    ),
    pytest.param(
        """
        ## Subjective
        Pain at the base of the skull since spring, worse on turning the head.
        ## Objective
        Rotation limited to 40 degrees. Tender at the nuchal ligament insertion.
        ## Diagnosis
        Enthesopathy of the nuchal ligament at its occipital insertion.
        """,
        "M46.01",
        id="an enthesopathy",
    ),
]


@pytest.mark.parametrize(("note", "code"), ESTABLISHED)
def test_a_diagnosis_stated_as_established_current_and_the_patients_own_is_assigned(
    ask: Ask, note: str, code: str
) -> None:
    answer = ask(note)
    assert answer.reasons == {code: "assign established"}
    assert answer.suggestions[code].recommended


def test_a_diagnosis_established_in_the_assessment_is_assigned_though_once_suspected(ask: Ask) -> None:
    answer = ask("""
        HISTORY: Sent by her GP with suspected lumbar radiculopathy. Shooting pain to the shin for a month.
        EXAM: Knee jerk absent on the left.
        IMPRESSION: Left L4 radiculopathy, confirmed today.
        PLAN: Physiotherapy.
    """)
    assert answer.reasons == {"M54.16": "assign established"}


UNCERTAIN_WORDS = [
    "Possible C7 radiculopathy.",
    "Probable C7 radiculopathy.",
    "Suspected C7 radiculopathy.",
    "Likely C7 radiculopathy.",
    "Concern for C7 radiculopathy.",
    "Findings suspicious for C7 radiculopathy.",
    "Presentation consistent with C7 radiculopathy.",
    "Presentation compatible with C7 radiculopathy.",
    "Working diagnosis: C7 radiculopathy.",
    "Working diagnosis C7 radiculopathy, to be revisited.",
    "Rule out C7 radiculopathy.",
    "R/o C7 radiculopathy.",
    "C7 radiculopathy versus rotator cuff tear.",
    "Rotator cuff tear vs C7 radiculopathy.",
    "?C7 radiculopathy.",
]


@pytest.mark.parametrize("assessment", UNCERTAIN_WORDS)
def test_an_uncertain_diagnosis_of_an_outpatient_is_a_query(ask: Ask, assessment: str) -> None:
    answer = ask(f"""
        Subjective: Right arm ache and a numb middle finger for five weeks.
        Objective: Triceps 4+/5 on the right.
        Assessment: {assessment}
        Plan: Review with the results in a month.
    """)
    assert answer.reasons == {"M54.12": "query uncertain"}
    assert not answer.suggestions["M54.12"].recommended


def test_an_uncertain_enthesopathy_of_an_outpatient_is_a_query(ask: Ask) -> None:
    answer = ask("""
        HPI: Low back pain for a year, worse bending.
        ASSESSMENT: Probable enthesitis of the L4-L5 interspinous ligament.
        PLAN: Ultrasound, then decide.
    """)
    assert answer.reasons == {"M46.06": "query uncertain"}


UNCERTAIN_AT_THE_END = [
    pytest.param(
        """
        Reason for admission: Uncontrolled left leg pain.
        Hospital course: Treated with intravenous ketorolac and bed rest. He walked on day two.
        Discharge diagnosis: Probable L5 radiculopathy.
        Discharge plan: Outpatient physiotherapy.
        """,
        id="discharge diagnosis",
    ),
    pytest.param(
        """
        HPI: Admitted with left leg pain to the dorsum of the foot.
        Exam: EHL 4/5.
        Final assessment: Suspected L5 radiculopathy, improving.
        Plan: Discharge home today.
        """,
        id="final assessment",
    ),
]


@pytest.mark.parametrize("note", UNCERTAIN_AT_THE_END)
def test_a_diagnosis_still_uncertain_at_the_end_of_an_inpatient_stay_is_assigned(ask: Ask, note: str) -> None:
    assert ask(note, setting="inpatient").reasons == {"M54.16": "assign uncertain_inpatient"}


@pytest.mark.parametrize("note", UNCERTAIN_AT_THE_END)
def test_the_same_words_of_an_outpatient_are_a_query(ask: Ask, note: str) -> None:
    assert ask(note).reasons == {"M54.16": "query uncertain"}


def test_an_established_diagnosis_of_an_inpatient_is_established(ask: Ask) -> None:
    answer = ask(
        """
        Admission note: Possible radiculopathy on arrival, arm pain to the thumb.
        Hospital course: Neurology saw her on day one.
        Discharge diagnosis: C6 radiculopathy.
        """,
        setting="inpatient",
    )
    assert answer.reasons == {"M54.12": "assign established"}


def test_an_uncertain_diagnosis_ruled_out_by_the_discharge_diagnosis_yields_nothing(ask: Ask) -> None:
    """Guidelines II.H speak of what is uncertain still at discharge."""
    answer = ask(
        """
        Admission assessment: Possible lumbar radiculopathy.
        Hospital course: The hip film showed a displaced femoral neck fracture, repaired on day one.
        Discharge diagnosis: Left femoral neck fracture. Lumbar radiculopathy was ruled out.
        """,
        setting="inpatient",
    )
    assert answer.suggestions == {}


def test_indicators_of_an_inpatient_stay_a_query(ask: Ask) -> None:
    answer = ask(
        """
        HPI: Neck pain shooting to the left thumb for a week.
        Exam: Spurling positive on the left. Biceps reflex diminished on the left.
        Assessment: Left arm symptoms, work-up continues.
        """,
        setting="inpatient",
    )
    assert answer.reasons == {"M54.12": "query indicators"}
