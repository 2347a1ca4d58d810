"""The notes that their callers asked to keep: deposit, read, list revisions, scan."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, RowMapping, func, insert, select, update

from service.errors import NoSuchRecord
from service.identifiers import first_of, made_at, uuid7
from service.store import tables
from service.store.audit import Action, record
from service.store.comparison import compare
from service.store.engine import Database, advisory
from service.store.records import Actor, Deposit, Facts, GapChanges, Revision, Stored
from service.store.revisions import FACTS, Content, as_id, columns, content_of, facts_of, find_revision
from service.store.vault import Sealed, Vault

NOTES, REVISIONS = tables.notes, tables.revisions
AT_A_TIME = 200


class Notes:
    """The notes of a store."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def keep(self, deposit: Deposit, actor: Actor) -> Stored:
        """Keep a note, as the first or the next revision; it is on disk when this returns.

        The owner is the actor's name. Recorded in the audit trail.
        """
        revision_id = str(uuid7())
        created_at = made_at(UUID(revision_id))
        with self._database.writing() as connection:
            note_id = self._find_note(connection, deposit, actor)
            before = None
            if note_id is None:
                note_id = self._add_note(connection, deposit, actor, created_at)
            else:
                before = self._supersede(connection, note_id)
            number = before["number"] + 1 if before else 1
            plain = Content.of(deposit).model_dump_json()
            sealed = self._vault.seal(connection, plain, REVISIONS.name, revision_id)
            connection.execute(
                insert(REVISIONS).values(
                    id=revision_id,
                    note_id=note_id,
                    number=number,
                    created_at=created_at,
                    **columns(deposit, actor),
                    **sealed._asdict(),
                )
            )
            detail = f"revision {number}"
            record(connection, Action.NOTE_STORED, actor, note_id, revision_id, detail=detail)
        return Stored(
            note_id=note_id,
            revision_id=revision_id,
            number=number,
            created_at=created_at,
            changes=compare(content_of(before, self._vault).answer, deposit.answer) if before else None,
        )

    def facts(self, revision_id: str) -> Facts:
        """Return what is known of a revision without opening it; raise NoSuchRecord."""
        with self._database.reading() as connection:
            return facts_of(find_revision(connection, revision_id))

    def read(self, revision_id: str, actor: Actor) -> Revision:
        """Open a revision and record the reading; raise NoSuchRecord."""
        with self._database.writing() as connection:
            row = find_revision(connection, revision_id)
            opened = self._opened(connection, [row])[0]
            record(connection, Action.NOTE_READ, actor, row["note_id"], row["id"])
        return opened

    def revisions(self, note_id: str) -> tuple[Facts, ...]:
        """Return the revisions of a note, oldest first; raise NoSuchRecord."""
        query = (
            select(*FACTS).where(REVISIONS.c.note_id == as_id(note_id, "note")).order_by(REVISIONS.c.number)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        if not rows:
            raise NoSuchRecord("note")
        return tuple(facts_of(row) for row in rows)

    def references(self, note_ids: Iterable[str]) -> dict[str, str]:
        """Return the callers' own names for some notes, of those that have one.

        The notes stay closed, and so this is not recorded as a reading.
        """
        with self._database.reading() as connection:
            return self._references(connection, note_ids)

    def changes(self, revision_id: str) -> GapChanges | None:
        """Return what a revision changed against the one before it, None for the first that is kept.

        It gives codes and requirements alone, and so is not recorded as a reading. Raises NoSuchRecord.
        """
        with self._database.reading() as connection:
            row = find_revision(connection, revision_id)
            query = select(REVISIONS).where(
                REVISIONS.c.note_id == row["note_id"], REVISIONS.c.number == row["number"] - 1
            )
            before = connection.execute(query).mappings().one_or_none()
        return (
            compare(content_of(before, self._vault).answer, content_of(row, self._vault).answer)
            if before
            else None
        )

    def scan(
        self,
        actor: Actor,
        since: datetime.datetime | None = None,
        until: datetime.datetime | None = None,
        training_only: bool = True,
    ) -> Iterator[Revision]:
        """Yield latest revisions, opened, oldest first: of notes whose owner allows training, or of all.

        For figures over many notes. Recorded in the audit trail once, with how many there were.
        """
        wanted: list[ColumnElement[bool]] = [REVISIONS.c.latest]
        if training_only:
            wanted.append(REVISIONS.c.allows_training)
        if since is not None:
            wanted.append(REVISIONS.c.id >= str(first_of(since)))
        if until is not None:
            wanted.append(REVISIONS.c.id < str(first_of(until)))
        with self._database.writing() as connection:
            many = connection.execute(select(func.count()).select_from(REVISIONS).where(*wanted)).scalar_one()
            record(connection, Action.NOTES_MEASURED, actor, detail=f"{many} notes")
        last = ""
        while True:
            page = select(REVISIONS).where(*wanted, REVISIONS.c.id > last).order_by(REVISIONS.c.id)
            with self._database.reading() as connection:
                rows = connection.execute(page.limit(AT_A_TIME)).mappings().all()
                opened = self._opened(connection, rows)
            yield from opened
            if len(rows) < AT_A_TIME:
                return
            last = rows[-1]["id"]

    def _find_note(self, connection: Connection, deposit: Deposit, actor: Actor) -> str | None:
        """Return the owner's note of this reference, held until the transaction ends; None if none."""
        if deposit.reference is None:
            return None
        digests = [key.digest(actor.name, deposit.reference) for key in self._vault.needed(connection)]
        # Whoever posts the same reference at the same time waits here, also where there is no row yet.
        name = hashlib.sha256(f"{actor.name}\0{deposit.reference}".encode()).digest()
        advisory(connection, int.from_bytes(name[:8], signed=True))
        query = select(NOTES.c.id).where(NOTES.c.reference_digest.in_(digests)).with_for_update()
        return connection.execute(query).scalar()

    def _add_note(
        self, connection: Connection, deposit: Deposit, actor: Actor, created_at: datetime.datetime
    ) -> str:
        note_id = str(uuid7())
        values: dict[str, Any] = {"id": note_id, "owner": actor.name, "created_at": created_at}
        if deposit.reference is not None:
            key = self._vault.current(connection)
            sealed = Sealed(key.seal(deposit.reference, NOTES.name, note_id), key.id)
            values |= sealed._asdict() | {"reference_digest": key.digest(actor.name, deposit.reference)}
        connection.execute(insert(NOTES).values(**values))
        return note_id

    def _supersede(self, connection: Connection, note_id: str) -> RowMapping:
        """Mark the newest revision of a note as no longer so, and return it."""
        query = select(REVISIONS).where(REVISIONS.c.note_id == note_id, REVISIONS.c.latest)
        row = connection.execute(query).mappings().one()
        connection.execute(update(REVISIONS).where(REVISIONS.c.id == row["id"]).values(latest=False))
        return row

    def _references(self, connection: Connection, note_ids: Iterable[str]) -> dict[str, str]:
        sealed = select(NOTES.c.id, NOTES.c.sealed, NOTES.c.key_id).where(
            NOTES.c.id.in_(note_ids), NOTES.c.sealed.is_not(None)
        )
        return {
            note.id: self._vault.open(note.sealed, note.key_id, NOTES.name, note.id)
            for note in connection.execute(sealed)
        }

    def _opened(self, connection: Connection, rows: Sequence[RowMapping]) -> list[Revision]:
        references = self._references(connection, [row["note_id"] for row in rows])
        opened = []
        for row in rows:
            content = content_of(row, self._vault)
            opened.append(
                Revision(
                    facts=facts_of(row),
                    reference=references.get(row["note_id"]),
                    text=content.text,
                    encounter=content.encounter,
                    claim=content.claim,
                    answer=content.answer,
                )
            )
        return opened
