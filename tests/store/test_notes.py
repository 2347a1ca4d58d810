from __future__ import annotations

import multiprocessing
from datetime import timedelta

import pytest

from service.domain import Requirement
from service.errors import DamagedRecord, NoSuchRecord
from service.settings import Settings
from service.store import Action, Actor, OpenGap, Store
from service.store.clock import now
from tests.store.conftest import Place
from tests.store.notes import CANARY, TEXT, deposit, suggestion


def test_a_note_comes_back_as_it_was_kept(store: Store, actor: Actor) -> None:
    left = deposit(reference="bar-1", allows_training=True)
    stored = store.notes.keep(left, actor)
    read = store.notes.read(stored.revision_id, actor)
    assert (read.text, read.reference, read.encounter, read.claim, read.answer) == (
        left.text,
        "bar-1",
        left.encounter,
        left.claim,
        left.answer,
    )
    facts = read.facts
    assert (facts.note_id, facts.number, facts.latest, facts.owner) == (stored.note_id, 1, True, "acme")
    assert (facts.top_code, facts.probability, facts.gaps, facts.alerts) == ("M54.12", 0.9, 1, 1)
    assert facts.allows_training and facts.model == "2026.11.21" and facts.edition == "2026.1"
    assert store.notes.facts(stored.revision_id.upper().replace("-", "")) == facts
    assert stored.changes is None and abs(now() - stored.created_at) < timedelta(minutes=1)


def test_a_reference_posted_again_is_a_new_revision_that_says_what_changed(
    store: Store, actor: Actor
) -> None:
    imaging, distribution, region = Requirement.IMAGING, Requirement.DISTRIBUTION, Requirement.REGION
    first = store.notes.keep(
        deposit(suggestion("M54.12", imaging, distribution), suggestion("M54.2", region), reference="bar"),
        actor,
    )
    second = store.notes.keep(
        deposit(suggestion("M54.12", distribution, region), suggestion("M54.13", region), reference="bar"),
        actor,
    )
    assert (second.note_id, second.number) == (first.note_id, 2)
    assert second.changes == store.notes.changes(second.revision_id)
    assert second.changes is not None
    assert second.changes.closed == (OpenGap(code="M54.12", requirement=imaging),)
    assert second.changes.opened == (OpenGap(code="M54.12", requirement=region),)
    assert (second.changes.codes_new, second.changes.codes_gone) == (("M54.13",), ("M54.2",))
    assert [facts.latest for facts in store.notes.revisions(first.note_id)] == [False, True]
    assert store.notes.changes(first.revision_id) is None
    assert store.notes.read(first.revision_id, actor).reference == "bar"


def test_the_same_reference_of_another_owner_is_another_note(store: Store, actor: Actor) -> None:
    other = Actor(name="other", address="192.0.2.9")
    kept = {store.notes.keep(deposit(reference="bar"), who).note_id for who in (actor, other)}
    kept |= {store.notes.keep(deposit(), actor).note_id for _ in range(2)}
    assert len(kept) == 4


@pytest.mark.parametrize("revision_id", ["", "x\0", "01a200b1-8945-7a51-890d-6ea1a48e103a"])
def test_what_was_never_kept_is_not_found(store: Store, actor: Actor, revision_id: str) -> None:
    for find in (store.notes.facts, store.notes.revisions, store.notes.changes):
        with pytest.raises(NoSuchRecord):
            find(revision_id)
    with pytest.raises(NoSuchRecord):
        store.notes.read(revision_id, actor)


def test_keeping_and_reading_stand_in_the_audit_trail(store: Store, actor: Actor) -> None:
    stored = store.notes.keep(deposit(), actor)
    store.notes.read(stored.revision_id, Actor(name="ana", address="192.0.2.8", token_id=stored.note_id))
    kept, read = store.audit.entries()
    assert (kept.action, kept.actor, kept.note_id) == (Action.NOTE_STORED, "acme", stored.note_id)
    assert (read.action, read.actor, read.address) == (Action.NOTE_READ, "ana", "192.0.2.8")
    assert (read.revision_id, read.token_id) == (stored.revision_id, stored.note_id)


def test_no_word_of_a_note_is_on_disk(place: Place, store: Store, actor: Actor) -> None:
    stored = store.notes.keep(deposit(reference=CANARY), actor)
    store.notes.keep(deposit(reference=CANARY), actor)
    store.notes.read(stored.revision_id, actor)
    on_disk = place.bytes_on_disk()
    assert stored.revision_id.encode() in on_disk and CANARY.encode() not in on_disk


def test_a_row_that_was_altered_or_moved_does_not_open(place: Place, store: Store, actor: Actor) -> None:
    one, two = (store.notes.keep(deposit(text=f"{TEXT} {name}"), actor) for name in "ab")
    place.tamper(
        "UPDATE revisions SET sealed = (SELECT sealed FROM revisions WHERE id = :other) WHERE id = :id",
        id=one.revision_id,
        other=two.revision_id,
    )
    with pytest.raises(DamagedRecord, match=f"row {one.revision_id} of revisions"):
        store.notes.read(one.revision_id, actor)
    assert [entry.action for entry in store.audit.entries()].count(Action.NOTE_READ) == 0


def test_a_scan_yields_what_may_be_learned_from_and_is_recorded_once(store: Store, actor: Actor) -> None:
    for number in range(3):
        store.notes.keep(deposit(reference=f"bar-{number}", allows_training=number > 0), actor)
    store.notes.keep(deposit(reference="bar-2", text="later", allows_training=True), actor)
    assert [one.text for one in store.notes.scan(actor)] == [TEXT, "later"]
    assert len(list(store.notes.scan(actor, training_only=False))) == 3
    assert not list(store.notes.scan(actor, since=now() + timedelta(minutes=1)))
    assert len(list(store.notes.scan(actor, until=now() + timedelta(minutes=1)))) == 2
    measured = [entry for entry in store.audit.entries() if entry.action is Action.NOTES_MEASURED]
    assert [entry.detail for entry in measured] == ["2 notes", "3 notes", "0 notes", "2 notes"]


WRITERS, EACH = 2, 20


def write(settings: Settings, writer: int) -> None:
    """Post notes of one's own, and revisions of one note that all post."""
    store = Store.open(settings)
    for number in range(EACH):
        store.notes.keep(deposit(reference=f"{writer}-{number}"), Actor(name="acme", address="a"))
        store.notes.keep(deposit(reference="shared"), Actor(name="acme", address="a"))


def test_processes_that_write_at_once_lose_nothing(place: Place, store: Store, actor: Actor) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write, args=(place.settings, number)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    assert len(list(store.notes.scan(actor, training_only=False))) == WRITERS * EACH + 1
    shared = store.notes.keep(deposit(reference="shared"), actor)
    numbers = [facts.number for facts in store.notes.revisions(shared.note_id)]
    assert numbers == list(range(1, WRITERS * EACH + 2))
    verification = store.audit.verify()
    assert not verification.breaks and verification.rows == WRITERS * EACH * 2 + 2


def test_a_process_forked_after_use_opens_connections_of_its_own(store: Store, actor: Actor) -> None:
    store.notes.keep(deposit(reference="bar"), actor)
    child = multiprocessing.get_context("fork").Process(
        target=lambda: [store.notes.keep(deposit(reference="bar"), actor) for _ in range(5)]
    )
    child.start()
    numbers = [store.notes.keep(deposit(reference="bar"), actor).number for _ in range(5)]
    child.join(30)
    assert child.exitcode == 0 and len(set(numbers)) == 5
    assert store.notes.keep(deposit(reference="bar"), actor).number == 12
