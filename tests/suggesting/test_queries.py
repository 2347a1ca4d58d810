"""What the provider can be asked about a gap, by the compliant-query practice of the coding profession."""

from __future__ import annotations

import re

import pytest

from service.domain import CODES, REQUIREMENTS, Gap, Requirement, family_of
from tests.suggesting.conftest import Answer, Ask

NOTES = {
    "a radiculopathy, localised": """
        HPI: Left arm pain to the thumb since May.
        Assessment: Left C6 radiculopathy.
        Plan: Return in six weeks.
    """,
    "a radiculopathy, not localised": "Assessment: Radiculopathy.\nPlan: Therapy.",
    "an uncertain radiculopathy": """
        HPI: Pain down the leg. He had an MRI of the lumbar spine.
        Assessment: Possible lumbar radiculopathy. Spondylolisthesis.
        Plan: Review.
    """,
    "indicators of a radiculopathy": """
        HPI: Neck pain radiating to the right thumb for six weeks.
        Exam: Spurling positive on the right.
        Assessment: Neck and arm pain.
    """,
    "an enthesopathy": "Impression: Cervical spinal enthesopathy.\nPlan: Exercises.",
    "indicators of an enthesopathy": """
        Exam: Tender at the supraspinous ligament insertion at L3. Lumbar flexion restricted.
        Assessment: Low back pain.
    """,
    "everything partial": """
        HPI: Radicular symptoms. Conservative measures failed. She had an EMG of the leg in May.
        Imaging: Lumbar x-ray: L4-L5 spondylolisthesis.
        Assessment: L5 radiculopathy.
    """,
}
CODE = re.compile(r"\b[A-Z]\d[0-9A-Z]\.[0-9A-Z]+|\bI10\b")
PAYMENT = re.compile(
    r"reimburse|payment|paid\b|billing|billable|denial|revenue|insur|authoriz|DRG|medical necessity|\bcharge"
    r"|payer|quality score|severity of illness",
    re.IGNORECASE,
)
LEADING = re.compile(
    r"do you agree|please confirm|please document that|would you agree|is it correct|can you confirm",
    re.IGNORECASE,
)


def gaps(answer: Answer) -> list[Gap]:
    found = [gap for suggestion in answer.given.suggestions for gap in suggestion.gaps]
    assert found, "the note was meant to leave gaps"
    return found


def quotations(query: str) -> list[str]:
    return re.findall("\u201c(.+?)\u201d", query)


@pytest.fixture(params=NOTES)
def answer(request: pytest.FixtureRequest, ask: Ask) -> Answer:
    return ask(NOTES[request.param])


def test_every_gap_has_a_question_and_a_tip_with_their_basis(answer: Answer) -> None:
    for gap in gaps(answer):
        assert "?" in gap.query and gap.tip and gap.basis
        assert "{" not in gap.query and "{" not in gap.tip


def test_a_query_quotes_facts_of_this_note(answer: Answer) -> None:
    """Word for word but for line breaks and a mark where a long sentence is cut."""
    note = " ".join(answer.text.split())
    for gap in gaps(answer):
        facts = quotations(gap.query)
        assert facts
        assert all(fact.removesuffix("\u2026").strip() in note for fact in facts)


def test_a_query_leaves_room_for_other_and_for_unable_to_determine(answer: Answer) -> None:
    for gap in gaps(answer):
        choices = re.findall(r"^- (.+)$", gap.query, re.MULTILINE)
        assert len(choices) >= 3
        assert choices[-2].startswith("Other") and choices[-1] == "Unable to determine"


def test_a_query_names_no_code(answer: Answer) -> None:
    assert not [gap.query for gap in gaps(answer) if CODE.search(gap.query)]


def test_a_query_names_no_payment(answer: Answer) -> None:
    assert not [gap.query for gap in gaps(answer) if PAYMENT.search(gap.query)]


def test_a_query_names_no_code_where_the_note_writes_one_beside_the_diagnosis(ask: Ask) -> None:
    answer = ask("""
        Assessment: C6 radiculopathy (M54.12), G89.29, chronic.
        Plan: Therapy.
    """)
    assert not [gap.query for gap in gaps(answer) if CODE.search(gap.query)]


def test_a_query_names_no_payment_where_a_sentence_of_the_note_does(ask: Ask) -> None:
    answer = ask("""
        HPI: Arm pain to the thumb, and the insurer refused reimbursement for his MRI.
        Assessment: C6 radiculopathy, needed for authorization and payment.
    """)
    assert not [gap.query for gap in gaps(answer) if PAYMENT.search(gap.query)]


def test_a_query_leads_to_no_answer(answer: Answer) -> None:
    for gap in gaps(answer):
        assert not LEADING.search(gap.query)
        assert not re.match(r"(Is|Are|Does|Do|Did|Was|Were|Can|Could|Has|Have)\b", question_of(gap))


def question_of(gap: Gap) -> str:
    """The sentence that ends in the question mark, quotations left out."""
    bare = re.sub("\u201c.+?\u201d", "it", gap.query)
    return bare.split("?")[0].rsplit(". ", 1)[-1].strip()


DIAGNOSES = re.compile(
    r"radiculopath|radiculit|enthesopath|enthesit|herniat|spondyl|stenosis|arthrit|neuralgia|neuropath",
    re.IGNORECASE,
)


def test_a_query_names_no_diagnosis_that_the_note_does_not(answer: Answer) -> None:
    for gap in gaps(answer):
        named = {word.lower() for word in DIAGNOSES.findall(gap.query)}
        assert all(word in answer.text.lower() for word in named), gap.query


def test_a_query_speaks_of_its_own_problem_where_the_note_has_two(ask: Ask) -> None:
    answer = ask("""
        Assessment:
        1. Left C6 radiculopathy.
        2. Right L4 radiculopathy.
    """)
    for code, own, other in (("M54.12", "C6", "L4"), ("M54.16", "L4", "C6")):
        for gap in answer.suggestions[code].gaps:
            assert own in gap.query and other not in gap.query


def test_a_query_quotes_what_meets_the_requirement_in_part(ask: Ask) -> None:
    answer = ask("""
        PMH: Crohn's disease.
        HPI: Low back pain since May, worse on bending.
        Assessment: Enthesopathy of the interspinous ligament at L4-L5.
    """)
    (gap,) = [gap for gap in answer.suggestions["M46.06"].gaps if gap.requirement == "underlying_condition"]
    assert gap.status == "partial" and "Crohn's disease" in quotations(gap.query)[1]


def test_an_uncertain_diagnosis_is_asked_about_in_the_notes_own_uncertain_words(ask: Ask) -> None:
    """A query that dropped the doubt would say more than the note."""
    answer = ask("HPI: Arm pain.\nAssessment: Possible C6 radiculopathy.")
    for gap in answer.suggestions["M54.12"].gaps:
        assert "Possible C6 radiculopathy" in gap.query


def test_a_quoted_fact_is_no_longer_than_a_reader_can_bear(ask: Ask) -> None:
    clutter = "and the patient described how it had begun while she was lifting boxes " * 40
    answer = ask(f"Assessment: C6 radiculopathy {clutter} at home.")
    assert all(len(gap.query) < 2_000 for gap in gaps(answer))


@pytest.mark.parametrize("code", CODES)
def test_a_bare_diagnosis_leaves_a_gap_for_whatever_can_be_missing(ask: Ask, code: str) -> None:
    """Electrodiagnostics and the underlying condition cannot be missing, and are not gaps here."""
    answer = ask(f"Assessment: {BARE[code]}.")
    assert list(answer.suggestions) == [code]
    statuses = answer.statuses(code)
    missing = {Requirement(name) for name, status in statuses.items() if status == "missing"}
    cannot = {
        Requirement.REGION,
        Requirement.ELECTRODIAGNOSTICS,
        Requirement.UNDERLYING_CONDITION,
        Requirement.STRUCTURE,
    }
    assert (
        missing - {Requirement.REGION, Requirement.STRUCTURE} == set(REQUIREMENTS[family_of(code)]) - cannot
    )
    assert statuses["region"] == ("missing" if code.endswith("0") else "met")


BARE = {
    "M54.10": "Radiculopathy",
    "M54.11": "C2 radiculopathy",
    "M54.12": "Cervical radiculopathy",
    "M54.13": "Cervicothoracic radiculopathy",
    "M54.14": "Thoracic radiculopathy",
    "M54.15": "Thoracolumbar radiculopathy",
    "M54.16": "Lumbar radiculopathy",
    "M54.17": "Lumbosacral radiculopathy",
    "M54.18": "Sacral radiculopathy",
    "M46.00": "Spinal enthesopathy",
    "M46.01": "Spinal enthesopathy at C1-C2",
    "M46.02": "Cervical spinal enthesopathy",
    "M46.03": "Cervicothoracic spinal enthesopathy",
    "M46.04": "Thoracic spinal enthesopathy",
    "M46.05": "Thoracolumbar spinal enthesopathy",
    "M46.06": "Lumbar spinal enthesopathy",
    "M46.07": "Lumbosacral spinal enthesopathy",
    "M46.08": "Sacrococcygeal spinal enthesopathy",
    "M46.09": "Cervical and lumbar spinal enthesopathy",
}
