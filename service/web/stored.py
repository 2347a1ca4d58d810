"""The routes of what is stored: list it, open one, decide about it, export the decisions, erase a note."""

from __future__ import annotations

from flask import Blueprint, Response, request

from service.errors import NoSuchRecord
from service.store import Store, TokenRole
from service.web import lines, metrics, queries
from service.web.access import current
from service.web.answers import DecisionLine, StoredAnswer, StoredPage, json_response
from service.web.call import at_hand
from service.web.requests import read_decision


def create(store: Store) -> Blueprint:
    """Return the routes, on this store."""
    routes = Blueprint("stored", __name__)

    @routes.get("/v1/suggestions")
    def stored_suggestions() -> Response:
        asked = queries.read(request, queries.ListQuery)
        return json_response(StoredPage.of(store.queue.page(asked.filter(), asked.after, asked.limit)))

    @routes.get("/v1/suggestions/<id>")
    def stored_suggestion(id: str) -> Response:
        revision = store.notes.read(id, current().actor)
        return json_response(StoredAnswer.of(revision, store.decisions.of(id)))

    @routes.post("/v1/suggestions/<id>/decisions")
    def decide(id: str) -> Response:
        made = store.decisions.make(id, read_decision(at_hand()), current().actor)
        metrics.of_app().decided(made)
        return json_response(made, 201)

    @routes.get("/v1/decisions")
    def decisions() -> Response:
        asked = queries.read(request, queries.ExportQuery)
        exported = store.decisions.export(current().actor, asked.since, asked.notes == "true")
        return lines.response(DecisionLine.of(one).model_dump_json() for one in exported)

    @routes.delete("/v1/notes/<id>")
    def erase(id: str) -> Response:
        identity = current()
        if TokenRole.MAINTAINER not in identity.roles and owner_of(store, id) != identity.name:
            # To a scribe the notes of others are not there.
            raise NoSuchRecord("note")
        return json_response(store.retention.erase(id, identity.actor))

    return routes


def owner_of(store: Store, note_id: str) -> str:
    """Return who posted a note; raise NoSuchRecord."""
    return store.notes.revisions(note_id)[-1].owner
