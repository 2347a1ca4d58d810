"""The linter of queries: it passes a compliant one, and sees each rule broken."""

from __future__ import annotations

import pytest

from service.reading import read
from service.reference.catalogue import Editions
from service.suggesting.lint import lint, lint_answer, lint_editions
from tests.suggesting.conftest import Ask

NOTE = """HPI: Numb thumb, "like sandpaper" since May. No stenosis was seen.
He denies weakness. Mother with sciatica.
Assessment: Left C6 radiculopathy
(M54.12, G89.29), chronic, at T12 of no concern.
Plan: traction."""
GOOD = """\
The note records “Left C6 radiculopathy chronic, at T12 of no …”, “Numb thumb, "like sandpaper"”. \
What imaging of the cervical region, if any, has been done for the problem recorded as \
“C6 radiculopathy”, and what did it show?
- Imaging was done (please describe)
- Other (please specify)
- Unable to determine"""


def rules(query: str, note: str = NOTE) -> set[str]:
    return {fault.rule for fault in lint(query, read(note))}


def test_a_compliant_query_passes() -> None:
    assert lint(GOOD, read(NOTE)) == ()


@pytest.mark.parametrize(
    ("words", "instead", "rule"),
    [
        ("the cervical region", "the cervical region (M54.12)", "code"),
        ("the cervical region", "the cervical region, M50.1-,", "code"),
        ("the cervical region", "the cervical region m54.12", "code"),
        ("the cervical region", "the cervical region M5412", "code"),
        ("Numb thumb", "Numb thumb G89", "code"),
        ("please describe", "needed for payment", "payment"),
        ("please describe", "the insurer asks", "payment"),
        ("please describe", "this raises the DRG", "payment"),
        ("please describe", "for medical necessity", "payment"),
        ("Imaging was done", "Disc herniation", "diagnosis"),
        ("Imaging was done", "Spinal stenosis", "diagnosis"),
        ("Imaging was done", "Sciatica", "diagnosis"),
        ("What imaging", "Was imaging", "open question"),
        ("What imaging", "Does imaging", "open question"),
        ("what did it show?", "what it showed.", "open question"),
        ("What imaging", "Please confirm: what imaging", "leading"),
        ("- Other (please specify)\n", "", "choices"),
        ("- Unable to determine", "- None", "choices"),
        ("- Imaging was done (please describe)\n", "", "choices"),
        ("Numb thumb", "Numb fingers", "quotation"),
        ("C6 radiculopathy”", "left C7 radiculopathy”", "quotation"),
        ("Numb thumb", "…", "quotation"),
    ],
)
def test_a_broken_rule_is_seen_and_no_other(words: str, instead: str, rule: str) -> None:
    assert words in GOOD
    assert rules(GOOD.replace(words, instead, 1)) == {rule}


def test_a_query_that_quotes_nothing_is_seen() -> None:
    unquoted = GOOD.replace("“", "").replace("”", "")
    assert "quotation" in rules(unquoted)


@pytest.mark.parametrize("level", ["T12", "C5-C6", "L45", "S1", "vitamin B12", "C12"])
def test_a_level_is_no_code(level: str) -> None:
    assert rules(GOOD.replace("the cervical region", level)) == set()


def test_a_patient_who_denies_speaks_of_no_payment() -> None:
    assert rules(GOOD.replace("Numb thumb", "He denies weakness", 1)) <= {"quotation"}


def test_a_documented_diagnosis_may_be_named() -> None:
    assert rules(GOOD.replace("Imaging was done", "Radiculopathy")) == set()


def test_a_quotation_may_hold_quotation_marks_of_the_note() -> None:
    note = NOTE.replace('"like sandpaper"', "“like sandpaper”")
    assert rules(GOOD.replace('"like sandpaper"', "“like sandpaper”"), note) == set()


def test_every_query_of_every_edition_is_compliant() -> None:
    assert list(lint_editions(Editions.load())) == []


def test_a_finding_names_the_file_the_edition_the_key_and_the_note(ask: Ask) -> None:
    """The answer to one note, linted against another that holds none of its words."""
    given = ask("Assessment: C6 radiculopathy.").given
    findings = list(lint_answer("Nothing of that kind.", given, "n-1"))
    assert {(one.file, one.edition, one.note) for one in findings} == {("queries.json", "2026.1", "n-1")}
    assert "M54.1 imaging missing" in {one.key for one in findings}
    assert {one.rule for one in findings} == {"quotation"}
