"""How often someone may try to sign in: counted in the store, so that all workers count together."""

from __future__ import annotations

import datetime

from sqlalchemy import delete, insert, select, update

from service.store import tables
from service.store.clock import now
from service.store.engine import Database, advisory
from service.store.tokens import hash_of

ATTEMPTS = tables.attempts
LOCK = 0x5C41BE_02
MOST = 10
WINDOW = datetime.timedelta(minutes=15)


class Attempts:
    """The sign-in attempts of a store, by their source."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def attempt(self, source: str) -> bool:
        """Count an attempt from a source, such as an address; return whether it is allowed.

        `MOST` are allowed in a `WINDOW`, which begins with the first.
        """
        tried_at, key = now(), hash_of(source)
        ours = ATTEMPTS.c.source == key
        with self._database.writing() as connection:
            advisory(connection, LOCK)
            # What is past its window counts no more: so the table stays small.
            connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.began_at <= tried_at - WINDOW))
            count = connection.execute(select(ATTEMPTS.c.count).where(ours)).scalar()
            if count is None:
                connection.execute(insert(ATTEMPTS).values(source=key, began_at=tried_at, count=1))
            elif count < MOST:
                connection.execute(update(ATTEMPTS).where(ours).values(count=count + 1))
            return count is None or count < MOST

    def forgive(self, source: str) -> None:
        """Forget the attempts of a source: it signed in."""
        with self._database.writing() as connection:
            connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.source == hash_of(source)))
