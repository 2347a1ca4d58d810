"""The decisions of reviewers: added, never changed; what stands is derived."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from service.domain import Suggestion, SuggestionSet
from service.errors import DecisionError, NoSuchRecord
from service.identifiers import uuid7
from service.store import tables
from service.store.audit import Action, record
from service.store.clock import now
from service.store.engine import Database
from service.store.fitting import overrides, require_fit, suggested
from service.store.outcomes import codes_given, columns_after
from service.store.records import Actor
from service.store.revisions import as_id, content_of, find_revision
from service.store.vault import Vault
from service.store.verdicts import (
    DecidedNote,
    Decision,
    ExportedDecision,
    NewDecision,
    Verdict,
    standing,
)

DECISIONS, OUTCOMES, REVISIONS = tables.decisions, tables.outcomes, tables.revisions
AT_A_TIME = 200
WORDS = ("reason", "comment")
PLAIN = tuple(name for name in Decision.model_fields if name not in WORDS)


class Decisions:
    """The decisions of a store."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def make(self, revision_id: str, new: NewDecision, actor: Actor) -> Decision:
        """Keep a decision, with its row in the audit trail, in one transaction.

        Raises NoSuchRecord for the revision; DecisionError, naming the field, for a decision that does not
        fit it: see `NewDecision`.
        """
        with self._database.writing() as connection:
            revision = find_revision(connection, revision_id, hold=True)
            content = content_of(revision, self._vault)
            require_fit(new, content.answer, len(content.text))
            about = suggested(content.answer, new.code)
            against = overrides(new, content.answer)
            values = _values(new, about, against)
            return self._add(connection, revision, content.answer, values, actor)

    def undo(self, decision_id: str, actor: Actor) -> Decision:
        """Take a decision back, by a further one.

        Raises NoSuchRecord, or DecisionError if it is undone already or is an undo itself.
        """
        query = select(DECISIONS).where(DECISIONS.c.id == as_id(decision_id, "decision"))
        with self._database.writing() as connection:
            undone = connection.execute(query).mappings().one_or_none()
            if undone is None:
                raise NoSuchRecord("decision")
            revision = find_revision(connection, undone["revision_id"], hold=True)
            if undone["decision"] == Verdict.UNDO:
                raise DecisionError("decision", "an undo cannot be undone; decide anew")
            again = select(DECISIONS.c.seq).where(
                DECISIONS.c.revision_id == revision["id"], DECISIONS.c.undoes == undone["id"]
            )
            if connection.execute(again).first():
                raise DecisionError("decision", "it is undone already")
            said = ("code", "model", "disposition", "probability", "recommended")
            values = {name: undone[name] for name in said}
            values |= {"decision": Verdict.UNDO.value, "undoes": undone["id"], "overrides": False}
            answer = content_of(revision, self._vault).answer
            return self._add(connection, revision, answer, values, actor)

    def of(self, revision_id: str) -> tuple[Decision, ...]:
        """Return every decision about a revision, oldest first; `verdicts.standing` says which stand."""
        with self._database.reading() as connection:
            return self._about(connection, [as_id(revision_id, "revision")])

    def standing(self, revision_ids: Iterable[str]) -> dict[str, tuple[Decision, ...]]:
        """Return what stands about each of some revisions, oldest first; their words are left sealed."""
        query = select(DECISIONS).where(DECISIONS.c.revision_id.in_(revision_ids)).order_by(DECISIONS.c.seq)
        histories: dict[str, list[Decision]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query).mappings():
                decision = Decision.model_validate({name: row[name] for name in PLAIN})
                histories.setdefault(decision.revision_id, []).append(decision)
        return {revision_id: standing(history) for revision_id, history in histories.items()}

    def export(
        self, actor: Actor, since: datetime.datetime | None = None, with_notes: bool = False
    ) -> Iterator[ExportedDecision]:
        """Yield every decision made since an instant, oldest first; with the notes whose owners allow it.

        Recorded in the audit trail; each note that is given out has a row of its own.
        """
        self._record_export(actor, with_notes)
        given: set[str] = set()
        last = 0
        while True:
            query = select(DECISIONS).where(DECISIONS.c.seq > last).order_by(DECISIONS.c.seq)
            if since is not None:
                query = query.where(DECISIONS.c.decided_at >= since)
            with self._database.writing() as connection:
                rows = connection.execute(query.limit(AT_A_TIME)).mappings().all()
                page = self._exported(connection, rows, with_notes)
                for one in page:
                    if one.note and one.decision.revision_id not in given:
                        given.add(one.decision.revision_id)
                        place = (one.decision.note_id, one.decision.revision_id)
                        record(connection, Action.NOTE_EXPORTED, actor, *place)
            yield from page
            if len(rows) < AT_A_TIME:
                return
            last = rows[-1]["seq"]

    def _record_export(self, actor: Actor, with_notes: bool) -> None:
        with self._database.writing() as connection:
            detail = "with notes" if with_notes else "without notes"
            record(connection, Action.DECISIONS_EXPORTED, actor, detail=detail)

    def _exported(
        self, connection: Connection, rows: Sequence[RowMapping], with_notes: bool
    ) -> list[ExportedDecision]:
        revision_ids = sorted({row["revision_id"] for row in rows})
        stands = {decision.id for decision in self._standing(connection, revision_ids)}
        query = select(REVISIONS).where(REVISIONS.c.id.in_(revision_ids))
        kept = {row["id"]: row for row in connection.execute(query).mappings()}
        notes: dict[str, DecidedNote] = {}
        if with_notes:
            for revision_id, row in kept.items():
                if row["allows_training"]:
                    notes[revision_id] = DecidedNote(**dict(content_of(row, self._vault)))
        return [
            ExportedDecision(
                decision=self._decision(row),
                stands=row["id"] in stands,
                owner=kept[row["revision_id"]]["owner"] if row["revision_id"] in kept else None,
                note=notes.get(row["revision_id"]),
            )
            for row in rows
        ]

    def _standing(self, connection: Connection, revision_ids: Iterable[str]) -> Iterator[Decision]:
        histories: dict[str, list[Decision]] = {}
        for decision in self._about(connection, revision_ids):
            histories.setdefault(decision.revision_id, []).append(decision)
        for history in histories.values():
            yield from standing(history)

    def _about(self, connection: Connection, revision_ids: Iterable[str]) -> tuple[Decision, ...]:
        query = select(DECISIONS).where(DECISIONS.c.revision_id.in_(revision_ids)).order_by(DECISIONS.c.seq)
        return tuple(self._decision(row) for row in connection.execute(query).mappings())

    def _decision(self, row: RowMapping) -> Decision:
        words = {}
        if row["sealed"] is not None:
            words = json.loads(self._vault.open(row["sealed"], row["key_id"], DECISIONS.name, row["id"]))
        return Decision.model_validate({name: row[name] for name in PLAIN} | words)

    def _add(
        self,
        connection: Connection,
        revision: RowMapping,
        answer: SuggestionSet,
        values: dict[str, Any],
        actor: Actor,
    ) -> Decision:
        """Add a decision, and bring the revision's columns to what now stands."""
        words = {name: said for name in WORDS if (said := values.pop(name, None))}
        row = values | {
            "id": str(uuid7()),
            "revision_id": revision["id"],
            "note_id": revision["note_id"],
            "decided_at": now(),
            "decided_by": actor.name,
            "token_id": actor.token_id,
            "model": revision["model"],
        }
        if words:
            row |= self._vault.seal(connection, json.dumps(words), DECISIONS.name, row["id"])._asdict()
        connection.execute(insert(DECISIONS).values(**row))
        history = self._about(connection, [revision["id"]])
        after = columns_after(answer, history)
        connection.execute(delete(OUTCOMES).where(OUTCOMES.c.revision_id == revision["id"]))
        given = [{"code": code, "revision_id": revision["id"]} for code in sorted(codes_given(history))]
        if given:
            connection.execute(insert(OUTCOMES), given)
        connection.execute(update(REVISIONS).where(REVISIONS.c.id == revision["id"]).values(**after))
        detail = " ".join(filter(None, (row["decision"], row["code"], row.get("corrected_code"))))
        place = (revision["note_id"], revision["id"])
        record(connection, Action.DECIDED, actor, *place, subject=row["id"], detail=detail)
        return history[-1]


def _values(new: NewDecision, about: Suggestion | None, against: bool) -> dict[str, Any]:
    return new.model_dump(mode="json") | {
        "disposition": about.disposition.value if about else None,
        "probability": about.probability if about else None,
        "recommended": bool(about and about.recommended),
        "overrides": against,
    }
