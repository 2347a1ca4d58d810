"""The queue: the latest revision of each note, newest first, in pages and by filters."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, TextClause, func, null, select

from service.errors import CursorError
from service.identifiers import first_of
from service.store.engine import Database
from service.store.records import NO_CODE, QueueFilter, QueuePage, State
from service.store.revisions import FACTS, facts_of
from service.store.tables import LATEST, outcomes, revisions

PAGE = 50


class Queue:
    """The queue of a store. It shows facts alone and opens no note."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self, wanted: QueueFilter | None = None, after: str | None = None, size: int = PAGE
    ) -> QueuePage:
        """Return a page, newest first, of what lies after a cursor, such as a revision's id.

        Its cost does not grow with what is stored. The note after the one in hand is the page of size 1
        after its id. An `after` that no page could have returned raises CursorError.
        """
        by_outcome = wanted is not None and wanted.decided_code is not None
        # The ids of a decided code lie in the order of the queue too, so that the notes are asked one by one.
        place = outcomes.c.revision_id if by_outcome else revisions.c.id
        conditions = _conditions(wanted or QueueFilter(), place)
        if after is not None:
            conditions.append(place < _cursor(after))
        query = select(*FACTS).where(*conditions).order_by(place.desc()).limit(size + 1)
        if by_outcome:
            query = query.join(outcomes, revisions.c.id == outcomes.c.revision_id)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        shown = tuple(facts_of(row) for row in rows[:size])
        return QueuePage(rows=shown, next_cursor=shown[-1].revision_id if len(rows) > size else None)

    def count(self, state: State, most: int = 1000) -> int:
        """Return how many are in a state, and `most` where there are more: counting all would take time."""
        some = select(revisions.c.id).where(LATEST, revisions.c.state == state.value).limit(most).subquery()
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(some)).scalar_one()


def _conditions(wanted: QueueFilter, place: Column[str]) -> list[ColumnElement[bool] | TextClause]:
    """Return the conditions of a filter; the first is that of the indexes, word for word.

    `place` is the id of the revision, in the table whose index is walked.
    """
    columns = revisions.c

    def column(name: str) -> ColumnElement[Any]:
        # Behind a call: or the index of another column may be taken, and all that it finds be sorted.
        return columns[name] if wanted.decided_code is None else func.coalesce(columns[name], null())

    conditions: list[ColumnElement[bool] | TextClause] = [LATEST]
    if wanted.decided_code is not None:
        conditions.append(outcomes.c.code == wanted.decided_code)
    if wanted.state is not None:
        conditions.append(column("state") == wanted.state.value)
    if wanted.code == NO_CODE:
        conditions.append(column("top_code").is_(None))
    elif wanted.code is not None:
        conditions.append(column("top_code") == wanted.code)
    if wanted.disposition is not None:
        conditions.append(column("disposition") == wanted.disposition.value)
    if wanted.has_gaps is not None:
        conditions.append(column("has_gaps") == wanted.has_gaps)
    if wanted.overridden is not None:
        conditions.append(column("overridden") == wanted.overridden)
    if wanted.reviewer is not None:
        # No name holds U+0000, and PostgreSQL refuses to be asked for it.
        conditions.append(column("decided_by") == wanted.reviewer.replace("\0", "\ufffd"))
    # An id begins with the instant at which it was made.
    if wanted.date_from is not None:
        conditions.append(place >= str(first_of(_midnight(wanted.date_from))))
    if wanted.date_to is not None:
        following = _midnight(wanted.date_to) + datetime.timedelta(days=1)
        conditions.append(place < str(first_of(following)))
    return conditions


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)


def _cursor(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise CursorError("the cursor is none that a page returned") from None
