"""The pitfalls that can be seen in the note and the claim: their order, their words, and the date."""

from __future__ import annotations

import pytest

from service.domain import AlertName
from tests.suggesting.conftest import Ask
from tests.suggesting.notes import C1_C2, C6, DISC, NECK_TENSION, NUCHAL, OCCIPITAL, RHEUMATOID

DATES = [
    ("2025-09-30", True),
    ("2025-10-01", False),
    ("2026-01-15", False),
    ("2026-09-30", False),
    ("2026-10-01", True),
    (None, False),
]


@pytest.mark.parametrize(("date", "raised"), DATES)
@pytest.mark.parametrize("note", [C6, "Nothing to report."], ids=["supported", "nothing"])
def test_code_set_date(ask: Ask, note: str, date: str | None, raised: bool) -> None:
    """Outside 1 October 2025 to 30 September 2026, whatever the note yields; not without a date."""
    assert ("code_set_date" in ask(note, date=date).alerts) is raised


NEEDS_A_CLAIM = {
    "unspecified_but_localised",
    "wrong_region",
    "excludes1_conflict",
    "symptom_code",
    "no_insertional_pathology",
    "missing_on_order",
}


@pytest.mark.parametrize("note", [C1_C2, C6, NUCHAL, NECK_TENSION, DISC, RHEUMATOID, OCCIPITAL])
def test_no_alert_that_needs_a_claim_is_raised_without_one(ask: Ask, note: str) -> None:
    assert not NEEDS_A_CLAIM & set(ask(note, date="2024-02-01").alerts)


def test_alerts_stand_once_each_in_the_order_of_the_table_and_say_what_they_rest_on(ask: Ask) -> None:
    answer = ask(
        RHEUMATOID + "    Imaging: MRI cervical spine: C1-C2 osteophytes.",
        codes=["M54.10", "M54.12", "M54.2", "M50.122"],
        date="2024-02-01",
    )
    names = [alert.alert for alert in answer.given.alerts]
    assert len(names) >= 6
    assert names == sorted(set(names), key=list(AlertName).index)
    assert all(alert.message and alert.basis and "{" not in alert.message for alert in answer.given.alerts)


def test_an_alert_names_the_codes_that_it_concerns(ask: Ask) -> None:
    wrong = ask(C1_C2, codes=["M54.12"]).alerts["wrong_region"]
    assert set(wrong.codes) == {"M54.12", "M54.11"}
    assert "M54.12" in wrong.message and "M54.11" in wrong.message
