"""Conservative treatment: what was already tried for this problem, each cell of the domain's table."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask

TRIED = [
    pytest.param("Six weeks of physical therapy gave no relief.", "met", id="therapy"),
    pytest.param("He has done a home exercise program daily.", "met", id="home exercise"),
    pytest.param("Lumbar traction helped for a day.", "met", id="traction"),
    pytest.param("Epidural steroid injection in May with partial relief.", "met", id="injection"),
    pytest.param("A lumbar brace was worn for a month.", "met", id="bracing"),
    pytest.param("Gabapentin and naproxen have not helped.", "met", id="medication"),
    pytest.param("Medications did not help.", "met", id="medication, of no name"),
    pytest.param("Saw a chiropractor four times.", "met", id="chiropractic"),
    pytest.param("Tried acupuncture without benefit.", "met", id="acupuncture"),
    pytest.param("No treatment has been tried so far.", "met", id="stated that none was"),
    pytest.param("He has had no prior treatment.", "met", id="no prior treatment"),
    pytest.param("Conservative measures have failed.", "partial", id="conservative measures, unnamed"),
    pytest.param("Failed conservative management.", "partial", id="conservative management, unnamed"),
    pytest.param("Takes Excedrin most days.", "met", id="medication, by its brand"),
    pytest.param("Declined needling.", "missing", id="declined"),
    pytest.param("NSAIDs contraindicated.", "missing", id="contraindicated"),
    pytest.param("Hep B immune. It began in the ice storm.", "missing", id="words that only look alike"),
    pytest.param("Rx hx: Lyrica, a brace.", "met", id="a history of treatments"),
    pytest.param("It bothers him at work.", "missing", id="nothing recorded"),
    pytest.param(
        "Physical therapy for a torn knee ligament in 2019.", "missing", id="tried for another problem"
    ),
    pytest.param("He takes lisinopril for blood pressure.", "missing", id="medication of another kind"),
    pytest.param("Takes ibuprofen for his headaches.", "missing", id="medication for another problem"),
    pytest.param(
        "PMH: Knee OA, twelve visits of PT and two cortisone shots, all for the knee.",
        "missing",
        id="for a joint",
    ),
    pytest.param("Wore a TLSO for twelve weeks for the fracture.", "missing", id="a brace for a fracture"),
    pytest.param(
        "Ibuprofen helped the back and the knee alike, and the spine too.",
        "met",
        id="the spine beside a joint",
    ),
    pytest.param("Better on rest days.", "missing", id="a day of rest"),
    pytest.param("I met him in May.", "missing", id="an ordinary word that is also an abbreviation"),
    pytest.param("Inspection was normal.", "missing", id="a word that is near another"),
    pytest.param("Pilates, MET to the pelvis.", "met", id="an abbreviation as it is written"),
    pytest.param("He wants to see the scan before any injection.", "missing", id="before any"),
    pytest.param(
        "She was thought to have a strain and was put in a brace for a month.", "met", id="thought to have"
    ),
    pytest.param("He has not had therapy or taken anything for it.", "met", id="nothing had or taken"),
    pytest.param("His wife had physical therapy for her back.", "missing", id="of a relative"),
]


@pytest.mark.parametrize(("history", "status"), TRIED)
def test_conservative_treatment_is_what_was_already_tried_for_this_problem(
    ask: Ask, history: str, status: str
) -> None:
    answer = ask(f"""
        HPI: Leg pain to the shin for three months. {history}
        Exam: Knee jerk reduced.
        Assessment: L4 radiculopathy.
        Plan: Review in a month.
    """)
    assert answer.statuses("M54.16")["conservative_treatment"] == status


PLANNED = {
    "only planned": "Start physical therapy twice weekly.",
    "referred": "Referral for an epidural steroid injection.",
    "first prescribed today": "Prescribed gabapentin 300 mg at night.",
    "first given today": "Trigger point injection given today.",
    "advised": "We will try a soft collar and traction at home.",
    "a bare list of orders": "1. Naproxen 500 mg bid 2. PT eval and treat 3. RTC 6 wk",
}


@pytest.mark.parametrize("plan", PLANNED.values(), ids=PLANNED.keys())
def test_what_is_only_planned_or_first_given_today_is_missing(ask: Ask, plan: str) -> None:
    answer = ask(f"""
        HPI: Arm pain to the thumb for three weeks.
        Assessment: C6 radiculopathy.
        Plan: {plan}
    """)
    assert answer.statuses("M54.12")["conservative_treatment"] == "missing"


def test_each_treatment_tried_is_shown(ask: Ask) -> None:
    answer = ask("""
        HPI: Arm pain to the thumb. Naproxen and physical therapy gave no relief; traction neither.
        Assessment: C6 radiculopathy.
    """)
    (met,) = [met for met in answer.suggestions["M54.12"].met if met.requirement == "conservative_treatment"]
    assert [evidence.text for evidence in met.evidence] == ["Naproxen", "physical therapy", "traction"]


def test_a_treatment_continued_in_the_plan_was_already_tried(ask: Ask) -> None:
    answer = ask("""
        HPI: Arm pain to the thumb, fourth visit.
        Assessment: C6 radiculopathy.
        Plan: Continue physical therapy, which has helped.
    """)
    assert answer.statuses("M54.12")["conservative_treatment"] == "met"


def test_a_treatment_earlier_in_the_same_inpatient_stay_was_tried(ask: Ask) -> None:
    answer = ask(
        """
        Reason for admission: Intractable leg pain to the shin.
        Hospital course: He received intravenous ketorolac and physical therapy from day one.
        Discharge diagnosis: L4 radiculopathy.
        """,
        setting="inpatient",
    )
    assert answer.statuses("M54.16")["conservative_treatment"] == "met"


ENTHESOPATHY = [
    pytest.param("Six sessions of shockwave and a local steroid injection.", "met", id="named"),
    pytest.param("Nothing has been tried yet.", "met", id="stated that none was"),
    pytest.param("Conservative treatment so far.", "partial", id="unnamed"),
    pytest.param("It spoils his sleep.", "missing", id="nothing recorded"),
]


@pytest.mark.parametrize(("history", "status"), ENTHESOPATHY)
def test_conservative_treatment_of_an_enthesopathy(ask: Ask, history: str, status: str) -> None:
    answer = ask(f"""
        History: Neck pain for half a year. {history}
        Impression: Enthesopathy of the nuchal ligament at C5.
    """)
    assert answer.statuses("M46.02")["conservative_treatment"] == status


def test_the_title_of_a_note_is_no_treatment(ask: Ask) -> None:
    answer = ask("""
        PHYSICAL THERAPY - INITIAL EVALUATION
        Leg pain to the shin for three months.
        Assessment: L4 radiculopathy.
        """)
    assert answer.statuses("M54.16")["conservative_treatment"] == "missing"


@pytest.mark.parametrize("setting", ["inpatient", "outpatient"])
def test_what_was_begun_in_a_stay_was_tried_and_what_is_begun_in_a_visit_is_not(
    ask: Ask, setting: str
) -> None:
    answer = ask(
        """
        Leg pain to the shin for three weeks. Knee jerk reduced. Rx'd ketorolac.
        Assessment: L4 radiculopathy.
        """,
        setting=setting,
    )
    met = "met" if setting == "inpatient" else "missing"
    assert answer.statuses("M54.16")["conservative_treatment"] == met


def test_a_treatment_of_both_problems_is_one_of_each(ask: Ask) -> None:
    answer = ask("""
        HPI: Arm pain to the thumb. Sore upper back. Tried heat for both, and massage for the upper back.
        Assessment: C6 radiculopathy. Enthesopathy of the supraspinous ligament at T5.
    """)
    assert answer.statuses("M54.12")["conservative_treatment"] == "met"


@pytest.mark.parametrize(("setting", "status"), [("inpatient", "met"), ("outpatient", "missing")])
def test_what_a_stay_gave_stands_ahead_of_its_diagnoses(ask: Ask, setting: str, status: str) -> None:
    answer = ask(
        """
        Flank pain to the groin crease, skin there numb.
        Tx: TLSO, lidocaine patch, gabapentin 100 bid.
        Final diagnosis: T12 radiculopathy.
        """,
        setting=setting,
    )
    assert answer.statuses("M54.15")["conservative_treatment"] == status
