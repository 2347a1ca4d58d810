"""What a note asserts of a diagnosis: section 1 ("what states the diagnosis") and section 2 of the domain."""

from __future__ import annotations

from functools import partial

import pytest

from service.domain import Assertion
from service.reading import read

WRONG = partial(pytest.mark.xfail, strict=True)

A = Assertion


def asserted(text: str, kind: str = "diagnosis") -> list[Assertion]:
    return [mention.assertion for mention in read(text).all(kind)]


@pytest.mark.parametrize(
    "text",
    [
        "C6 radiculopathy.",
        "Assessment: cervical radiculopathy, left.",
        "She has lumbar radiculopathy with numbness.",
        "The patient was diagnosed with L5 radiculopathy.",
        "Confirmed C7 radiculopathy.",
        "His radiculopathy is worse.",
    ],
)
def test_a_plain_statement_is_present(text: str) -> None:
    assert asserted(text) == [A.PRESENT]


@pytest.mark.parametrize(
    "text",
    [
        "No radiculopathy.",
        "No evidence of cervical radiculopathy.",
        "Denies any history of lumbar radiculopathy.",
        "Without signs of radiculopathy.",
        "Negative for radiculopathy.",
        "There is no clinical or electrical evidence of a C6 radiculopathy.",
        "Radiculopathy: absent.",
        "Radiculopathy was not found.",
        "This is not a radiculopathy.",
        "He does not have radiculopathy.",
        "Neither myelopathy nor radiculopathy.",
        "No myelopathy, radiculopathy or plexopathy.",
        "W/o radiculopathy.",
    ],
)
def test_a_negated_mention(text: str) -> None:
    assert asserted(text) == [A.NEGATED]


@pytest.mark.parametrize(
    "text",
    [
        "Radiculopathy has been ruled out.",
        "Cervical radiculopathy ruled out by EMG.",
        "The EMG excludes a radiculopathy.",
        "Radiculopathy was excluded.",
        pytest.param(
            "MRI rules out lumbar radiculopathy.",
            marks=WRONG(reason="'rules out' with a finite verb is read as 'rule out'"),
        ),
    ],
)
def test_a_mention_that_is_ruled_out(text: str) -> None:
    assert asserted(text) == [A.NEGATED]


@pytest.mark.parametrize(
    "text",
    [
        "History of lumbar radiculopathy.",
        "H/o cervical radiculopathy.",
        "Prior L5 radiculopathy.",
        "S/p C6 radiculopathy in 2014.",
        "Lumbar radiculopathy, resolved.",
        "C6 radiculopathy in 2011 that has fully resolved.",
        "Her radiculopathy resolved years ago.",
        "Remote cervical radiculopathy.",
    ],
)
def test_a_historical_or_resolved_mention(text: str) -> None:
    assert asserted(text) == [A.HISTORICAL]


@pytest.mark.parametrize(
    "text",
    [
        "Mother had lumbar radiculopathy.",
        "Father: cervical radiculopathy.",
        "FAMILY HISTORY: Radiculopathy, gout.",
        "A sister with C6 radiculopathy.",
        "Radiculopathy in her brother.",
        "Family history of radiculopathy.",
        "His wife has a lumbar radiculopathy.",
    ],
)
def test_a_mention_of_a_relative(text: str) -> None:
    assert asserted(text) == [A.RELATIVE]


@pytest.mark.parametrize(
    "text",
    [
        "Return if radiculopathy develops.",
        "Call us if you develop radiculopathy.",
        "Should radiculopathy occur, we will image.",
        "Watch for radiculopathy.",
        "Risk of radiculopathy was discussed.",
        "If radiculopathy develops, MRI.",
        "RETURN PRECAUTIONS: radiculopathy, fever.",
    ],
)
def test_a_hypothetical_mention(text: str) -> None:
    assert asserted(text) == [A.HYPOTHETICAL]


@pytest.mark.parametrize(
    "text",
    [
        "PATIENT EDUCATION: Radiculopathy is pressure on a nerve root.",
        "Radiculopathy is a condition in which a nerve root is pressed.",
        "Handout about radiculopathy given.",
        "Education on cervical radiculopathy provided.",
        "Patients with radiculopathy often improve.",
    ],
)
def test_a_mention_of_education(text: str) -> None:
    assert set(asserted(text)) == {A.HYPOTHETICAL}


@pytest.mark.parametrize(
    "text",
    [
        "ADDENDUM: The radiculopathy above was entered in error.",
        "Addendum: not a radiculopathy.",
        "Late entry: the diagnosis of C6 radiculopathy should be removed.",
        "Addendum: radiculopathy is retracted.",
    ],
)
def test_a_mention_that_an_addendum_takes_back(text: str) -> None:
    assert asserted(text) == [A.NEGATED]


@pytest.mark.parametrize(
    "hedge",
    [
        "possible",
        "probable",
        "suspected",
        "likely",
        "concern for",
        "suspicious for",
        "consistent with",
        "compatible with",
        "working diagnosis of",
        "working diagnosis:",
        "rule out",
        "r/o",
        "?",
    ],
)
def test_the_words_of_an_uncertain_diagnosis_ahead_of_it(hedge: str) -> None:
    assert asserted(f"Arm pain, {hedge} C6 radiculopathy.") == [A.UNCERTAIN]


@pytest.mark.parametrize(
    "text",
    [
        "C6 radiculopathy versus plexopathy.",
        "Plexopathy vs. C6 radiculopathy.",
        "C6 radiculopathy is suspected.",
        "C6 radiculopathy is likely.",
        "C6 radiculopathy is possible.",
        "C6 radiculopathy remains the working diagnosis.",
        "C6 radiculopathy, probable.",
        "C6 radiculopathy cannot be ruled out.",
        "C6 radiculopathy needs to be ruled out.",
        "To rule out C6 radiculopathy.",
    ],
)
def test_the_words_of_an_uncertain_diagnosis_behind_it(text: str) -> None:
    assert asserted(text) == [A.UNCERTAIN]


@pytest.mark.parametrize(
    "text",
    [
        "Triage nurse wrote radiculopathy.",
        "Per patient, it is lumbar radiculopathy.",
        "Patient thinks she has a radiculopathy.",
        "She is worried it is radiculopathy.",
        "Nurse note: cervical radiculopathy.",
        "He read that he has radiculopathy.",
    ],
)
def test_the_word_of_a_nurse_or_of_the_patient_is_not_the_clinicians(text: str) -> None:
    assert asserted(text)[0] is not A.PRESENT


@pytest.mark.parametrize(
    "text",
    [
        "No improvement of the radiculopathy.",
        "No change in her C6 radiculopathy.",
        "The radiculopathy has not improved.",
        "Mother of two with lumbar radiculopathy.",
        "A 3-month history of cervical radiculopathy.",
        "A 54 year old man with L5 radiculopathy.",
        "Not only radiculopathy but weakness.",
        "Came with his wife for lumbar radiculopathy.",
        "Accompanied by her daughter. Cervical radiculopathy.",
        "No surgery for this L5 radiculopathy.",
    ],
)
def test_a_cue_that_speaks_of_something_else_denies_nothing(text: str) -> None:
    assert asserted(text) == [A.PRESENT]


@pytest.mark.parametrize(
    "text",
    [
        "No myelopathy but C6 radiculopathy.",
        "No fracture; C6 radiculopathy.",
        "Denies fever. C6 radiculopathy.",
        "No weakness, however C6 radiculopathy is evident.",
        "Not a plexopathy: C6 radiculopathy is confirmed.",
        "No myelopathy, she has C6 radiculopathy.",
        "Mother healthy. C6 radiculopathy.",
    ],
)
def test_a_cue_ends_with_its_clause(text: str) -> None:
    assert asserted(text) == [A.PRESENT]


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("Mother had no radiculopathy.", A.RELATIVE),
        ("No history of possible radiculopathy.", A.NEGATED),
        ("FAMILY HISTORY: No radiculopathy.", A.RELATIVE),
        ("History of possible radiculopathy.", A.HISTORICAL),
        ("Return if suspected radiculopathy develops.", A.HYPOTHETICAL),
    ],
)
def test_of_several_cues_the_strongest_holds(text: str, assertion: Assertion) -> None:
    """Another's or a future one is no one's here; then what is denied, what is past, what is doubted."""
    assert asserted(text) == [assertion]


def test_a_cue_reaches_every_member_of_a_list() -> None:
    text = "Denies numbness, weakness, or radiating arm pain."
    assert set(asserted(text, "sign")) == {A.NEGATED}
