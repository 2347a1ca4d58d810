"""The store as a whole: one handle for its parts."""

from __future__ import annotations

from service.settings import Settings
from service.store import migrations
from service.store.attempts import Attempts
from service.store.audit import Audit
from service.store.clock import now
from service.store.decisions import Decisions
from service.store.engine import Database, advisory
from service.store.keys import Keyring
from service.store.notes import Notes
from service.store.queue import Queue
from service.store.retention import Retention
from service.store.rotation import Rotation
from service.store.sessions import Sessions
from service.store.tokens import Tokens
from service.store.vault import Vault

LOCK = 0x5C41BE_03


class Store:
    """What we keep. Cheap to make: a connection is opened when a part is first used, anew in each process.

    So it can be made before the workers are forked and used in all of them.
    """

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._vault = Vault(keyring)
        self.notes = Notes(database, self._vault)
        self.queue = Queue(database)
        self.decisions = Decisions(database, self._vault)
        self.retention = Retention(database)
        self.tokens = Tokens(database)
        self.sessions = Sessions(database)
        self.attempts = Attempts(database)
        self.audit = Audit(database)
        self.rotation = Rotation(database, self._vault)

    @classmethod
    def open(cls, settings: Settings) -> Store:
        """Return the store that the settings name; nothing is connected, made or read yet.

        Raises DatabaseURLError for a database URL, KeysError for keys that cannot be understood.
        """
        given = settings.keys.get_secret_value() if settings.keys else None
        return cls(Database(settings.database), Keyring(given, settings.key_path))

    def describe(self) -> str:
        """Return which database it is, without a password."""
        return self._database.describe()

    def prepare(self) -> str | None:
        """Make the store fit for use: create or migrate the tables, make or check the keys; then disconnect.

        Returns the revision that it had, None for a new store. For one process at start, before it forks;
        two at once wait for each other. Raises StoreError.
        """
        self._database.make_file()
        try:
            with self._database.writing() as connection:
                advisory(connection, LOCK)
                found = migrations.upgrade(connection, self.describe())
                self._vault.prepare(connection, now())
            self._database.count_values()
        finally:
            self.close()
        return found

    def check(self) -> None:
        """Return if the store can be used as it is: reachable, at this release's revision, with its keys.

        Quick, for readiness. Raises StoreError, which says what is wrong.
        """
        with self._database.reading() as connection:
            migrations.require_head(connection, self.describe())
            self._vault.needed(connection)

    def close(self) -> None:
        """Close this process's connections; a later use opens new ones."""
        self._database.close()
