"""Forgetting: erase one note, or purge those past their days, so that nothing readable is left.

What stays are the decisions without their words (ids, codes, names of requirements) and the audit trail.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from service.errors import NoSuchRecord
from service.identifiers import first_of
from service.store import tables
from service.store.audit import Action, record
from service.store.clock import now
from service.store.engine import Database
from service.store.records import Actor, Erased
from service.store.revisions import as_id

NOTES, REVISIONS, DECISIONS = tables.notes, tables.revisions, tables.decisions
OUTCOMES = tables.outcomes
AT_A_TIME = 500


class Retention:
    """What a store forgets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def erase(self, note_id: str, actor: Actor) -> Erased:
        """Erase a note with all its revisions and the words of its decisions; raise NoSuchRecord."""
        note_id = as_id(note_id, "note")
        query = select(NOTES.c.id).where(NOTES.c.id == note_id).with_for_update()
        with self._database.writing() as connection:
            if connection.execute(query).first() is None:
                raise NoSuchRecord("note")
            words = _erase_words(connection, DECISIONS.c.note_id == note_id)
            whose = select(REVISIONS.c.id).where(REVISIONS.c.note_id == note_id)
            connection.execute(delete(OUTCOMES).where(OUTCOMES.c.revision_id.in_(whose)))
            revisions = connection.execute(delete(REVISIONS).where(REVISIONS.c.note_id == note_id)).rowcount
            connection.execute(delete(NOTES).where(NOTES.c.id == note_id))
            record(connection, Action.NOTE_ERASED, actor, note_id)
        left = not self._database.leave_no_trace()
        return Erased(notes=1, revisions=revisions, decisions=words, traces=left)

    def purge(self, before: datetime.datetime, actor: Actor, dry_run: bool = False) -> Erased:
        """Erase every revision posted before an instant, and the notes of which none is left.

        A dry run counts and erases nothing. Sessions and links that ended go too.
        """
        past = REVISIONS.c.id < str(first_of(before))
        if dry_run:
            return self._count(past)
        notes = revisions = words = 0
        while True:
            with self._database.writing() as connection:
                query = select(REVISIONS.c.id, REVISIONS.c.note_id).where(past).order_by(REVISIONS.c.id)
                rows = connection.execute(query.limit(AT_A_TIME)).all()
                if not rows:
                    break
                ids, note_ids = [row.id for row in rows], sorted({row.note_id for row in rows})
                # The notes first, as whoever posts a revision does: so neither waits for the other in turn.
                held = select(NOTES.c.id).where(NOTES.c.id.in_(note_ids)).order_by(NOTES.c.id)
                connection.execute(held.with_for_update())
                words += _erase_words(connection, DECISIONS.c.revision_id.in_(ids))
                connection.execute(delete(OUTCOMES).where(OUTCOMES.c.revision_id.in_(ids)))
                connection.execute(delete(REVISIONS).where(REVISIONS.c.id.in_(ids)))
                gone = _erase_empty(connection, note_ids)
                notes, revisions = notes + len(gone), revisions + len(rows)
                for note_id in gone:
                    record(connection, Action.NOTE_ERASED, actor, note_id, detail="retention")
        self._end(actor, f"{revisions} revisions of {notes} notes")
        left = not self._database.leave_no_trace()
        self._database.count_values()
        return Erased(notes=notes, revisions=revisions, decisions=words, traces=left)

    def _end(self, actor: Actor, detail: str) -> None:
        with self._database.writing() as connection:
            for table in (tables.sessions, tables.links):
                connection.execute(delete(table).where(table.c.expires_at <= now()))
            record(connection, Action.NOTES_PURGED, actor, detail=detail)

    def _count(self, past: ColumnElement[bool]) -> Erased:
        """Return what a purge would take."""
        old = select(REVISIONS.c.id).where(past)
        still = select(REVISIONS.c.note_id).where(~past)
        going = select(REVISIONS.c.note_id).where(past, REVISIONS.c.note_id.not_in(still)).distinct()
        words = select(DECISIONS.c.id).where(
            DECISIONS.c.revision_id.in_(old), DECISIONS.c.sealed.is_not(None)
        )
        with self._database.reading() as connection:
            notes, revisions, decisions = (
                connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
                for query in (going, old, words)
            )
        return Erased(notes=notes, revisions=revisions, decisions=decisions)


def _erase_words(connection: Connection, whose: ColumnElement[bool]) -> int:
    """Take the words from decisions; return from how many."""
    erased = update(DECISIONS).where(whose, DECISIONS.c.sealed.is_not(None)).values(sealed=None, key_id=None)
    return connection.execute(erased).rowcount


def _erase_empty(connection: Connection, note_ids: Sequence[str]) -> list[str]:
    """Erase those of the notes that have no revision left, and return their ids."""
    kept = select(REVISIONS.c.note_id).where(REVISIONS.c.note_id.in_(note_ids))
    empty = delete(NOTES).where(NOTES.c.id.in_(note_ids), NOTES.c.id.not_in(kept)).returning(NOTES.c.id)
    return list(connection.execute(empty).scalars())
