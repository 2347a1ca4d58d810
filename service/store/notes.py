"""The notes that their callers asked to keep: deposit, read, list revisions, scan."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from service.store.records import Actor, Deposit, Facts, Revision, Stored


class Notes:
    """The notes of a store."""

    def keep(self, deposit: Deposit, actor: Actor) -> Stored:
        """Keep a note, as the first or the next revision; it is on disk when this returns.

        The owner is the actor's name. Recorded in the audit trail.
        """
        raise NotImplementedError

    def facts(self, revision_id: str) -> Facts:
        """Return what is known of a revision without opening it; raise NoSuchRecord."""
        raise NotImplementedError

    def read(self, revision_id: str, actor: Actor) -> Revision:
        """Open a revision and record the reading; raise NoSuchRecord."""
        raise NotImplementedError

    def revisions(self, note_id: str) -> tuple[Facts, ...]:
        """Return the revisions of a note, oldest first; raise NoSuchRecord."""
        raise NotImplementedError

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
        raise NotImplementedError
