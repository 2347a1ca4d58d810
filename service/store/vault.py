"""Sealing what is kept: which of the keys seals now, and which are still needed.

The database says which key is current, and every writer asks it in its own transaction: so a server that
started before a rotation seals with the new key from the moment that there is one, and no row can come to
be sealed with a key that was just dropped.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from service.errors import KeysError
from service.store import tables
from service.store.keys import Key, Keyring


class Sealed(NamedTuple):
    """A sealed value and the id of its key: the columns `sealed` and `key_id`."""

    sealed: bytes
    key_id: str


class Vault:
    """The keys of a store, as its database knows them."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring

    def current(self, connection: Connection) -> Key:
        """Return the key that seals now, and hold it current until the transaction ends.

        Raises KeysError if this process does not have it.
        """
        query = select(tables.keys.c.id).where(tables.keys.c.current).with_for_update(read=True)
        # Where a rotation just went by, the row we waited for is no longer current: ask once more.
        key_id = connection.execute(query).scalar() or connection.execute(query).scalar()
        if key_id is None:
            raise KeysError("the database knows no key; scribe-assist store migrate makes one")
        return self.keyring.find(key_id)

    def needed(self, connection: Connection) -> tuple[Key, ...]:
        """Return every key with which something kept may be sealed; raise KeysError if one is missing."""
        query = select(tables.keys.c.id).order_by(tables.keys.c.current.desc(), tables.keys.c.id)
        return tuple(self.keyring.find(key_id) for key_id in connection.execute(query).scalars())

    def seal(self, connection: Connection, plain: str, table: str, row: str) -> Sealed:
        """Return text sealed with the current key, for one row of one table; raise KeysError."""
        key = self.current(connection)
        return Sealed(key.seal(plain, table, row), key.id)

    def open(self, sealed: bytes, key_id: str, table: str, row: str) -> str:
        """Return the text of a sealed value; raise KeysError or DamagedRecord."""
        return self.keyring.find(key_id).open(sealed, table, row)

    def prepare(self, connection: Connection, now: datetime.datetime) -> None:
        """Make the first key of a new store, or check that the keys of an old one are all here; KeysError.

        No key is ever made for a store that has one: a new key in the place of a lost one would open nothing.
        """
        if self.needed(connection):
            return
        self.keyring.make_file()
        connection.execute(
            insert(tables.keys).values(id=self.keyring.first().id, created_at=now, current=True)
        )
