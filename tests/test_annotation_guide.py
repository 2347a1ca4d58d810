"""Every example of the guide is a label that the schema takes, and what the service answers."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.classifier.artifact import load_live
from service.domain import (
    REQUIREMENTS,
    AlertName,
    Claim,
    Encounter,
    Setting,
    Status,
    SuggestionSet,
    family_of,
)
from service.reference.catalogue import Editions
from service.suggesting import Suggester
from service.training.labels import Label
from service.training.snippets import KINDS

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "annotation-guide.md").read_text(encoding="utf-8")
# The guide is right, and the service wrong: an unannounced fix fails too.
KNOWN_FAILURES: frozenset[str] = frozenset()


def rows(head: str) -> Iterator[list[str]]:
    """Yield the cells of every table with this head."""
    for table in re.findall(rf"^{re.escape(head)}\n\|[-|]+\n((?:\|.*\n)+)", GUIDE, re.M):
        for line in table.splitlines():
            yield [cell.strip() for cell in line.strip("|").split("|")]


LABELLED = list(rows("| text | label | why |"))
REQUIRED = list(rows("| text | code | requirement | status | why |"))
ALERTED = list(rows("| text | claim | alert | why |"))


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    return Suggester(load_live(ROOT / "models"), Editions.load())


def ask(suggester: Suggester, text: str, claim: str = "") -> SuggestionSet:
    setting = Setting.INPATIENT if text.startswith("inpatient: ") else Setting.OUTPATIENT
    encounter = Encounter(date=datetime.date(2026, 3, 14), setting=setting)
    asked = Claim(codes=(claim,) if claim else ())
    return suggester.suggest(text.removeprefix("inpatient: "), encounter, asked)


def label_of(cell: str) -> Label:
    code, disposition, reason, *instead = cell.split()
    return Label.model_validate(
        {"code": code, "disposition": disposition, "reason": reason, "instead": instead}
    )


@pytest.mark.parametrize(("text", "labels", "why"), LABELLED, ids=lambda value: value[:60])
def test_an_example_is_answered_as_it_is_labelled(
    suggester: Suggester, text: str, labels: str, why: str
) -> None:
    none = re.fullmatch(r"none \((\w+)\)", labels)
    assert why and (not none or none[1] in KINDS)
    wanted = [] if none else [label_of(cell) for cell in labels.split(";")]
    given = [
        Label(
            code=one.code,
            disposition=one.disposition,
            reason=one.reason,
            instead=tuple(replacement.code for replacement in one.instead),
        )
        for one in ask(suggester, text).suggestions
        if one.recommended or one.probability >= 0.5
    ]
    assert (sorted(given, key=str) == sorted(wanted, key=str)) == (text not in KNOWN_FAILURES), given


@pytest.mark.parametrize(
    ("text", "code", "requirement", "status", "why"), REQUIRED, ids=lambda value: value[:40]
)
def test_a_requirement_is_judged_as_it_is_labelled(
    suggester: Suggester, text: str, code: str, requirement: str, status: str, why: str
) -> None:
    assert why and requirement in REQUIREMENTS[family_of(code)]
    found = next(one for one in ask(suggester, text).suggestions if one.code == code)
    given = {met.requirement.value: Status.MET for met in found.met}
    given |= {gap.requirement.value: gap.status for gap in found.gaps}
    right = given.get(requirement, Status.NOT_APPLICABLE) == Status(status)
    assert right == (text not in KNOWN_FAILURES), given


@pytest.mark.parametrize(("text", "claim", "alert", "why"), ALERTED, ids=lambda value: value[:40])
def test_an_alert_is_raised_as_it_is_labelled(
    suggester: Suggester, text: str, claim: str, alert: str, why: str
) -> None:
    raised = {one.alert for one in ask(suggester, text, claim).alerts}
    assert why and (AlertName(alert) in raised) == (text not in KNOWN_FAILURES), raised


def test_the_guide_has_an_example_of_every_requirement_and_nearly_every_alert() -> None:
    assert len(LABELLED) > 40
    wanted = {requirement.value for own in REQUIREMENTS.values() for requirement in own}
    assert {row[2] for row in REQUIRED} == wanted
    alerts = {name.value for name in AlertName} - {"missing_on_order", "code_set_date"}
    assert {row[2] for row in ALERTED} == alerts
