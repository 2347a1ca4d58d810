"""Changing the key: everything sealed is opened with the old key and sealed with the new one."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, func, insert, select, update

from service.domain import Frozen
from service.errors import KeysError
from service.store import tables
from service.store.audit import Action, record
from service.store.clock import now
from service.store.engine import Database
from service.store.keys import Key
from service.store.records import Actor
from service.store.vault import Vault

KEYS, NOTES = tables.keys, tables.notes
SEALED = (tables.notes, tables.revisions, tables.decisions)
AT_A_TIME = 200


class Rotated(Frozen):
    """What a rotation did: the id of the key that seals now, rows sealed anew, ids of the keys dropped."""

    current: str
    resealed: int
    dropped: tuple[str, ...]


class Rotation:
    """The rotation of a store's keys."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def rotate(self, actor: Actor, progress: Callable[[int, int], None] | None = None) -> Rotated:
        """Make a new key the current one, seal everything with it, and drop the keys that nothing needs.

        It may be killed at any time: called again, it goes on where it stopped. A server may run
        meanwhile. With keys from a file, a new key is made and written there; with keys from the
        environment, their first becomes the current one. `progress` is told rows done and rows in all.
        Raises KeysError if another rotation is under way, or the environment has no new key.
        """
        with self._alone():
            new = self._choose()
            self._make_current(new)
            resealed = self._reseal_all(new, progress or (lambda done, of: None))
            dropped = self._drop(new, actor)
            if self._vault.keyring.from_file:
                with self._database.reading() as connection:
                    self._vault.keyring.rewrite(list(self._vault.needed(connection)))
        self._database.leave_no_trace()
        return Rotated(current=new.id, resealed=resealed, dropped=dropped)

    def _choose(self) -> Key:
        """Return the key to seal with: of a rotation that was cut short, its own."""
        keyring = self._vault.keyring
        keyring.reload()
        with self._database.reading() as connection:
            needed = self._vault.needed(connection)
        first = keyring.first()
        if first.id != needed[0].id or len(needed) > 1:
            # Begun, and cut short before or after the new key became current; or new in the environment.
            return first
        if not keyring.from_file:
            raise KeysError(
                "SCRIBE_ASSIST_KEYS begins with the key in use: put a new key before it, restart the server, "
                "and rotate again"
            )
        new = Key.new()
        keyring.rewrite([new, *keyring.all()])
        return new

    def _make_current(self, new: Key) -> None:
        with self._database.writing() as connection:
            connection.execute(update(KEYS).where(KEYS.c.id != new.id, KEYS.c.current).values(current=False))
            if connection.execute(update(KEYS).where(KEYS.c.id == new.id).values(current=True)).rowcount == 0:
                connection.execute(insert(KEYS).values(id=new.id, created_at=now(), current=True))

    def _reseal_all(self, new: Key, progress: Callable[[int, int], None]) -> int:
        with self._database.reading() as connection:
            total = sum(_outstanding(connection, table, new.id) for table in SEALED)
        done = 0
        for table in SEALED:
            last: str | None = ""
            while last is not None:
                last, changed = self._reseal(table, new, last)
                done += changed
                progress(done, max(done, total))
        return done

    def _reseal(self, table: Table, new: Key, after: str) -> tuple[str | None, int]:
        """Seal some rows of a table anew; return the last id, None if no more are left, and how many."""
        query = (
            select(table.c.id, table.c.sealed, table.c.key_id, *_owner(table))
            .where(table.c.id > after, table.c.key_id != new.id)
            .order_by(table.c.id)
            .limit(AT_A_TIME)
            .with_for_update()
        )
        with self._database.writing() as connection:
            rows = connection.execute(query).all()
            for row in rows:
                plain = self._vault.open(row.sealed, row.key_id, table.name, row.id)
                values = {"sealed": new.seal(plain, table.name, row.id), "key_id": new.id}
                if table is NOTES:
                    values["reference_digest"] = new.digest(row.owner, plain)
                connection.execute(update(table).where(table.c.id == row.id).values(**values))
        return (rows[-1].id if len(rows) == AT_A_TIME else None), len(rows)

    def _drop(self, new: Key, actor: Actor) -> tuple[str, ...]:
        """Forget the keys that seal nothing any more, and record the rotation."""
        with self._database.writing() as connection:
            old = select(KEYS.c.id).where(KEYS.c.id != new.id).order_by(KEYS.c.id)
            dropped = [
                key_id for key_id in connection.execute(old).scalars().all() if not _seals(connection, key_id)
            ]
            connection.execute(delete(KEYS).where(KEYS.c.id.in_(dropped)))
            record(connection, Action.KEYS_ROTATED, actor, subject=new.id)
        return tuple(dropped)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold off other rotations: two would each write the key file without the other's new key."""
        if not self._vault.keyring.from_file:
            yield
            return
        folder = os.open(self._vault.keyring.file.parent, os.O_RDONLY)
        try:
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise KeysError("another rotation of the keys is under way") from None
            yield
        finally:
            os.close(folder)


def _outstanding(connection: Connection, table: Table, key_id: str) -> int:
    query = select(func.count()).select_from(table).where(table.c.key_id != key_id)
    return connection.execute(query).scalar_one()


def _seals(connection: Connection, key_id: str) -> bool:
    queries = (select(table.c.id).where(table.c.key_id == key_id).limit(1) for table in SEALED)
    return any(connection.execute(query).first() for query in queries)


def _owner(table: Table) -> list[Column[Any]]:
    return [NOTES.c.owner] if table is NOTES else []
