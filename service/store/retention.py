"""Forgetting: erase one note, or purge those past their days, so that nothing readable is left.

What stays are the decisions without their words (ids, codes, names of requirements) and the audit trail.
"""

from __future__ import annotations

import datetime

from service.store.records import Actor, Erased


class Retention:
    """What a store forgets."""

    def erase(self, note_id: str, actor: Actor) -> Erased:
        """Erase a note with all its revisions and the words of its decisions; raise NoSuchRecord."""
        raise NotImplementedError

    def purge(self, before: datetime.datetime, actor: Actor, dry_run: bool = False) -> Erased:
        """Erase every revision posted before an instant, and the notes of which none is left.

        A dry run counts and erases nothing.
        """
        raise NotImplementedError
