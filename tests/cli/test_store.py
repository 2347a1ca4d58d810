"""The subcommands of the store, called as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.settings import Settings
from service.store import Actor, NewDecision, Store, Verdict
from tests.store.notes import CANARY, TEXT, deposit


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCRIBE_ASSIST_MODELS", str(tmp_path / "models"))
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Store:
    """A store with one note of two decisions."""
    actor = Actor(name="acme", address="192.0.2.7")
    store = Store.open(Settings.from_environment())
    store.prepare()
    revision_id = store.notes.keep(deposit(allows_training=True), actor).revision_id
    for new in (
        NewDecision(decision=Verdict.ACCEPT, code="M54.12"),
        NewDecision(decision=Verdict.REJECT, code="M54.12", reason="why"),
    ):
        store.decisions.make(revision_id, new, actor)
    store.close()
    return store


def call(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_a_token_is_made_shown_once_listed_and_revoked(folder: Path) -> None:
    made = call(
        "tokens", "create", "--role", "scribe", "--name", "clinic-a", "--stores", "--expires-days", "9"
    )
    assert made.exit_code == 0 and made.stdout.startswith("sat_")
    secret = made.stdout.strip()
    store = Store.open(Settings.from_environment())
    token = store.tokens.authenticate(secret)
    assert token and token.stores and not token.allows_training
    store.close()
    listed = call("tokens", "list")
    assert "clinic-a" in listed.stdout and "active" in listed.stdout and secret not in listed.stdout
    assert json.loads(call("tokens", "list", "--json").stdout)["name"] == "clinic-a"
    assert call("tokens", "revoke", token.id).exit_code == 0
    assert "revoked" in call("tokens", "list").stdout
    again = call("tokens", "revoke", "clinic-a")
    assert again.exit_code == 1 and "no token" in again.stderr


def test_the_trail_is_verified_with_an_exit_status_and_a_head(store: Store) -> None:
    verified = call("audit", "verify")
    assert verified.exit_code == 0 and "3 rows, whole" in verified.stdout
    head = verified.stdout.split()[-1]
    assert call("audit", "verify", "--head", head).exit_code == 0
    cut = call("audit", "verify", "--head", "0" * 63 + "1", "--json")
    assert cut.exit_code == 1 and "cut off" in json.loads(cut.stdout)["breaks"][0]["what"]
    lines = call("audit", "list", "--json", "--newest", "2").stdout.splitlines()
    assert [json.loads(line)["detail"] for line in lines] == ["accept M54.12", "reject M54.12"]
    assert "note.stored" in call("audit", "list").stdout


def test_a_purge_needs_its_days_and_can_be_tried(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    unset = call("purge")
    assert unset.exit_code == 2 and "SCRIBE_ASSIST_RETENTION_DAYS" in unset.stderr
    monkeypatch.setenv("SCRIBE_ASSIST_RETENTION_DAYS", "30")
    assert "would erase 0 revisions" in call("purge", "--dry-run").stdout
    erased = json.loads(call("purge", "--json").stdout)
    assert erased == {"notes": 0, "revisions": 0, "decisions": 0, "traces": False}


def test_keys_are_rotated_and_what_is_kept_opens_still(folder: Path, store: Store) -> None:
    before = (folder / "scribe-assist.keys").read_text()
    rotated = call("keys", "rotate")
    assert rotated.exit_code == 0 and "2 rows sealed anew" in rotated.stdout
    assert (folder / "scribe-assist.keys").read_text() != before
    assert TEXT in json.loads(call("decisions", "export", "--notes").stdout.splitlines()[0])["note"]["text"]


def test_an_export_has_a_line_for_each_decision_and_no_note_unasked(store: Store) -> None:
    exported = call("decisions", "export")
    lines = [json.loads(line) for line in exported.stdout.splitlines()]
    assert [line["stands"] for line in lines] == [False, True]
    assert CANARY not in exported.stdout
    assert call("decisions", "export", "--since", "2999-01-01").stdout == ""


@pytest.mark.parametrize(
    "words", [["tokens", "list"], ["audit", "verify"], ["keys", "rotate"], ["store", "check"]]
)
def test_a_store_that_is_not_there_is_not_made_by_looking(folder: Path, words: list[str]) -> None:
    called = call(*words)
    assert called.exit_code == 1 and "scribe-assist store migrate" in called.stderr
    assert not list(folder.iterdir())


def test_a_store_is_made_and_made_again(folder: Path) -> None:
    assert "made, at revision" in call("store", "migrate").stdout
    assert "was already" in call("store", "migrate").stdout
    assert "can be used" in call("store", "check").stdout
