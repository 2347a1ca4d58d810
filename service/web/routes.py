"""The routes of the API: each reads a request, asks one room, and answers."""

from __future__ import annotations

import json

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from service.domain import CODES, Code, family_of, region_of
from service.reference.notation import normalise_code
from service.settings import Settings
from service.store import Deposit, Store
from service.suggesting import Suggester
from service.web import metrics, openapi
from service.web.access import current
from service.web.answers import CodeList, Health, LiveModel, SuggestionAnswer, json_response
from service.web.call import at_hand
from service.web.reloading import Reloader
from service.web.requests import SuggestionRequest


def create(
    settings: Settings, suggester: Suggester, store: Store, reloader: Reloader | None = None
) -> Blueprint:
    """Return the routes, answering with this suggester and keeping what is to be kept in this store."""
    routes = Blueprint("api", __name__)

    @routes.post("/v1/suggestions")
    def suggest() -> Response:
        asked = SuggestionRequest.of(at_hand(), settings.max_note_characters)
        encounter, claim = asked.domain_encounter(), asked.domain_claim()
        found = suggester.suggest(asked.note.text, encounter, claim, asked.options.limit)
        metrics.of_app().answered_note(found)
        identity = current()
        if not (asked.store or identity.stores):
            return json_response(SuggestionAnswer.of(found))
        deposit = Deposit(
            text=asked.note.text,
            answer=found,
            reference=asked.note.id,
            encounter=encounter,
            claim=claim,
            allows_training=identity.allows_training,
        )
        return json_response(SuggestionAnswer.of(found, store.notes.keep(deposit, identity.actor)))

    @routes.get("/v1/codes")
    def codes() -> Response:
        reference = suggester.editions.for_date(None)
        listed = tuple(
            Code(code=code, title=reference.title(code), family=family_of(code), region=region_of(code))
            for code in CODES
        )
        return json_response(CodeList(reference=reference.edition, codes=listed))

    @routes.get("/v1/codes/<code>")
    def code(code: str) -> Response:
        wanted = normalise_code(code)
        if wanted not in CODES:
            raise NotFound
        return json_response(suggester.editions.for_date(None).code(wanted))

    @routes.get("/v1/models")
    def models() -> Response:
        return json_response(LiveModel(version=suggester.model.version, card=suggester.model.card))

    @routes.get("/healthz")
    def healthz() -> Response:
        return json_response(Health(status="up"))

    @routes.get("/readyz")
    def readyz() -> Response:
        store.check()
        return json_response(
            Health(
                status="ready",
                model=suggester.model.version,
                store="reachable",
                refused=reloader.refused if reloader else None,
            )
        )

    @routes.get("/openapi.json")
    def describe() -> Response:
        return Response(json.dumps(openapi.document()), mimetype="application/json")

    return routes
