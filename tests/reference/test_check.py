"""The check passes on what is committed, and finds what is planted."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from service.cli.reference import reference as command
from service.reference.catalogue import Editions, Reference
from service.reference.check import check
from service.reference.compile import OFFICIAL, compile_official, installed_tabular
from service.reference.tabular import TabularList

Plant = Callable[[str, Callable[[Any], None]], list[tuple[str, bool]]]


@pytest.fixture(scope="module")
def tabular() -> TabularList:
    path = installed_tabular()
    assert path is not None
    return TabularList.read(path)


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Change one file of a copy of the edition, and return the kinds of fault that the check then finds."""

    def change(file: str, alter: Callable[[Any], None]) -> list[tuple[str, bool]]:
        folder = tmp_path / "2026.1"
        shutil.copytree(Editions.load().for_date(None).folder, folder)
        data = json.loads((folder / file).read_text(encoding="utf-8"))
        alter(data)
        (folder / file).write_text(json.dumps(data), encoding="utf-8")
        return [(f.kind, f.known) for f in check(Reference(folder), None) if not f.known]

    return change


def test_the_committed_reference_has_only_known_disagreements(tabular: TabularList) -> None:
    reference = Editions.load().for_date(None)
    findings = check(reference, tabular)
    assert [f for f in findings if not f.known] == []
    assert {f.where for f in findings} == {record.id for record in reference.disagreements}


def test_the_committed_file_is_what_the_list_compiles_to(tabular: TabularList) -> None:
    reference = Editions.load().for_date(None)
    first, second = (compile_official(tabular, reference.plan) for _ in range(2))
    assert first == second == (reference.folder / OFFICIAL).read_text(encoding="utf-8")


def _tip(text: str) -> Callable[[Any], None]:
    def alter(data: Any) -> None:
        data["codes"]["M54.11"]["tips"]["region"]["text"] = text

    return alter


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Use M54.12 (Radiculopathy, thoracic region) below it.", "wrong_title"),
        ("See G54.2 (occipital neuralgia).", "wrong_title"),
        ("Use M54.19 for several.", "unknown_code"),
        ("Use M45.x1 for the spine.", "unknown_code"),
        ("Use M54.11- with a dash, though nothing lies below it.", "unknown_code"),
    ],
)
def test_a_wrong_title_or_code_in_the_prose_is_found(plant: Plant, text: str, kind: str) -> None:
    assert plant("editorial.json", _tip(text)) == [(kind, False)]


def test_vertebrae_and_articles_are_not_taken_for_codes(plant: Plant) -> None:
    text = "From T10 to T12-L1, C1-C2 and S1; A59668; M54.11 (Radiculopathy, occipito-atlanto-axial region)."
    assert plant("editorial.json", _tip(text)) == []


def test_a_disagreement_that_the_list_does_not_bear_out_is_found(plant: Plant) -> None:
    def alter(data: Any) -> None:
        fact = {"kind": "title", "code": "M45.1", "value": "Something else"}
        data.append(data[0] | {"id": "new", "facts": [fact]})

    assert plant("disagreements.json", alter) == [("disagreement", False)]


def test_a_new_billable_sibling_is_found(plant: Plant) -> None:
    def alter(data: Any) -> None:
        data["entries"]["M46.0A"] = data["entries"]["M46.09"]

    assert set(plant("official.json", alter)) == {("siblings", False)}


def test_a_missing_query_and_a_choice_that_closes_the_question_are_found(plant: Plant) -> None:
    def alter(data: Any) -> None:
        del data[0]
        data[0]["choices"] = ["Yes", "No"]

    assert plant("queries.json", alter) == [("queries", False), ("choices", False)]


def test_an_edited_official_file_is_stale(tmp_path: Path, tabular: TabularList) -> None:
    folder = tmp_path / "2026.1"
    shutil.copytree(Editions.load().for_date(None).folder, folder)
    text = (folder / OFFICIAL).read_text(encoding="utf-8")
    edited = text.replace(
        "radiculopathy with spondylosis (M47.2-)", "radiculopathy with spondylosis (M47.1-)"
    )
    (folder / OFFICIAL).write_text(edited, encoding="utf-8")
    assert "stale" in {f.kind for f in check(Reference(folder), tabular)}


def test_the_command_exits_by_what_it_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = CliRunner().invoke
    passed = run(command, ["check", "--json"])
    assert passed.exit_code == 0
    assert all(finding["known"] for finding in json.loads(passed.stdout)["findings"])

    folder = tmp_path / "2026.1"
    shutil.copytree(Editions.load().for_date(None).folder, folder)
    official = (folder / OFFICIAL).read_text(encoding="utf-8")
    (folder / OFFICIAL).write_text(official.replace("Cervicalgia", "Neck pain"), encoding="utf-8")
    monkeypatch.setattr("service.cli.reference.EDITIONS", tmp_path)
    assert run(command, ["check", "--edition", "2026.1"]).exit_code == 1

    compiled = run(command, ["compile", "--edition", "2026.1", "--json"])
    assert compiled.exit_code == 0 and json.loads(compiled.stdout)["changed"]
    assert run(command, ["check", "--edition", "2026.1"]).exit_code == 0

    broken = tmp_path / "list.xml"
    broken.write_text("<not-a-list/>", encoding="utf-8")
    assert run(command, ["check", "--tabular", str(broken)]).exit_code == 2
    assert run(command, ["compile", "--edition", "1999.1"]).exit_code == 2
