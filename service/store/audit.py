"""The audit trail: who did what, when, from where, with which note. Rows are added, and never change.

Each row holds the hash of the one before it, so that a changed, missing or moved row is found. What a chain
alone cannot show is that its newest rows were cut off, or that someone who may write the database made all
of it anew: keep the head that `verify` returns elsewhere, and pass it to the next `verify`.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select

from service.domain import Frozen
from service.store import tables
from service.store.clock import now
from service.store.engine import Database, advisory
from service.store.records import Actor

NOTHING_BEFORE = "0" * 64
LOCK = 0x5C41BE_01


class Action(StrEnum):
    """What was done."""

    NOTE_STORED = "note.stored"
    NOTE_READ = "note.read"
    NOTE_EXPORTED = "note.exported"
    NOTES_MEASURED = "notes.measured"
    NOTE_ERASED = "note.erased"
    NOTES_PURGED = "notes.purged"
    DECIDED = "decided"
    DECISIONS_EXPORTED = "decisions.exported"
    TOKEN_CREATED = "token.created"
    TOKEN_REVOKED = "token.revoked"
    LINK_MADE = "link.made"
    SIGNED_IN = "signed.in"
    SIGN_IN_FAILED = "sign-in.failed"
    SIGNED_OUT = "signed.out"
    KEYS_ROTATED = "keys.rotated"


class Entry(Frozen):
    """A row of the trail: never words of a note.

    `subject` is an id, of a decision, a token or a key; `detail` is a name of ours, a code or a count.
    """

    seq: int
    at: datetime.datetime
    action: Action
    actor: str
    token_id: str | None
    address: str
    note_id: str | None
    revision_id: str | None
    subject: str | None
    detail: str | None
    previous: str
    hash: str


class Break(Frozen):
    """A place where the chain does not hold: the number of the row, and what is wrong there."""

    seq: int
    what: str


class Verification(Frozen):
    """What `verify` found: how many rows, the hash of the last (64 zeros if none), every break."""

    rows: int
    head: str
    breaks: tuple[Break, ...]


class Audit:
    """The audit trail of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, action: Action, actor: Actor, subject: str | None = None, detail: str | None = None
    ) -> Entry:
        """Add a row for what no other part of the store records itself, such as an action of the pages."""
        with self._database.writing() as connection:
            return record(connection, action, actor, subject=subject, detail=detail)

    def entries(
        self,
        note_id: str | None = None,
        since: datetime.datetime | None = None,
        actor: str | None = None,
        newest: int | None = None,
    ) -> Iterator[Entry]:
        """Yield rows, oldest first: of one note, from an instant on, of one actor; the newest so many."""
        trail = tables.audit
        query = select(trail).order_by(trail.c.seq.desc())
        if note_id is not None:
            query = query.where(trail.c.note_id == note_id)
        if since is not None:
            query = query.where(trail.c.at >= since)
        if actor is not None:
            query = query.where(trail.c.actor == actor)
        wanted = query.limit(newest).subquery()
        with self._database.reading() as connection:
            rows = connection.execution_options(yield_per=1000).execute(select(wanted).order_by(wanted.c.seq))
            for row in rows.mappings():
                yield Entry.model_validate(dict(row))

    def verify(self, head: str | None = None) -> Verification:
        """Read the whole trail and hold each row to its hash, its number and the row before.

        `head` is a hash that an earlier verification returned: a break if no row has it any more.
        """
        breaks: list[Break] = []
        seq, previous, rows = 0, NOTHING_BEFORE, 0
        sought = head is not None and head != NOTHING_BEFORE
        for entry in self.entries():
            breaks += _breaks(entry, seq, previous)
            seq, previous, rows = entry.seq, entry.hash, rows + 1
            sought = sought and entry.hash != head
        if sought:
            what = (
                "the head that was to be found is gone: the newest rows were cut off, or all were made anew"
            )
            breaks.append(Break(seq=seq, what=what))
        return Verification(rows=rows, head=previous, breaks=tuple(breaks))


def record(
    connection: Connection,
    action: Action,
    actor: Actor,
    note_id: str | None = None,
    revision_id: str | None = None,
    subject: str | None = None,
    detail: str | None = None,
) -> Entry:
    """Add a row in the transaction at hand, which holds the end of the trail until it ends.

    To be called last in a transaction, so that others wait for it as briefly as can be.
    """
    advisory(connection, LOCK)
    trail = tables.audit
    last = connection.execute(
        select(trail.c.seq, trail.c.hash).order_by(trail.c.seq.desc()).limit(1)
    ).one_or_none()
    values: dict[str, Any] = {
        "seq": last.seq + 1 if last else 1,
        "at": now(),
        "action": action.value,
        "actor": actor.name,
        "token_id": actor.token_id,
        "address": actor.address,
        "note_id": note_id,
        "revision_id": revision_id,
        "subject": subject,
        "detail": detail,
        "previous": last.hash if last else NOTHING_BEFORE,
    }
    entry = Entry.model_validate({**values, "hash": _hash(values)})
    connection.execute(insert(trail).values(**values, hash=entry.hash))
    return entry


def _hash(values: dict[str, Any]) -> str:
    """Return the hash of a row: SHA-256 of its other columns, in order, as JSON."""
    listed = [
        value.isoformat() if isinstance(value, datetime.datetime) else value for value in values.values()
    ]
    return hashlib.sha256(json.dumps(listed, separators=(",", ":")).encode()).hexdigest()


def _breaks(entry: Entry, seq: int, previous: str) -> Iterator[Break]:
    """Yield what is wrong with a row that should follow the one of this number and hash."""
    if entry.seq != seq + 1:
        missing = f"row {seq + 1} is" if entry.seq == seq + 2 else f"rows {seq + 1} to {entry.seq - 1} are"
        yield Break(seq=seq + 1, what=f"{missing} missing")
    elif entry.previous != previous:
        yield Break(seq=entry.seq, what=f"row {entry.seq} does not follow row {seq}: one of them was changed")
    values = entry.model_dump(exclude={"hash"})
    if _hash(values) != entry.hash:
        yield Break(seq=entry.seq, what=f"row {entry.seq} was changed")
