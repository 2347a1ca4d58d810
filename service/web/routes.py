"""The routes of the API: each reads a request, asks one room, and answers."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from service.domain import CODES, Code, family_of, region_of
from service.reference.notation import normalise_code
from service.settings import Settings
from service.suggesting import Suggester
from service.web import openapi
from service.web.answers import CodeList, LiveModel, State, SuggestionAnswer, json_response
from service.web.problems import Fault, unprocessable
from service.web.requests import SuggestionRequest


def create(settings: Settings, suggester: Suggester) -> Blueprint:
    """Return the routes, answering with this suggester."""
    routes = Blueprint("api", __name__)

    @routes.post("/v1/suggestions")
    def suggest() -> Response:
        asked = SuggestionRequest.of(request, settings.max_note_characters)
        if asked.store:
            raise unprocessable(Fault(pointer="/store", detail="This server keeps no notes"))
        found = suggester.suggest(
            asked.note.text, asked.domain_encounter(), asked.domain_claim(), asked.options.limit
        )
        return json_response(SuggestionAnswer.of(found))

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
        return json_response(State(status="up"))

    @routes.get("/readyz")
    def readyz() -> Response:
        return json_response(State(status="ready", model=suggester.model.version))

    @routes.get("/openapi.json")
    def describe() -> Response:
        return Response(json.dumps(openapi.document()), mimetype="application/json")

    return routes
