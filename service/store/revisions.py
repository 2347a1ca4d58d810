"""A revision as a row of its table: what its columns say in plain, and what is sealed in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, select

from service.domain import Claim, Encounter, Frozen, SuggestionSet
from service.errors import NoSuchRecord
from service.store.records import Actor, Deposit, Facts, State
from service.store.tables import revisions
from service.store.vault import Vault

NOT_FACTS = {"id", "token_id", "has_gaps", "sealed", "key_id"}
FACTS = (
    revisions.c.id.label("revision_id"),
    *(column for column in revisions.c if column.name not in NOT_FACTS),
)


class Content(Frozen):
    """What is sealed of a revision: all that may hold words of the note."""

    text: str
    encounter: Encounter
    claim: Claim
    answer: SuggestionSet

    @classmethod
    def of(cls, deposit: Deposit) -> Content:
        """Return what of a deposit is to be sealed."""
        return cls(text=deposit.text, encounter=deposit.encounter, claim=deposit.claim, answer=deposit.answer)


def columns(deposit: Deposit, actor: Actor) -> dict[str, Any]:
    """Return what the plain columns say of a deposit: what the queue shows and filters by, and no word."""
    answer = deposit.answer
    top = answer.suggestions[0] if answer.suggestions else None
    return {
        "latest": True,
        "owner": actor.name,
        "token_id": actor.token_id,
        "allows_training": deposit.allows_training,
        "model": answer.model,
        "edition": answer.reference.edition,
        "setting": deposit.encounter.setting.value,
        "top_code": top.code if top else None,
        "disposition": top.disposition.value if top else None,
        "probability": top.probability if top else None,
        "recommended": top.recommended if top else None,
        "suggestions": len(answer.suggestions),
        "gaps": sum(len(one.gaps) for one in answer.asking),
        "has_gaps": any(one.gaps for one in answer.asking),
        "alerts": len(answer.alerts),
        "state": State.WAITING.value,
        "overridden": False,
    }


def facts_of(row: RowMapping) -> Facts:
    """Return the facts in a row, of all columns or of `FACTS`."""
    values = {name: row[name] for name in Facts.model_fields if name in row}
    return Facts.model_validate({"revision_id": row["id"]} | values if "id" in row else values)


def content_of(row: RowMapping, vault: Vault) -> Content:
    """Open a row; raise KeysError or DamagedRecord."""
    return Content.model_validate_json(vault.open(row["sealed"], row["key_id"], revisions.name, row["id"]))


def find_revision(connection: Connection, revision_id: str, hold: bool = False) -> RowMapping:
    """Return the row of a revision, held until the transaction ends if wished; raise NoSuchRecord."""
    query = select(revisions).where(revisions.c.id == as_id(revision_id, "revision"))
    if hold:
        query = query.with_for_update()
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NoSuchRecord("revision")
    return row


def as_id(text: str, what: str) -> str:
    """Return an id as it is kept; raise NoSuchRecord for what is no id and so names nothing."""
    try:
        return str(UUID(text))
    except ValueError:
        raise NoSuchRecord(what) from None
