"""The catalogue answers for nineteen codes, in the edition that the encounter's date chooses."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from service.domain import CODES, REQUIREMENTS, AlertName, Basis, Family, Region, Requirement, Status
from service.reference.catalogue import Editions, Reference


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Editions.load().for_date(None)


def test_nineteen_codes_each_answer_in_full(reference: Reference) -> None:
    assert tuple(entry.code for entry in reference.codes) == CODES
    for entry in reference.codes:
        assert entry.billable and entry.pitfalls and entry.context and entry.questions
        assert set(entry.tips) == set(REQUIREMENTS[entry.family])
        assert "tabular" in entry.sources
        assert len({tip.text for tip in entry.tips.values()}) == 6


def test_no_two_codes_share_a_tip(reference: Reference) -> None:
    """A tip speaks of its own region, so none can serve two codes."""
    tips = [tip.text for entry in reference.codes for tip in entry.tips.values()]
    assert len(set(tips)) == len(tips) == 19 * 6


def test_only_the_briefed_codes_have_coverage_groups_and_counts(reference: Reference) -> None:
    with_coverage = {entry.code: [a.article for a in entry.coverage] for entry in reference.codes}
    assert {code: found for code, found in with_coverage.items() if found} == {
        "M54.11": ["A59668"],
        "M46.01": ["A57215"],
    }
    assert {e.code: e.related_cpt.count for e in reference.codes if e.related_cpt} == {
        "M54.11": 12,
        "M46.01": 11,
    }
    assert [g.drg for g in reference.code("M54.11").ms_drgs] == ["073", "074"]


def test_a_code_stands_where_the_tabular_list_puts_it(reference: Reference) -> None:
    entry = reference.code("m5411 ")
    assert entry.title == "Radiculopathy, occipito-atlanto-axial region"
    assert (entry.region, entry.chapter.level, entry.block.level) == (
        Region.OCCIPITO_ATLANTO_AXIAL,
        "M00-M99",
        "M50-M54",
    )
    assert [parent.level for parent in entry.parents] == ["M54.1", "M54", "M50-M54", "M40-M54"]
    assert reference.code("M46.01").parents[0].inclusion_terms == (
        "Disorder of ligamentous or muscular attachments of spine",
    )
    assert reference.title("M50.1-") == "Cervical disc disorder with radiculopathy"


def test_a_query_exists_for_each_gap_and_for_nothing_else(reference: Reference) -> None:
    query = reference.query(Family.RADICULOPATHY, Requirement.IMAGING, Status.MISSING)
    filled = query.fill(facts="“C2 radiculopathy”", region="the neck", problem="C2 radiculopathy")
    assert "“C2 radiculopathy”" in filled and "{" not in filled and "Unable to determine" in filled
    with pytest.raises(KeyError):
        reference.query(Family.RADICULOPATHY, Requirement.ELECTRODIAGNOSTICS, Status.MISSING)


def test_an_alert_is_filled_with_exactly_its_slots(reference: Reference) -> None:
    alert = reference.alert(AlertName.CODE_FIRST)
    assert alert.basis is Basis.EDITORIAL
    assert "M06.9" in alert.fill(supported="M54.11", condition="rheumatoid arthritis (M06.9)")
    with pytest.raises(TypeError):
        alert.fill(supported="M54.11")


def test_a_template_is_filled_with_braces_in_the_note_left_alone(reference: Reference) -> None:
    query = reference.query(Family.ENTHESOPATHY, Requirement.REGION, Status.MISSING)
    assert "{region}" in query.fill(facts="“{region}”", region="x", problem="y")


def test_the_fiscal_year_begins_and_ends_on_its_days(reference: Reference) -> None:
    first, last = date(2025, 10, 1), date(2026, 9, 30)
    assert reference.covers(first) and reference.covers(last)
    assert not reference.covers(date(2025, 9, 30)) and not reference.covers(date(2026, 10, 1))


def test_the_date_chooses_among_editions(reference: Reference, tmp_path: Path) -> None:
    folder = tmp_path / "2027.1"
    shutil.copytree(reference.folder, folder)
    plan = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    plan |= {"edition": "2027.1", "first_day": "2026-10-01", "last_day": "2027-09-30"}
    (folder / "edition.json").write_text(json.dumps(plan), encoding="utf-8")
    editions = Editions((Reference(folder), reference))

    def chosen(day: date | None) -> str:
        return editions.for_date(day).edition.edition

    assert chosen(date(2026, 9, 30)) == "2026.1"
    assert chosen(date(2026, 10, 1)) == "2027.1"
    assert chosen(None) == chosen(date(2019, 1, 1)) == "2027.1"


def test_loading_is_done_once() -> None:
    assert Editions.load() is Editions.load()
