"""How far a note goes for a code: stated, stated as uncertain, or not at all; section 2 of the domain."""

from __future__ import annotations

import pytest

from service.classifier.standing import Standing
from tests.classifier.codes import codes, established, standings

EXAM = "EXAM: Strength full, reflexes equal, sensation intact.\n"


@pytest.mark.parametrize(
    "text",
    [
        "Assessment: neck pain. No radiculopathy.",
        "Assessment: low back pain without radiculopathy.",
        "Assessment: lumbar strain, no evidence of radiculopathy or myelopathy.",
        "Assessment: cervical spondylosis w/o myelopathy or radiculopathy.",
        "Assessment: back pain. Negative for lumbar radiculopathy.",
        "Assessment: neck strain. Cervical radiculopathy is not present.",
        "Assessment: back pain. No spinal enthesopathy at L4-L5.",
    ],
)
def test_a_negated_diagnosis_yields_nothing(text: str) -> None:
    assert codes(EXAM + text) == set()


def test_a_negation_reaches_over_the_end_of_a_wrapped_line() -> None:
    text = (
        "The patient was seen for the stiff neck that she has had since a long\n"
        "drive in March. She sleeps well and has no fever. There is no evidence of\n"
        "cervical radiculopathy or of weakness in the arms. Assessment: stiff neck\n"
        "that will settle."
    )
    assert codes(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "PMH: history of lumbar radiculopathy.\nAssessment: ankle sprain.",
        "Assessment: ankle sprain. Remote history of C6 radiculopathy.",
        "Assessment: lumbar radiculopathy, resolved in 2019. Knee pain today.",
        "Assessment: prior cervical radiculopathy has fully resolved; discharged from care.",
        "PMH: L5 radiculopathy 2012, resolved.\nAssessment: migraine.",
        "HPI: Had a cervical radiculopathy ten years ago.\nAssessment: flu.",
    ],
)
def test_a_historical_or_resolved_diagnosis_yields_nothing(text: str) -> None:
    assert codes(EXAM + text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "FAMILY HISTORY: Lumbar radiculopathy (father).\nAssessment: back pain.",
        "HPI: Her mother had cervical radiculopathy.\nAssessment: neck strain.",
        "HPI: His brother was operated on for L5 radiculopathy.\nAssessment: back pain.",
    ],
)
def test_the_diagnosis_of_a_relative_yields_nothing(text: str) -> None:
    assert codes(EXAM + text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Assessment: low back pain. Return if radiculopathy develops.",
        "Assessment: neck pain.\nPlan: MRI should cervical radiculopathy develop.",
        "Assessment: stenosis at L4-L5.\nPlan: discussed the risk of lumbar radiculopathy.",
        "Assessment: back pain.\nRETURN PRECAUTIONS: signs of lumbar radiculopathy, fever.",
        "Assessment: neck strain.\nPlan: If she develops radiculopathy we will refer.",
    ],
)
def test_a_hypothetical_diagnosis_yields_nothing(text: str) -> None:
    assert codes(EXAM + text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "HPI: Lumbar radiculopathy was suspected.\nAssessment: Hip pain. Lumbar radiculopathy ruled out.",
        "Assessment: Carpal tunnel syndrome. C6 radiculopathy has been excluded by EMG.",
        "Assessment: Neck pain; cervical radiculopathy was ruled out.",
        "Assessment: Plexopathy. EMG ruled out C6 radiculopathy.",
    ],
)
def test_a_diagnosis_that_was_ruled_out_yields_nothing(text: str) -> None:
    assert codes(EXAM + text) == set()


@pytest.mark.parametrize(
    "addendum",
    [
        "Addendum: After review of the EMG this is not a radiculopathy but carpal tunnel syndrome.",
        "ADDENDUM: C6 radiculopathy was entered in error.",
        "Addendum 3/4: EMG back. No cervical radiculopathy. Carpal tunnel syndrome.",
        "Late entry: radiculopathy is ruled out by EMG.",
        "Correction: the diagnosis should read carpal tunnel syndrome, not C6 radiculopathy.",
    ],
)
def test_a_diagnosis_that_a_later_addendum_corrects_yields_nothing(addendum: str) -> None:
    assert codes(f"{EXAM}Assessment: C6 radiculopathy.\n\n{addendum}") == set()


def test_an_addendum_can_correct_the_level() -> None:
    addendum = "Addendum: The level is wrong; this is a C8 radiculopathy, not C6 radiculopathy."
    assert codes(f"Assessment: C6 radiculopathy.\n\n{addendum}") == {"M54.13"}


def test_an_addendum_can_establish_what_the_note_doubts() -> None:
    text = "Assessment: Possible C6 radiculopathy.\n\nAddendum: EMG is back. C6 radiculopathy is confirmed."
    assert standings(text) == {"M54.12": Standing.ESTABLISHED}


@pytest.mark.parametrize(
    "text",
    [
        "Assessment: back pain.\nPATIENT EDUCATION: Lumbar radiculopathy means that a nerve root is pressed.",
        "Assessment: neck strain.\nPlan: Handout on cervical radiculopathy given.",
        "Assessment: neck pain.\nEducation: Cervical radiculopathy causes arm pain and numbness.",
    ],
)
def test_education_text_yields_nothing(text: str) -> None:
    assert codes(EXAM + text) == set()


@pytest.mark.parametrize("heading", ["PMH", "Past Medical History", "Problem list", "Active Problems"])
@pytest.mark.parametrize("said", ["Lumbar radiculopathy", "Spinal enthesopathy of L4"])
def test_a_diagnosis_that_is_only_carried_forward_yields_nothing(heading: str, said: str) -> None:
    carried = f"{heading}:\n- Hypertension\n- {said}\n- Gout"
    assert codes(f"CC: Cough.\n\n{carried}\n\nEXAM: Lungs clear.\n\nAssessment: Bronchitis.") == set()


@pytest.mark.parametrize(
    "today",
    [
        "HPI: Low back pain radiating down the left leg, worse this week.",
        "Exam: Straight leg raise positive on the left.",
        "Plan: Continue gabapentin for the lumbar radiculopathy.",
        "Assessment: Lumbar radiculopathy, stable.",
    ],
)
def test_a_carried_diagnosis_that_is_addressed_today_counts(today: str) -> None:
    assert codes(f"Problem list:\n- Gout\n- Lumbar radiculopathy\n\n{today}") == {"M54.16"}


@pytest.mark.parametrize(
    "hedged",
    [
        "possible {}",
        "probable {}",
        "suspected {}",
        "likely {}",
        "concern for {}",
        "suspicious for {}",
        "findings consistent with {}",
        "picture compatible with {}",
        "working diagnosis {}",
        "rule out {}",
        "r/o {}",
        "{} versus plexopathy",
        "{} vs peripheral neuropathy",
        "? {}",
    ],
)
@pytest.mark.parametrize(
    ("diagnosis", "code"), [("C6 radiculopathy", "M54.12"), ("interspinous enthesopathy at L3-L4", "M46.06")]
)
def test_a_diagnosis_with_a_word_of_doubt_is_uncertain(hedged: str, diagnosis: str, code: str) -> None:
    assert standings(f"Assessment: {hedged.format(diagnosis)}.") == {code: Standing.UNCERTAIN}


@pytest.mark.parametrize(
    "text",
    [
        "HPI: Referred for possible C6 radiculopathy.\nAssessment: C6 radiculopathy.",
        "HPI: The ED suspected cervical radiculopathy.\nAssessment: Left C6 radiculopathy, EMG confirmed.",
        "Assessment: C6 radiculopathy, likely due to the C5-C6 osteophyte.",
        "Assessment: C6 radiculopathy. Possible carpal tunnel syndrome.",
        "Assessment: C6 radiculopathy.\nPlan: EMG to rule out plexopathy.",
    ],
)
def test_doubt_elsewhere_leaves_an_established_diagnosis(text: str) -> None:
    assert established(text) == {"M54.12"}


@pytest.mark.parametrize(
    "text",
    [
        "HPI: Told she has cervical radiculopathy.\nAssessment: Possible cervical radiculopathy.",
        "Assessment: Suspected C6 radiculopathy.\nPlan: MRI for radiculopathy.",
        "Assessment: Arm pain, rule out radiculopathy at C6.\nPlan: EMG.",
    ],
)
def test_doubt_in_the_assessment_outweighs_the_history(text: str) -> None:
    assert standings(text) == {"M54.12": Standing.UNCERTAIN}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("No lumbar radiculopathy. Assessment: C6 radiculopathy.", "M54.12"),
        ("Assessment: C6 radiculopathy, no lumbar radiculopathy.", "M54.12"),
        ("Mother had lumbar radiculopathy. Assessment: L4 radiculopathy.", "M54.16"),
        ("PMH: C6 radiculopathy, resolved 2010.\nAssessment: S1 radiculopathy.", "M54.17"),
        ("Assessment: S1 radiculopathy. Return if cervical radiculopathy develops.", "M54.17"),
    ],
)
def test_a_mention_that_yields_nothing_takes_nothing_from_another(text: str, code: str) -> None:
    assert established(text) == {code} == codes(text)


@pytest.mark.parametrize("part", ["HPI", "Exam", "Reason for visit"])
def test_an_assessment_that_explains_it_otherwise_leaves_out_what_stands_before(part: str) -> None:
    said = f"{part}: An urgent care visit had lumbar radiculopathy.\n"
    assert codes(f"{said}Assessment: Greater trochanteric pain, gluteus medius enthesopathy.") == set()
    assert codes(f"{said}Assessment: Carpal tunnel syndrome and lumbar radiculopathy.") == {"M54.16"}


def test_a_year_behind_a_listed_diagnosis_makes_it_history() -> None:
    note = "PMH: lumbar radiculopathy 2016 with ESI x2.\nExam: numb left thigh.\nAssessment: hip fracture."
    assert codes(note) == set()


def test_an_earlier_denial_of_a_review_of_systems_denies_no_diagnosis() -> None:
    assert established("ROS: No radiculopathy.\nAssessment: C6 radiculopathy.") == {"M54.12"}


@pytest.mark.parametrize(
    "assessment",
    ["Shoulder pain.", "Pneumonia.", "Stable gout; sore neck.", "Trochanteric bursitis."],
)
def test_an_assessment_of_other_problems_leaves_out_what_it_does_not_name(assessment: str) -> None:
    assert codes(f"HPI: The last clinic called it a C6 radiculopathy.\nAssessment: {assessment}") == set()


@pytest.mark.parametrize(
    "assessment",
    [
        "Improving on gabapentin.",
        "Doing well, continue as above.",
        "Unchanged since March.",
        "Slow recovery.",
    ],
)
def test_an_assessment_that_only_says_how_it_goes_leaves_nothing_out(assessment: str) -> None:
    assert established(f"HPI: Returns with her C6 radiculopathy.\nAssessment: {assessment}") == {"M54.12"}


@pytest.mark.parametrize(
    "said",
    [
        "Everything above was charted in the wrong encounter.",
        "None of it belongs to this patient.",
        "Those lines do not concern this patient.",
        "On review I am changing the diagnosis.",
        "The resident's read is withdrawn.",
        "That conclusion must, with hindsight, be set aside.",
    ],
)
def test_a_later_sentence_takes_back_a_diagnosis_without_naming_it(said: str) -> None:
    assert codes(f"Assessment: L5 radiculopathy.\nADDENDUM: {said}") == set()


def test_another_illness_that_explains_everything_takes_the_diagnosis_back() -> None:
    queried = "The podiatrist wrote possible S1 radiculopathy. "
    assert codes(f"{queried}Diabetic polyneuropathy accounts for all of it.") == set()
    assert codes(f"{queried}The S1 radiculopathy accounts for all of it.") == {"M54.17"}


def test_dictated_words_that_are_struck_count_no_longer() -> None:
    assert codes("Assessment number one cervical radiculopathy no scratch that carpal tunnel") == set()


@pytest.mark.parametrize(
    "text",
    [
        "I explained how an L5 radiculopathy comes about.",
        "Does the veteran have lumbar radiculopathy? No.",
        "Her husband is himself awaiting surgery for a C6 radiculopathy.",
        "Dx list (auto): lumbar radiculopathy, gout.\nAssessment: Sleep apnea.",
        "Diagnoses carried over from 2022: lumbar radiculopathy.\nToday: sutures removed.",
        "The margin of the form was ticked; radiculopathy box left unchecked.",
        "Neuropathy is the cause; C6 radiculopathy is not felt to play a part.",
        "The note said L5 radiculopathy. This patient's diagnosis is hip arthritis.",
    ],
)
def test_words_that_are_not_the_patients_diagnosis_yield_nothing(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "What was called tennis elbow has turned out to be a C6 radiculopathy.",
        "The referrer wrote sciatica and I disagree: she has an S1 radiculopathy.",
        "The diagnosis is C2 radiculopathy, and the label of occipital neuralgia should be abandoned.",
    ],
)
def test_a_diagnosis_that_takes_anothers_place_stands(text: str) -> None:
    assert len(established(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Two months after C5-6 ACDF for C6 radiculopathy; wound healed.",
        "ACDF 6 weeks ago for cervical radiculopathy. No arm pain.",
        "Follow-up of left L5 radiculopathy, which has completely resolved after the injection.",
        "Referred with L5 radiculopathy, all goals met, symptom free x 4 weeks.",
        "Impression: arm pain. Cervical radiculopathy less likely given the normal exam.",
        "Assessment: radiculopathy in full remission, off medication.",
        "Diagnosis: lumbar radiculopathy r/o'd, hip arthritis.",
    ],
)
def test_what_is_over_after_an_operation_or_by_itself_yields_nothing(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Discectomy in August for L5 radiculopathy with foot drop. The radiculopathy has resolved.",
        "Procedure: microdiscectomy\nPreop: L5 radiculopathy\nA: Preoperative radiculopathy has resolved.",
    ],
)
def test_a_later_word_that_it_is_over_outweighs_what_was_said_before(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Assessment: Recurrent C6 radiculopathy. Previous episode of C6 radiculopathy in 2019 resolved.",
        "C6 radiculopathy, worsening. Prior C6 radiculopathy in 2015.",
        "Assessment: C6 radiculopathy. The previous episode of radiculopathy has resolved.",
        "C6 radiculopathy. His cough has resolved.",
    ],
)
def test_an_earlier_episode_that_is_over_leaves_todays_standing(text: str) -> None:
    assert established(text) == {"M54.12"}


def test_an_operation_of_this_stay_leaves_its_reason_standing() -> None:
    assert established("Discharged after microdiscectomy for a fragment with S1 radiculopathy.") == {"M54.17"}


@pytest.mark.parametrize(
    "said",
    [
        "The patient is out of work.",
        "The collar can be discarded and gabapentin can be dropped.",
        "He should not stand for long.",
        "This patient has failed therapy.",
        "She has stayed away from lifting, and it left her in constant pain.",
        "I was thinking of an MRI.",
        "He wants to go back, perhaps half days.",
        "The numbness belongs to the next dermatome.",
        "No such problem before.",
        "The pain is behind her knee, with pain free hip rotation.",
        "It began with a lat pull down.",
        "A skin tag was removed in spring.",
        "The catheter was withdrawn.",
        "The address on file was wrong.",
        "A fracture has been excluded.",
        "I disagree that surgery is needed.",
        "His letter states that he has recovered.",
    ],
)
def test_ordinary_words_beside_a_diagnosis_take_nothing_back(said: str) -> None:
    assert established(f"Assessment: L5 radiculopathy. {said}") == {"M54.16"}
    assert established(f"{said[:-1]}; it is L5 radiculopathy.") == {"M54.16"}
    assert established("A volunteer firefighter with L5 radiculopathy is out of work.") == {"M54.16"}


def test_a_doubt_after_a_denial_is_a_doubt() -> None:
    text = "Assessment: No fracture on CT, likely L5 radiculopathy."
    assert standings(text) == {"M54.16": Standing.UNCERTAIN}
