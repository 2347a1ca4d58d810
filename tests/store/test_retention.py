from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from service.errors import NoSuchRecord
from service.store import Action, Actor, Erased, NewDecision, Store, TokenRole, Verdict
from service.store.clock import now
from tests.store.conftest import Place
from tests.store.notes import CANARY, deposit

REASON = NewDecision(decision=Verdict.REJECT, code="M54.12", reason=f"says {CANARY}")
SOON = timedelta(minutes=1)


def sealed(place: Place) -> list[bytes]:
    """Return every sealed value, as it lies in the tables."""
    query = " UNION ALL ".join(f"SELECT sealed FROM {name}" for name in ("notes", "revisions", "decisions"))
    with place.behind() as connection:
        return [bytes(value) for value in connection.execute(text(query)).scalars() if value is not None]


def fill(store: Store, actor: Actor) -> str:
    """Keep a note of two revisions with two decisions, then another note; return the id of the first."""
    for _ in range(2):
        stored = store.notes.keep(deposit(reference="bar"), actor)
        store.decisions.make(stored.revision_id, REASON, actor)
    store.notes.keep(deposit(reference="other"), actor)
    return stored.note_id


def test_of_an_erased_note_the_ids_and_codes_stay_and_no_word(
    place: Place, store: Store, actor: Actor
) -> None:
    note_id = fill(store, actor)
    revision_id = store.notes.revisions(note_id)[1].revision_id
    assert store.retention.erase(note_id, actor) == Erased(notes=1, revisions=2, decisions=2)
    for find in (store.notes.revisions, store.notes.facts):
        with pytest.raises(NoSuchRecord):
            find(note_id if find == store.notes.revisions else revision_id)
    with pytest.raises(NoSuchRecord):
        store.retention.erase(note_id, actor)
    (decision,) = store.decisions.of(revision_id)
    assert (decision.code, decision.overrides, decision.reason) == ("M54.12", True, None)
    assert [one.note for one in store.decisions.export(actor, with_notes=True)] == [None, None]
    assert len(store.queue.page().rows) == 1 and not store.audit.verify().breaks
    assert [entry.note_id for entry in store.audit.entries() if entry.action is Action.NOTE_ERASED] == [
        note_id
    ]
    assert store.notes.keep(deposit(reference="bar"), actor).number == 1


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_was_erased_is_not_on_disk_not_even_sealed(place: Place, store: Store, actor: Actor) -> None:
    note_id = fill(store, actor)
    before = sealed(place)
    on_disk = place.bytes_on_disk()
    assert len(before) == 7 and all(value[:100] in on_disk for value in before)
    assert not store.retention.erase(note_id, actor).traces
    kept, on_disk = sealed(place), place.bytes_on_disk()
    gone = [value for value in before if value not in kept]
    assert len(gone) == 5
    # A piece from anywhere in a value would do to find it.
    assert not [
        value for value in gone for at in range(0, len(value) - 16, 16) if value[at : at + 16] in on_disk
    ]
    assert all(value[:100] in on_disk for value in kept)


def test_an_erasure_says_when_a_reader_keeps_its_traces_on_disk(
    store: Store, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    note_id = fill(store, actor)
    monkeypatch.setattr(store._database, "leave_no_trace", lambda: False)
    assert store.retention.erase(note_id, actor).traces


def test_a_purge_takes_what_is_older_and_a_dry_run_nothing(store: Store, actor: Actor) -> None:
    fill(store, actor)
    everything = Erased(notes=2, revisions=3, decisions=2)
    assert store.retention.purge(now() - SOON, actor) == Erased(notes=0, revisions=0, decisions=0)
    assert store.retention.purge(now() + SOON, actor, dry_run=True) == everything
    assert len(store.queue.page().rows) == 2
    assert store.retention.purge(now() + SOON, actor) == everything
    assert not store.queue.page().rows and not store.audit.verify().breaks
    purged = [entry.detail for entry in store.audit.entries() if entry.action is Action.NOTES_PURGED]
    assert purged == ["0 revisions of 0 notes", "3 revisions of 2 notes"]


def test_a_purge_between_two_revisions_leaves_the_note_with_the_newer(store: Store, actor: Actor) -> None:
    first = store.notes.keep(deposit(reference="bar"), actor)
    store.decisions.make(first.revision_id, REASON, actor)
    second = store.notes.keep(deposit(reference="bar"), actor)
    cut = first.created_at + timedelta(milliseconds=1)
    assert store.retention.purge(cut, actor, dry_run=True) == Erased(notes=0, revisions=1, decisions=1)
    assert store.retention.purge(cut, actor) == Erased(notes=0, revisions=1, decisions=1)
    assert [facts.number for facts in store.notes.revisions(first.note_id)] == [2]
    assert store.notes.changes(second.revision_id) is None
    assert store.notes.keep(deposit(reference="bar"), actor).number == 3


def test_a_purge_ends_what_is_past_its_time(store: Store, actor: Actor) -> None:
    link = store.sessions.make_link("developer", TokenRole.MAINTAINER, actor, lifetime=-SOON)
    store.retention.purge(now() - SOON, actor)
    assert store.sessions.redeem(link, "a") is None
