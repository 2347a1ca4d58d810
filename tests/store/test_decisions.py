from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.domain import Disposition, Requirement, Role
from service.errors import DatabaseUnreachable, DecisionError, NoSuchRecord
from service.store import Action, Actor, Deposit, NewDecision, State, Store, Verdict, standing
from service.store.clock import now
from tests.store.conftest import Place
from tests.store.notes import CANARY, NOTHING, TEXT, deposit, suggestion

ACCEPT = NewDecision(decision=Verdict.ACCEPT, code="M54.12")
REJECT = NewDecision(decision=Verdict.REJECT, code="M54.12", reason="no sign of it")
TWO = deposit(
    suggestion("M54.12", Requirement.IMAGING),
    suggestion("M54.13", probability=0.2, disposition=Disposition.QUERY, rank=2),
)
QUERY = deposit(suggestion("M54.11", disposition=Disposition.QUERY))
DOUBTFUL = deposit(suggestion("M54.12", probability=0.1).model_copy(update={"recommended": False}))

OVERRIDES: list[tuple[Deposit, dict[str, Any], bool, State]] = [
    (TWO, {"decision": "accept", "code": "M54.12"}, False, State.DONE),
    (TWO, {"decision": "accept", "code": "M54.13"}, False, State.WAITING),
    (TWO, {"decision": "reject", "code": "M54.12", "reason": "why"}, True, State.DONE),
    (TWO, {"decision": "reject", "code": "M54.13", "reason": "why"}, False, State.WAITING),
    (TWO, {"decision": "correct", "code": "M54.12", "corrected_code": "M54.14"}, True, State.DONE),
    (TWO, {"decision": "correct", "code": "M54.12", "corrected_code": None}, True, State.DONE),
    (TWO, {"decision": "correct", "code": "M54.13", "corrected_code": "M54.12"}, False, State.WAITING),
    (TWO, {"decision": "correct", "code": "M54.13", "corrected_code": "M54.13"}, True, State.WAITING),
    (TWO, {"decision": "correct", "code": None, "corrected_code": "M46.02"}, True, State.WAITING),
    (QUERY, {"decision": "accept", "code": "M54.11"}, False, State.DONE),
    (QUERY, {"decision": "reject", "code": "M54.11", "reason": "why"}, True, State.DONE),
    (QUERY, {"decision": "correct", "code": "M54.11", "corrected_code": "M54.11"}, True, State.DONE),
    (DOUBTFUL, {"decision": "accept", "code": "M54.12"}, True, State.DONE),
    (DOUBTFUL, {"decision": "reject", "code": "M54.12", "reason": "why"}, False, State.DONE),
    (DOUBTFUL, {"decision": "accept", "code": None}, False, State.DONE),
    (TWO, {"decision": "gap_wrong", "code": "M54.12", "requirement": "imaging"}, False, State.WAITING),
    (
        TWO,
        {"decision": "evidence", "code": "M54.12", "start": 0, "end": 7, "role": Role.SIGN},
        False,
        State.WAITING,
    ),
    (NOTHING, {"decision": "accept", "code": None}, False, State.DONE),
    (NOTHING, {"decision": "correct", "code": None, "corrected_code": "M54.12"}, True, State.DONE),
]


def test_each_decision_says_whether_it_overrides_and_what_it_leaves_to_do(
    store: Store, actor: Actor, reviewer: Actor
) -> None:
    for left, new, overrides, state in OVERRIDES:
        stored = store.notes.keep(left, actor)
        decision = store.decisions.make(stored.revision_id, NewDecision.model_validate(new), reviewer)
        facts = store.notes.facts(stored.revision_id)
        assert (decision.overrides, facts.overridden, facts.state) == (overrides, overrides, state), new
        assert (facts.decided_by, facts.decided_at) == ("ana", decision.decided_at)
        assert store.decisions.of(stored.revision_id) == (decision,)


WRONG: list[tuple[Deposit, dict[str, Any], str]] = [
    (TWO, {"decision": "accept", "code": "M54.18"}, "code"),
    (TWO, {"decision": "accept"}, "code"),
    (TWO, {"decision": "reject", "code": "M54.12"}, "reason"),
    (NOTHING, {"decision": "reject", "reason": "why"}, "code"),
    (TWO, {"decision": "accept", "code": "M54.12", "reason": "why"}, "reason"),
    (TWO, {"decision": "correct", "code": "M54.12", "corrected_code": "M54.12"}, "corrected_code"),
    (TWO, {"decision": "correct", "code": "M54.12", "corrected_code": "M54.2"}, "corrected_code"),
    (TWO, {"decision": "correct", "corrected_code": "M54.13"}, "corrected_code"),
    (NOTHING, {"decision": "correct"}, "corrected_code"),
    (TWO, {"decision": "gap_wrong", "code": "M54.12"}, "requirement"),
    (TWO, {"decision": "gap_wrong", "code": "M54.13", "requirement": "imaging"}, "requirement"),
    (TWO, {"decision": "evidence", "code": "M54.12", "start": 0, "end": 7}, "role"),
    (TWO, {"decision": "evidence", "code": "M54.12", "start": -1, "end": 7, "role": "sign"}, "start"),
    (TWO, {"decision": "evidence", "code": "M54.12", "start": 7, "end": 7, "role": "sign"}, "end"),
    (
        TWO,
        {"decision": "evidence", "code": "M54.12", "start": 0, "end": len(TEXT) + 1, "role": "sign"},
        "end",
    ),
    (TWO, {"decision": "comment", "code": "M54.12"}, "comment"),
    (TWO, {"decision": "undo", "code": "M54.12"}, "decision"),
]


def test_a_decision_that_does_not_fit_is_refused_with_its_field_and_leaves_nothing(
    store: Store, actor: Actor
) -> None:
    kept = {id(left): store.notes.keep(left, actor).revision_id for left in (TWO, NOTHING)}
    for left, new, field in WRONG:
        with pytest.raises(DecisionError) as raised:
            store.decisions.make(kept[id(left)], NewDecision.model_validate(new), actor)
        assert raised.value.field == field, new
    assert [entry.action for entry in store.audit.entries()] == [Action.NOTE_STORED] * 2
    with pytest.raises(NoSuchRecord):
        store.decisions.make("none", ACCEPT, actor)


def test_an_undo_brings_back_what_stood_before_and_removes_nothing(store: Store, actor: Actor) -> None:
    revision_id = store.notes.keep(TWO, actor).revision_id
    accepted = store.decisions.make(revision_id, ACCEPT, actor)
    rejected = store.decisions.make(revision_id, REJECT, actor)
    assert standing(store.decisions.of(revision_id)) == (rejected,)
    undo = store.decisions.undo(rejected.id, actor)
    assert undo.undoes == rejected.id and undo.code == "M54.12"
    assert standing(store.decisions.of(revision_id)) == (accepted,)
    assert not store.notes.facts(revision_id).overridden
    store.decisions.undo(accepted.id, actor)
    assert store.notes.facts(revision_id).state is State.WAITING
    assert store.notes.facts(revision_id).decided_by is None
    assert len(store.decisions.of(revision_id)) == 4
    for taken_back in (rejected.id, undo.id):
        with pytest.raises(DecisionError):
            store.decisions.undo(taken_back, actor)


def test_a_note_is_done_once_all_that_ask_are_decided_and_an_undo_brings_it_back(
    store: Store, actor: Actor
) -> None:
    both = deposit(
        suggestion("M54.12"),
        suggestion("M54.16", probability=0.3, disposition=Disposition.QUERY, rank=2),
        suggestion("M54.13", probability=0.2, disposition=Disposition.QUERY, rank=3),
    )
    at = both.model_copy(update={"answer": both.answer.model_copy(update={"operating_point": 0.25})})
    revision_id = store.notes.keep(at, actor).revision_id

    def state() -> State:
        return store.notes.facts(revision_id).state

    store.decisions.make(revision_id, ACCEPT, actor)
    assert state() is State.WAITING
    query = store.decisions.make(revision_id, NewDecision(decision=Verdict.ACCEPT, code="M54.16"), actor)
    assert state() is State.DONE and not store.notes.facts(revision_id).overridden
    store.decisions.undo(query.id, actor)
    assert state() is State.WAITING
    with pytest.raises(DecisionError, match="ask for a decision"):
        store.decisions.make(revision_id, NewDecision(decision=Verdict.ACCEPT), actor)


def test_a_comment_alone_is_kept_and_decides_nothing(store: Store, actor: Actor, reviewer: Actor) -> None:
    revision_id = store.notes.keep(TWO, actor).revision_id
    for code in ("M54.12", None):
        left = NewDecision(decision=Verdict.COMMENT, code=code, comment=f"ask {CANARY}")
        assert store.decisions.make(revision_id, left, reviewer).comment == f"ask {CANARY}"
    facts = store.notes.facts(revision_id)
    assert (facts.state, facts.decided_by, facts.overridden) == (State.WAITING, None, False)
    assert len(standing(store.decisions.of(revision_id))) == 2


def test_a_decision_and_its_audit_row_are_written_together(store: Store, reviewer: Actor) -> None:
    stored = store.notes.keep(TWO, reviewer)
    decision = store.decisions.make(stored.revision_id, REJECT, reviewer)
    *_, row = store.audit.entries(note_id=stored.note_id)
    assert (row.action, row.subject, row.detail) == (Action.DECIDED, decision.id, "reject M54.12")
    assert (row.actor, row.address, row.revision_id) == ("ana", "192.0.2.8", stored.revision_id)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE decisions SET code = NULL", "DELETE FROM decisions", "UPDATE audit SET actor = 'x'"],
)
def test_what_is_only_added_cannot_be_changed(
    place: Place, store: Store, actor: Actor, statement: str
) -> None:
    store.decisions.make(store.notes.keep(TWO, actor).revision_id, ACCEPT, actor)
    with pytest.raises((DBAPIError, DatabaseUnreachable), match="only added"), place.behind() as connection:
        connection.execute(text(statement))


def test_the_words_of_a_decision_are_not_on_disk(place: Place, store: Store, actor: Actor) -> None:
    revision_id = store.notes.keep(TWO, actor).revision_id
    new = REJECT.model_copy(update={"reason": f"says {CANARY}", "comment": f"again {CANARY}"})
    made = store.decisions.make(revision_id, new, actor)
    assert (made.reason, made.comment) == (f"says {CANARY}", f"again {CANARY}")
    assert CANARY.encode() not in place.bytes_on_disk()


def test_an_export_gives_notes_only_where_asked_and_allowed(store: Store, actor: Actor) -> None:
    kept = [
        store.notes.keep(TWO.model_copy(update={"allows_training": allowed}), actor).revision_id
        for allowed in (True, False)
    ]
    for revision_id in kept:
        first = store.decisions.make(revision_id, ACCEPT, actor)
        store.decisions.undo(first.id, actor)
        store.decisions.make(revision_id, REJECT, actor)
    exported = list(store.decisions.export(actor))
    assert [one.stands for one in exported] == [False, False, True] * 2
    assert {one.owner for one in exported} == {"acme"} and not any(one.note for one in exported)
    with_notes = list(store.decisions.export(actor, with_notes=True))
    assert [one.note.text if one.note else None for one in with_notes] == [TEXT] * 3 + [None] * 3
    assert CANARY not in "".join(one.decision.model_dump_json() for one in with_notes)
    given = [entry for entry in store.audit.entries() if entry.action is Action.NOTE_EXPORTED]
    assert [entry.revision_id for entry in given] == [kept[0]]
    assert not list(store.decisions.export(actor, since=now() + timedelta(minutes=1)))
