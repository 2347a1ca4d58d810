"""What reviewers decide: the nouns of decisions.

Decisions are only ever added. An undo is a decision too, and what stands is derived from all of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from service.domain import Claim, Disposition, Encounter, Frozen, Requirement, Role, SuggestionSet

Words = Annotated[str, Field(min_length=1, max_length=2000)]


class Verdict(StrEnum):
    """What a decision says."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    GAP_WRONG = "gap_wrong"
    EVIDENCE = "evidence"
    COMMENT = "comment"
    UNDO = "undo"


OF_A_CODE = frozenset({Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT})


class NewDecision(Frozen):
    """A decision to be made about one suggestion of a revision.

    | decision | code | and |
    |---|---|---|
    | accept | a suggested code; None where no suggestion asks for a decision, and rightly | |
    | reject | a suggested code | `reason`, required |
    | correct | a suggested code; None for one that was missed | `corrected_code`: the one of the nineteen to assign, or None for none |
    | gap_wrong | a suggested code | `requirement`: one of its gaps |
    | evidence | a suggested code | `start`, `end` (offsets into the note's text) and `role` |
    | comment | a suggested code, or None for the note | `comment`, required; it decides nothing |

    To accept is to say that the suggestion is right as it stands, its disposition included: a query accepted is
    agreed to be a query, and is not coded. A correction to the same code, where the disposition is not assign,
    says that it is to be assigned all the same.

    `comment` may go with each. An undo is made by `Decisions.undo`.
    """  # noqa: E501

    decision: Verdict
    code: str | None = None
    reason: Words | None = None
    corrected_code: str | None = None
    requirement: Requirement | None = None
    start: int | None = None
    end: int | None = None
    role: Role | None = None
    comment: Words | None = None


class Decision(Frozen):
    """A decision as it is kept. Its words (`reason`, `comment`) are gone once the note is erased.

    `suggested` to `recommended` repeat what the service had said of the code, and `model` who said it, so
    that agreement can be counted after the note is erased: `disposition` and `probability` are None where
    nothing was suggested. `overrides` is true where the decision goes against what the service stood behind:
    a suggestion that asked for a decision rejected or corrected, or a code assigned that was not
    recommended. `undoes` is the id of the decision that an undo takes back.
    """

    id: str
    revision_id: str
    note_id: str
    decided_at: datetime.datetime
    decided_by: str
    decision: Verdict
    code: str | None
    corrected_code: str | None
    requirement: Requirement | None
    start: int | None
    end: int | None
    role: Role | None
    undoes: str | None
    model: str
    disposition: Disposition | None
    probability: float | None
    recommended: bool
    overrides: bool
    reason: str | None = None
    comment: str | None = None


class DecidedNote(Frozen):
    """The note that was decided, for those who learn from it."""

    text: str
    encounter: Encounter
    claim: Claim
    answer: SuggestionSet


class ExportedDecision(Frozen):
    """A line of the export. `stands` is false for one undone, superseded by a later one, or an undo itself.

    `note` is there only where it was asked for, the owner allows training, and the note was not erased.
    """

    decision: Decision
    stands: bool
    owner: str | None
    note: DecidedNote | None = None


def standing(history: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return those decisions that stand, oldest first, of all those about one revision, oldest first.

    Of accept, reject and correct, the newest for each code stands; of gap_wrong, evidence and comment, each.
    One that was undone does not stand, and the one before it does again.
    """
    decisions = tuple(history)
    undone = {decision.undoes for decision in decisions if decision.undoes}
    left = [
        decision
        for decision in decisions
        if decision.decision is not Verdict.UNDO and decision.id not in undone
    ]
    newest = {decision.code: decision.id for decision in left if decision.decision in OF_A_CODE}
    return tuple(
        decision
        for decision in left
        if decision.decision not in OF_A_CODE or newest[decision.code] == decision.id
    )
