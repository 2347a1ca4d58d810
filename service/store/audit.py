"""The audit trail: who did what, when, from where, with which note. Rows are added, and never change.

Each row holds the hash of the one before it, so that a changed, missing or moved row is found. What a chain
alone cannot show is that its newest rows were cut off, or that someone who may write the database made all
of it anew: keep the head that `verify` returns elsewhere, and pass it to the next `verify`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum

from service.domain import Frozen
from service.store.records import Actor


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

    def add(
        self, action: Action, actor: Actor, subject: str | None = None, detail: str | None = None
    ) -> Entry:
        """Add a row for what no other part of the store records itself, such as an action of the pages."""
        raise NotImplementedError

    def entries(
        self,
        note_id: str | None = None,
        since: datetime.datetime | None = None,
        actor: str | None = None,
        newest: int | None = None,
    ) -> Iterator[Entry]:
        """Yield rows, oldest first: of one note, from an instant on, of one actor; the newest so many."""
        raise NotImplementedError

    def verify(self, head: str | None = None) -> Verification:
        """Read the whole trail and hold each row to its hash, its number and the row before.

        `head` is a hash that an earlier verification returned: a break if no row has it any more.
        """
        raise NotImplementedError
