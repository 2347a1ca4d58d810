"""The store as a whole: one handle for its parts."""

from __future__ import annotations

from service.settings import Settings
from service.store.attempts import Attempts
from service.store.audit import Audit
from service.store.decisions import Decisions
from service.store.notes import Notes
from service.store.queue import Queue
from service.store.retention import Retention
from service.store.rotation import Rotation
from service.store.sessions import Sessions
from service.store.tokens import Tokens


class Store:
    """What we keep. Cheap to make: a connection is opened when a part is first used, anew in each process.

    So it can be made before the workers are forked and used in all of them.
    """

    notes: Notes
    queue: Queue
    decisions: Decisions
    retention: Retention
    tokens: Tokens
    sessions: Sessions
    attempts: Attempts
    audit: Audit
    rotation: Rotation

    @classmethod
    def open(cls, settings: Settings) -> Store:
        """Return the store that the settings name; nothing is connected, made or read yet.

        Raises StoreError for a database URL that cannot be understood.
        """
        raise NotImplementedError

    def prepare(self) -> None:
        """Make the store fit for use: create or migrate the tables, make or check the keys; then disconnect.

        For one process at start, before it forks; two at once wait for each other. Raises StoreError.
        """
        raise NotImplementedError

    def check(self) -> None:
        """Return if the store can be used as it is: reachable, at this release's revision, with its keys.

        Quick, for readiness. Raises StoreError, which says what is wrong.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Close this process's connections; a later use opens new ones."""
        raise NotImplementedError
