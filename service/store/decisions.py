"""The decisions of reviewers: added, never changed; what stands is derived."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from service.store.records import Actor
from service.store.verdicts import Decision, ExportedDecision, NewDecision


class Decisions:
    """The decisions of a store."""

    def make(self, revision_id: str, new: NewDecision, actor: Actor) -> Decision:
        """Keep a decision, with its row in the audit trail, in one transaction.

        Raises NoSuchRecord for the revision; DecisionError, naming the field, for a decision that does not
        fit it: see `NewDecision`.
        """
        raise NotImplementedError

    def undo(self, decision_id: str, actor: Actor) -> Decision:
        """Take a decision back, by a further one.

        Raises NoSuchRecord, or DecisionError if it is undone already or is an undo itself.
        """
        raise NotImplementedError

    def of(self, revision_id: str) -> tuple[Decision, ...]:
        """Return every decision about a revision, oldest first; `verdicts.standing` says which stand."""
        raise NotImplementedError

    def export(
        self, actor: Actor, since: datetime.datetime | None = None, with_notes: bool = False
    ) -> Iterator[ExportedDecision]:
        """Yield every decision made since an instant, oldest first; with the notes whose owners allow it.

        Recorded in the audit trail; each note that is given out has a row of its own.
        """
        raise NotImplementedError
