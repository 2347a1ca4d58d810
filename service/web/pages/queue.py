"""The queue's page: notes that wait and notes that are done, newest first, by filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from pydantic import ValidationError

from service.domain import CODES
from service.errors import CursorError
from service.store import FILTER_CODES, NO_CODE, OF_A_CODE, QueuePage, State, Store
from service.suggesting import Suggester
from service.web.access import current
from service.web.pages.notes import decision_on
from service.web.queries import ListQuery

_LABELS = {
    "state": "Notes",
    "code": "Code",
    "disposition": "Disposition",
    "has_gaps": "Gaps",
    "decided_code": "Decided code",
    "overridden": "Overrides",
    "reviewer": "Reviewer",
    "date_from": "Posted from",
    "date_to": "Posted to",
    "after": "Page",
}
MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked for, as it was given; `faults` are (the field's label, why)."""

    given: Mapping[str, str]
    query: ListQuery
    faults: tuple[tuple[str, str], ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter but that of waiting and done is in use."""
        return any(value for name, value in self.given.items() if name not in ("state", "after"))

    def parameters(self, **changed: str | None) -> dict[str, str]:
        """Return the query of this page's address with some of it changed; None leaves a name out."""
        merged = {name: value for name, value in self.given.items() if value and name != "after"} | changed
        return {name: value for name, value in merged.items() if value}


def add(pages: Blueprint, suggester: Suggester, store: Store) -> None:
    """Add the page of the queue."""

    @pages.get("/queue")
    def queue() -> tuple[str, int]:
        asked, reference = read(request.args), suggester.editions.for_date(None)
        page = QueuePage(rows=(), next_cursor=None)
        if not asked.faults:
            try:
                page = store.queue.page(asked.query.filter(), asked.query.after)
            except CursorError:
                asked = Asked(asked.given, asked.query, (("Page", "This page is not there any more"),))
        shown = render_template(
            "queue.html",
            asked=asked,
            page=page,
            names=store.notes.references(row.note_id for row in page.rows),
            standing=store.decisions.standing(row.revision_id for row in page.rows if row.decided_by),
            before=decision_on(store, current(), request.args.get("done", "")),
            waiting=store.queue.count(State.WAITING, MOST_COUNTED),
            of_a_code=OF_A_CODE,
            most=MOST_COUNTED,
            choices=[(code, "nothing to code" if code == NO_CODE else code) for code in FILTER_CODES],
            titles={code: reference.title(code) for code in CODES},
            operating_point=suggester.model.operating_point,
        )
        return shown, 422 if asked.faults else 200


def read(arguments: Mapping[str, str]) -> Asked:
    """Read the query of the page's address: what is empty is not asked; notes that wait are the default."""
    given = {name: arguments.get(name, "").strip() for name in _LABELS}
    if "state" not in arguments:
        given["state"] = State.WAITING.value
    wanted = {name: value for name, value in given.items() if value and value != "all"}
    try:
        return Asked(given, ListQuery.model_validate(wanted))
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)
        return Asked(
            given, ListQuery(), tuple((_LABELS[str(fault["loc"][0])], fault["msg"]) for fault in faults)
        )
