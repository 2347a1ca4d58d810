"""What is kept of a note: the nouns of notes, revisions and the queue.

A note is kept under our own id. Each post of it is a revision, and a revision's id is also the id of its
suggestion set: the `id` of the answer that its caller got. Instants are in UTC, to the millisecond.
"""

from __future__ import annotations

import datetime
from enum import StrEnum

from service.domain import (
    CODES,
    Claim,
    Disposition,
    Encounter,
    Frozen,
    Requirement,
    Setting,
    SuggestionSet,
)


class Actor(Frozen):
    """Who does it and from where: what the audit trail says of everything that is done.

    `name` is the name of the token, or another that the program itself gave ("developer", "console").
    `token_id` is None where nobody signed in. `address` is the caller's network address, or "console".
    """

    name: str
    address: str
    token_id: str | None = None


class Deposit(Frozen):
    """What a caller asks us to keep: the note, its circumstances and what was answered.

    `reference` is the caller's own name for the note (`note.id`): a later deposit of the same owner under
    the same reference is a new revision. `allows_training` says whether the owner lets the note be learned
    from.
    """

    text: str
    answer: SuggestionSet
    reference: str | None = None
    encounter: Encounter = Encounter()
    claim: Claim = Claim()
    allows_training: bool = False


class OpenGap(Frozen):
    """A gap by its names: which code, which requirement."""

    code: str
    requirement: Requirement


class GapChanges(Frozen):
    """What a revision changed against the one before it.

    `closed` and `opened` are of codes that both have; the gaps of a code that came or went are not in them,
    as nothing was written about those: `codes_new` and `codes_gone` name these codes.
    """

    closed: tuple[OpenGap, ...] = ()
    opened: tuple[OpenGap, ...] = ()
    codes_new: tuple[str, ...] = ()
    codes_gone: tuple[str, ...] = ()


class Stored(Frozen):
    """What became of a deposit. `number` counts the revisions of a note from 1; the first has no changes."""

    note_id: str
    revision_id: str
    number: int
    created_at: datetime.datetime
    changes: GapChanges | None = None


class State(StrEnum):
    """Whether a revision still waits for a reviewer.

    It is done once every suggestion that asks for a decision (`SuggestionSet.asking`) has one that stands.
    Where none asks, it is done once that is said to be right, a code is accepted or given, or all are
    rejected.
    """

    WAITING = "waiting"
    DONE = "done"


class Facts(Frozen):
    """What is known of a revision without opening it: no word of the note, hence not a reading of it.

    `top_code` and what follows it to `recommended` are of the first suggestion, None where there is none.
    `gaps` counts those of all suggestions that ask for a decision, but for what a reviewer said to be no gap;
    `alerts` those of the note. `decided_by` and `decided_at` are of the newest decision that stands (a
    comment decides nothing), and `overridden` says whether one that stands overrides the service.
    """

    revision_id: str
    note_id: str
    number: int
    latest: bool
    created_at: datetime.datetime
    owner: str
    allows_training: bool
    model: str
    edition: str
    setting: Setting
    top_code: str | None
    disposition: Disposition | None
    probability: float | None
    recommended: bool | None
    suggestions: int
    gaps: int
    alerts: int
    state: State
    decided_by: str | None
    decided_at: datetime.datetime | None
    overridden: bool


class Revision(Frozen):
    """A revision, opened: the note as it was written, and the answer as it was given."""

    facts: Facts
    text: str
    reference: str | None
    encounter: Encounter
    claim: Claim
    answer: SuggestionSet


NO_CODE = "none"


class QueueFilter(Frozen):
    """Which of the latest revisions to list; a field that is None leaves nothing out.

    `code` is the code of the first suggestion, or `NO_CODE` for an answer without suggestions.
    `decided_code` is one that reviewers accepted or gave, or `NO_CODE` where they gave none. `reviewer` is
    the name in `decided_by`. `date_from` and `date_to` are days of posting in UTC, both included.
    """

    state: State | None = None
    code: str | None = None
    disposition: Disposition | None = None
    has_gaps: bool | None = None
    decided_code: str | None = None
    overridden: bool | None = None
    reviewer: str | None = None
    date_from: datetime.date | None = None
    date_to: datetime.date | None = None


class QueuePage(Frozen):
    """A page of the queue, newest first; `next_cursor` is what to pass as `after`, None on the last page."""

    rows: tuple[Facts, ...]
    next_cursor: str | None


class Erased(Frozen):
    """What an erasure took: revisions, and the decisions that keep their codes and lose their words.

    `traces` is true where the bytes could not be made to leave the disk at once, because someone was
    reading: what is left is sealed, and the next erasure or purge takes it.
    """

    notes: int
    revisions: int
    decisions: int
    traces: bool = False


FILTER_CODES: tuple[str, ...] = (*CODES, NO_CODE)
