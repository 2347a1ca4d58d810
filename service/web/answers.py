"""What we answer. The nouns are the domain's and the store's; these models add what belongs to HTTP alone."""

from __future__ import annotations

import datetime
from typing import Annotated

from flask import Response
from pydantic import BaseModel, Field, SerializeAsAny

from service.domain import (
    Alert,
    Claim,
    Code,
    Disposition,
    Encounter,
    Frozen,
    ReferenceEdition,
    Setting,
    Suggestion,
    SuggestionSet,
)
from service.identifiers import uuid7
from service.store import (
    DecidedNote,
    Decision,
    ExportedDecision,
    Facts,
    GapChanges,
    OpenGap,
    QueuePage,
    Revision,
    State,
    Stored,
)
from service.web.reloading import Refused


def _absent(value: object) -> bool:
    return value is None


class RevisionMade(Frozen):
    """What became of a stored note: its id, and what this revision changed against the one before it.

    `number` counts from 1. `closed` and `opened` are gaps of codes that both revisions have; `codes_new` and
    `codes_gone` name the codes that only one of them has.
    """

    note_id: str
    number: int
    closed: tuple[OpenGap, ...] = ()
    opened: tuple[OpenGap, ...] = ()
    codes_new: tuple[str, ...] = ()
    codes_gone: tuple[str, ...] = ()

    @classmethod
    def of(cls, stored: Stored) -> RevisionMade:
        """Return what the store says of a deposit."""
        changes = stored.changes or GapChanges()
        return cls(note_id=stored.note_id, number=stored.number, **dict(changes))


class SuggestionAnswer(Frozen):
    """The answer of POST /v1/suggestions; `revision` is there where the note was stored."""

    id: str
    model: str
    reference: ReferenceEdition
    suggestions: tuple[Suggestion, ...]
    alerts: tuple[Alert, ...]
    revision: Annotated[RevisionMade | None, Field(exclude_if=_absent)] = None

    @classmethod
    def of(cls, found: SuggestionSet, stored: Stored | None = None) -> SuggestionAnswer:
        """Return a suggestion set under the id that it is stored with, or under a new one."""
        return cls(
            id=stored.revision_id if stored else str(uuid7()),
            model=found.model,
            reference=found.reference,
            suggestions=found.suggestions,
            alerts=found.alerts,
            revision=RevisionMade.of(stored) if stored else None,
        )


class StoredFacts(Frozen):
    """What is known of a stored answer without opening its note.

    `number` counts the posts of the note, and `latest` is true for the newest. `top_code` and what follows
    it to `recommended` are of the first suggestion, null where there is none; `gaps` counts those of
    all that ask.
    """

    id: str
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

    @classmethod
    def of(cls, facts: Facts) -> StoredFacts:
        """Return the facts of a revision."""
        given = {name: getattr(facts, name) for name in cls.model_fields if name != "id"}
        return cls(id=facts.revision_id, **given)


class StoredPage(Frozen):
    """The answer of GET /v1/suggestions, newest first; `next` is the `after` of the page that follows."""

    suggestions: tuple[StoredFacts, ...]
    next: str | None

    @classmethod
    def of(cls, page: QueuePage) -> StoredPage:
        """Return a page of the queue."""
        return cls(suggestions=tuple(StoredFacts.of(row) for row in page.rows), next=page.next_cursor)


class StoredNote(Frozen):
    """A note as it was sent: `id` is the caller's own reference."""

    text: str
    id: str | None


class StoredAnswer(Frozen):
    """The answer of GET /v1/suggestions/{id}: what was sent, what was answered, what was decided since."""

    id: str
    facts: StoredFacts
    note: StoredNote
    encounter: Encounter
    claim: Claim
    model: str
    reference: ReferenceEdition
    suggestions: tuple[Suggestion, ...]
    alerts: tuple[Alert, ...]
    decisions: tuple[Decision, ...]

    @classmethod
    def of(cls, revision: Revision, decisions: tuple[Decision, ...]) -> StoredAnswer:
        """Return an opened revision with its decisions."""
        answer = revision.answer
        return cls(
            id=revision.facts.revision_id,
            facts=StoredFacts.of(revision.facts),
            note=StoredNote(text=revision.text, id=revision.reference),
            encounter=revision.encounter,
            claim=revision.claim,
            model=answer.model,
            reference=answer.reference,
            suggestions=answer.suggestions,
            alerts=answer.alerts,
            decisions=decisions,
        )


class DecisionLine(Decision):
    """A line of GET /v1/decisions. `stands` is false for one undone, superseded, or an undo itself.

    `owner` is null where the note was erased. `note` is there only where it was asked for, its owner allows
    training, and it was not erased.
    """

    stands: bool
    owner: str | None
    note: Annotated[DecidedNote | None, Field(exclude_if=_absent)] = None

    @classmethod
    def of(cls, one: ExportedDecision) -> DecisionLine:
        """Return a decision of the export."""
        return cls(**dict(one.decision), stands=one.stands, owner=one.owner, note=one.note)


class CodeList(Frozen):
    """The answer of GET /v1/codes."""

    reference: ReferenceEdition
    codes: tuple[Code, ...]


class LiveModel(Frozen):
    """The answer of GET /v1/models: the model that answers now, and its card."""

    version: str
    card: SerializeAsAny[BaseModel]


class Health(Frozen):
    """The answer of GET /healthz and GET /readyz.

    `refused` is there where another model was promoted that could not be trusted: `model` answers on.
    """

    status: str
    model: str | None = None
    store: str | None = None
    refused: Annotated[Refused | None, Field(exclude_if=_absent)] = None


def json_response(model: BaseModel, status: int = 200) -> Response:
    """Return a model as a JSON answer."""
    return Response(model.model_dump_json(), status, content_type="application/json")
