"""Decisions of reviewers become snippets: the right words, the right label, and nobody's name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.domain import Disposition, Encounter, Reason, Setting
from service.reference.catalogue import Editions
from service.settings import Settings
from service.store import Action, Actor, Deposit, NewDecision, Store, Verdict
from service.suggesting import Suggester
from service.training.reviewed import Unclear, Withheld, decided_notes, labels_of, snippets_of
from service.training.snippets import Snippet, Source, read_snippets
from tests.training.conftest import SNIPPETS

SCRIBE = Actor(name="clinic-a", address="127.0.0.1")
REVIEWER = Actor(name="ana", address="127.0.0.1")
CLEAR = (
    "HPI: Six weeks of neck pain. Numbness of the right thumb.\n\n"
    "FAMILY HISTORY: Mother has diabetes.\n\n"
    "EXAM: Spurling test positive on the right. Gait normal.\n\n"
    "ASSESSMENT: Right C6 radiculopathy. Established and current.\n\n"
    "PLAN: Physical therapy. Return in six weeks. Bring the disc. Call with questions. Drink water."
)
SILENT = "Follow up for blood pressure. No back pain. No radiculopathy. Medication refilled."
KNOWN = frozenset(
    "six weeks of neck pain numbness the right thumb mother has diabetes test positive on gait normal "
    "established and current physical therapy return in bring disc call with questions drink water follow up "
    "for blood pressure no back radiculopathy medication refilled family left discussed".split()
)


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    from service.classifier.artifact import load_live

    return Suggester(load_live(Path(__file__).parents[2] / "models"), Editions.load())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(Settings(models=tmp_path / "models"))
    store.prepare()
    yield store
    store.close()


class Clinic:
    """Posts notes and decides about them."""

    def __init__(self, store: Store, suggester: Suggester) -> None:
        self.store, self.suggester = store, suggester

    def post(self, text: str, reference: str | None = None, allows: bool = True) -> str:
        deposit = Deposit(
            text=text,
            answer=self.suggester.suggest(text),
            reference=reference,
            allows_training=allows,
            encounter=Encounter(setting=Setting.OUTPATIENT),
        )
        return self.store.notes.keep(deposit, SCRIBE).revision_id

    def decide(self, revision_id: str, **decision: object) -> str:
        return self.store.decisions.make(revision_id, NewDecision.model_validate(decision), REVIEWER).id


@pytest.fixture
def clinic(store: Store, suggester: Suggester) -> Clinic:
    return Clinic(store, suggester)


def imported(store: Store) -> list[Snippet | Withheld]:
    return list(snippets_of(decided_notes(store, REVIEWER), KNOWN))


def test_an_acceptance_is_the_evidence_in_its_context_under_its_heading(clinic: Clinic, store: Store) -> None:
    revision = clinic.post(CLEAR)
    clinic.decide(revision, decision="accept", code="M54.12")
    (one,) = imported(store)
    assert isinstance(one, Snippet)
    assert [(label.code, label.disposition) for label in one.codes] == [("M54.12", Disposition.ASSIGN)]
    assert one.text.startswith("ASSESSMENT: Right C6 radiculopathy. Established and current.")
    assert {one.text[span.start : span.end] for span in one.spans} >= {"radiculopathy", "C6"}
    assert "water" not in one.text
    note_id = store.notes.facts(revision).note_id
    assert (one.source, one.group, one.writer) == (Source.REVIEWED, f"note-{note_id}", "clinic-a")
    assert Snippet.model_validate_json(one.model_dump_json()) == one


def test_a_rejection_yields_the_words_without_the_code(clinic: Clinic, store: Store) -> None:
    revision = clinic.post(CLEAR)
    clinic.decide(revision, decision="reject", code="M54.12", reason="An old note.")
    (one,) = imported(store)
    assert isinstance(one, Snippet)
    assert (one.codes, one.kind) == ((), "other")
    assert "radiculopathy" in one.text and "old note" not in one.model_dump_json()


def test_a_correction_takes_the_disposition_of_what_it_corrects(clinic: Clinic, store: Store) -> None:
    revision = clinic.post(CLEAR)
    clinic.decide(revision, decision="correct", code="M54.12", corrected_code="M54.13")
    (one,) = imported(store)
    assert isinstance(one, Snippet)
    assert [(label.code, label.disposition) for label in one.codes] == [("M54.13", Disposition.ASSIGN)]


def test_a_query_agreed_to_is_learned_as_a_query_and_coded_anyway_as_assigned(
    clinic: Clinic, store: Store
) -> None:
    uncertain = CLEAR.replace(
        "Right C6 radiculopathy. Established and current.", "Possible C6 radiculopathy."
    )
    known = KNOWN | {"possible"}
    agreed, anyway = clinic.post(uncertain), clinic.post(uncertain)
    clinic.decide(agreed, decision="accept", code="M54.12")
    clinic.decide(anyway, decision="correct", code="M54.12", corrected_code="M54.12")
    labels = {
        one.id.removeprefix("reviewed-"): [(label.disposition, label.reason) for label in one.codes]
        for one in snippets_of(decided_notes(store, REVIEWER), known)
        if isinstance(one, Snippet)
    }
    assert labels == {
        agreed: [(Disposition.QUERY, Reason.UNCERTAIN)],
        anyway: [(Disposition.ASSIGN, Reason.ESTABLISHED)],
    }


def test_that_nothing_is_right_is_learned_too(clinic: Clinic, store: Store) -> None:
    revision = clinic.post(SILENT)
    clinic.decide(revision, decision="accept")
    (one,) = imported(store)
    assert isinstance(one, Snippet) and not one.codes and "No radiculopathy." in one.text


def test_what_was_undone_or_is_not_allowed_is_not_learned(clinic: Clinic, store: Store) -> None:
    refused = clinic.post(CLEAR, allows=False)
    clinic.decide(refused, decision="accept", code="M54.12")
    undone = clinic.post(CLEAR)
    store.decisions.undo(clinic.decide(undone, decision="accept", code="M54.12"), REVIEWER)
    assert imported(store) == []


def test_the_newest_decided_revision_of_a_note_counts(clinic: Clinic, store: Store) -> None:
    for text in (CLEAR, CLEAR.replace("Right C6", "Left C6")):
        clinic.decide(clinic.post(text, reference="bar-1"), decision="accept", code="M54.12")
    (one,) = imported(store)
    assert isinstance(one, Snippet) and "Left C6" in one.text


def test_what_nobody_decided_is_not_guessed(clinic: Clinic, store: Store) -> None:
    both = CLEAR.replace("Established and current.", "Left L5 radiculopathy with numb toes.")
    revision = clinic.post(both)
    clinic.decide(revision, decision="accept", code="M54.12")
    (one,) = imported(store)
    assert isinstance(one, Withheld) and one.why == "nobody decided on M54.16, which was likely"
    (decided,) = decided_notes(store, REVIEWER)
    with pytest.raises(Unclear):
        labels_of(decided)


def test_a_name_stops_the_whole_note_and_says_where(clinic: Clinic, store: Store) -> None:
    text = CLEAR.replace("Established and current.", "Discussed with Zuzanna.")
    clinic.decide(clinic.post(text), decision="accept", code="M54.12")
    (one,) = imported(store)
    assert isinstance(one, Withheld)
    (doubt,) = one.doubts
    assert (doubt.kind, text[doubt.start : doubt.end]) == ("name", "Zuzanna")
    assert "Zuzanna" not in one.model_dump_json()


def test_the_command_writes_withholds_and_forgets_what_was_erased(
    clinic: Clinic, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = clinic.post(CLEAR), clinic.post(CLEAR.replace("Mother", "Zuzanna").replace("Gait", "Zuzanna"))
    for revision in (good, bad):
        clinic.decide(revision, decision="accept", code="M54.12")
    named = clinic.post(CLEAR.replace("Established", "Zuzanna, established"))
    clinic.decide(named, decision="accept", code="M54.12")
    monkeypatch.setenv("SCRIBE_ASSIST_MODELS", str(tmp_path / "models"))
    out = tmp_path / "reviewed.jsonl"

    def run(*more: str) -> tuple[int, str]:
        call = ["snippets", "import-decisions", "--snippets", str(SNIPPETS), "--out", str(out), *more]
        result = CliRunner().invoke(main, call)
        return result.exit_code, result.output

    status, told = run("--dry-run")
    assert status == 1 and not out.exists()
    assert "Zuzanna" not in told and "name at " in told
    assert "'Zuzanna'" in run("--show", "--dry-run")[1]

    status, told = run("--json")
    assert status == 1 and [one["revision_id"] for one in json.loads(told)["withheld"]] == [named]
    assert len(read_snippets(out)) == 2 and "Zuzanna" not in out.read_text(encoding="utf-8")
    exported = [entry for entry in store.audit.entries() if entry.action is Action.NOTE_EXPORTED]
    assert {entry.revision_id for entry in exported} == {good, bad, named}

    allowed = tmp_path / "known.txt"
    allowed.write_text("Zuzanna\n", encoding="utf-8")
    assert run("--known", str(allowed))[0] == 0 and len(read_snippets(out)) == 3

    for revision in (good, bad, named):
        store.retention.erase(store.notes.facts(revision).note_id, REVIEWER)
    assert run()[0] == 0 and not out.exists()


def test_synthetic_snippets_are_not_overwritten(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRIBE_ASSIST_MODELS", str(tmp_path / "models"))
    mine = tmp_path / "w01.jsonl"
    mine.write_bytes((SNIPPETS / "w01.jsonl").read_bytes())
    call = ["snippets", "import-decisions", "--snippets", str(SNIPPETS), "--out", str(mine)]
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 1 and "import into a file of its own" in result.output
    assert mine.read_bytes() == (SNIPPETS / "w01.jsonl").read_bytes()


def test_next_lists_what_is_in_doubt_before_what_is_not(
    clinic: Clinic, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.training.lessons import lessons
    from service.training.vocabulary import fingerprint_of_word

    clear, overridden = clinic.post(CLEAR), clinic.post(CLEAR)
    clinic.decide(overridden, decision="reject", code="M54.12", reason="No.")
    strange = clinic.post("Zwischenwirbel brachialgia exacerbata, Ganglion stellatum infiltriert heute.")
    hidden = clinic.post("Zwischenwirbel brachialgia exacerbata, Ganglion.", allows=False)
    known = set(KNOWN) | {"hpi", "exam", "assessment", "plan", "spurling", "week", "question", "refill"}
    found = {
        one.revision_id: one
        for one in lessons(store, REVIEWER, clinic.suggester, set(map(fingerprint_of_word, known)))
    }
    assert any("otherwise than was recommended" in why for why in found[overridden].why)
    assert any("in no training text" in why for why in found[strange].why)
    assert hidden not in found
    assert clear not in found or found[clear].worth < found[overridden].worth

    monkeypatch.setenv("SCRIBE_ASSIST_MODELS", str(tmp_path / "models"))
    models = str(Path(__file__).parents[2] / "models")
    call = ["snippets", "next", "--models", models, "--snippets", str(SNIPPETS), "--json"]
    listed = CliRunner().invoke(main, call)
    assert listed.exit_code == 0, listed.output
    assert overridden in {one["revision_id"] for one in json.loads(listed.output)}
    assert "Zwischenwirbel" not in listed.output
    assert any(entry.action is Action.NOTES_MEASURED for entry in store.audit.entries())


def test_every_verdict_about_a_code_is_understood() -> None:
    """A verdict that comes later must be thought of here."""
    about_a_code = {Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT}
    others = {Verdict.GAP_WRONG, Verdict.EVIDENCE, Verdict.COMMENT, Verdict.UNDO}
    assert about_a_code | others == set(Verdict)
