"""What a note asserts of a diagnosis: section 1 ("what states the diagnosis") and section 2 of the domain."""

from __future__ import annotations

from functools import partial

import pytest

from service.domain import Assertion
from service.reading import read

WRONG = partial(pytest.mark.xfail, strict=True)

A = Assertion


def asserted(text: str) -> list[Assertion]:
    return [mention.assertion for mention in read(text).all("diagnosis")]


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


def test_an_empty_box_denies_what_stands_beside_it_and_a_ticked_one_does_not() -> None:
    boxes = "Dx: [x] strain [ ] radiculopathy [ ] enthesopathy [x] other"
    assert asserted(boxes) == [A.NEGATED, A.NEGATED]
    assert asserted("[ ] strain [x] radiculopathy [ ] enthesopathy") == [A.PRESENT, A.NEGATED]
    assert asserted("\u2610 strain \u2612 radiculopathy") == [A.PRESENT]


@pytest.mark.parametrize(
    "text",
    [
        "Order set used: CERVICAL RADICULOPATHY, adult.",
        "The drop-down offers only lumbar radiculopathy.",
        "The clerk ticked cervical radiculopathy.",
        "Smartphrase: signs of lumbar radiculopathy.",
        "Inclusion criteria: chronic lumbar radiculopathy.",
        "I would have called this an L5 radiculopathy.",
        "They asked whether a radiculopathy was found.",
    ],
)
def test_what_a_form_or_a_machine_says_is_not_asserted(text: str) -> None:
    assert asserted(text) == [A.HYPOTHETICAL]


def test_what_is_past_is_past_beyond_the_words_that_date_it() -> None:
    assert asserted("The C7 radiculopathy from last winter is behind him.") == [A.HISTORICAL]
