"""The description of the API, OpenAPI 3.1, made from the same models that read requests and write answers.

Who may call an operation is read from the role matrix, so that what is described is what is held.
"""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, RootModel
from pydantic.json_schema import models_json_schema

from service import __doc__ as description
from service import __version__
from service.reference.catalogue import CodeReference
from service.store import Decision, Erased
from service.web.access import MATRIX, Way
from service.web.answers import (
    CodeList,
    DecisionLine,
    Health,
    LiveModel,
    StoredAnswer,
    StoredPage,
    SuggestionAnswer,
)
from service.web.lines import JSON_LINES
from service.web.problems import PROBLEM_JSON, Problem
from service.web.queries import ExportQuery, ListQuery, Query
from service.web.requests import DecisionBody, SuggestionRequest

SCHEMAS = "#/components/schemas/"
BEARER = "bearer"
SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token of scribe-assist tokens create. The roles that an operation admits stand beside "
    "its requirement. Only a server on loopback that has no token yet answers without one.",
}


class DecisionRequest(RootModel[DecisionBody]):
    """The body of POST /v1/suggestions/{id}/decisions."""


class MetricsText(RootModel[str]):
    """The answer of GET /metrics: the text that Prometheus reads."""


class Operation(NamedTuple):
    """One method of one address, as its callers see it."""

    path: str
    method: str
    name: str
    summary: str
    answer: type[BaseModel] | None = None
    request: type[BaseModel] | None = None
    query: type[Query] | None = None
    problems: tuple[int, ...] = ()
    status: int = 200
    media_type: str = "application/json"


BODY_PROBLEMS = (400, 413, 415, 422)
OPERATIONS = (
    Operation(
        "/v1/suggestions",
        "post",
        "suggest",
        "The codes that a note supports, and what it lacks for each",
        SuggestionAnswer,
        SuggestionRequest,
        problems=BODY_PROBLEMS,
    ),
    Operation(
        "/v1/suggestions",
        "get",
        "listStored",
        "What was stored, newest first: a page of the notes' newest revisions",
        StoredPage,
        query=ListQuery,
        problems=(422,),
    ),
    Operation(
        "/v1/suggestions/{id}",
        "get",
        "getStored",
        "One stored answer with its note; the reading is recorded",
        StoredAnswer,
        problems=(404,),
    ),
    Operation(
        "/v1/suggestions/{id}/decisions",
        "post",
        "decide",
        "Accept, reject or correct a suggestion",
        Decision,
        DecisionRequest,
        problems=(404, *BODY_PROBLEMS),
        status=201,
    ),
    Operation(
        "/v1/decisions",
        "get",
        "exportDecisions",
        "The decisions, oldest first, one JSON object a line",
        DecisionLine,
        query=ExportQuery,
        problems=(422,),
        media_type=JSON_LINES,
    ),
    Operation(
        "/v1/notes/{id}",
        "delete",
        "eraseNote",
        "Erase a note with all its revisions; a scribe erases its own",
        Erased,
        problems=(404,),
    ),
    Operation("/v1/codes", "get", "listCodes", "The nineteen codes", CodeList),
    Operation(
        "/v1/codes/{code}", "get", "getCode", "The reference of one code", CodeReference, problems=(404,)
    ),
    Operation("/v1/models", "get", "getModel", "The model that answers now", LiveModel),
    Operation("/healthz", "get", "health", "Whether the process is up", Health),
    Operation(
        "/readyz",
        "get",
        "readiness",
        "Whether the model is loaded and the store reachable",
        Health,
        problems=(503,),
    ),
    Operation(
        "/metrics", "get", "metrics", "The figures of the server", MetricsText, media_type="text/plain"
    ),
    Operation("/openapi.json", "get", "describe", "This document"),
)
PATH_PARAMETERS: dict[str, dict[str, Any]] = {
    "code": {"schema": {"type": "string"}, "example": "M54.11"},
    "id": {
        "schema": {"type": "string", "format": "uuid"},
        "example": "01a20090-ceb5-78ac-aac0-7e871d426e33",
    },
}


@cache
def document() -> dict[str, Any]:
    """Return the whole document."""
    shapes: list[tuple[type[BaseModel], Literal["validation", "serialization"]]] = [
        (Problem, "serialization")
    ]
    for operation in OPERATIONS:
        if operation.request:
            shapes.append((operation.request, "validation"))
        if operation.answer:
            shapes.append((operation.answer, "serialization"))
        if operation.query:
            shapes.append((operation.query, "validation"))
    names, schemas = models_json_schema(list(dict.fromkeys(shapes)), ref_template=SCHEMAS + "{model}")
    shown = schemas["$defs"]
    # A query is no object that anyone sends: its fields are parameters.
    queries = {
        operation.query: shown.pop(names[operation.query, "validation"]["$ref"].removeprefix(SCHEMAS))
        for operation in OPERATIONS
        if operation.query
    }
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        described = _described(operation, names, queries)
        paths.setdefault(operation.path, {})[operation.method] = described
    return {
        "openapi": "3.1.0",
        "info": {"title": "Scribe-assist", "version": __version__, "description": description},
        "paths": paths,
        "components": {"schemas": shown, "securitySchemes": {BEARER: SCHEME}},
    }


def _described(
    operation: Operation, names: dict[Any, Any], queries: dict[type[Query], dict[str, Any]]
) -> dict[str, Any]:
    answer: Any = names[operation.answer, "serialization"] if operation.answer else {"type": "object"}
    problem = names[Problem, "serialization"]
    admits = MATRIX[operation.method.upper(), re.sub(r"{(\w+)}", r"<\1>", operation.path)]
    refusals = (401, 403, 503) if admits.way is Way.TOKEN else ()
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "security": [{BEARER: sorted(admits.roles)}] if admits.way is Way.TOKEN else [],
        "responses": {str(operation.status): _content("The answer", operation.media_type, answer)}
        | {
            str(status): _content(HTTPStatus(status).phrase, PROBLEM_JSON, problem)
            for status in sorted({*operation.problems, *refusals, 500})
        },
    }
    if operation.request:
        schema = names[operation.request, "validation"]
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if parameters := [*_in_path(operation.path), *_in_query(queries.get(operation.query))]:  # type: ignore[arg-type]
        described["parameters"] = parameters
    return described


def _in_path(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True} | PATH_PARAMETERS[name]
        for name in re.findall(r"{(\w+)}", path)
    ]


def _in_query(query: dict[str, Any] | None) -> list[dict[str, Any]]:
    parameters = []
    for name, schema in (query or {}).get("properties", {}).items():
        # What may be left out is null to us; a caller cannot send a null in a query.
        choices = [choice for choice in schema.get("anyOf", [schema]) if choice.get("type") != "null"]
        own = {key: value for key, value in choices[0].items() if key not in {"title", "description"}}
        if schema.get("default") is not None:
            own["default"] = schema["default"]
        said = schema.get("description") or choices[0].get("description", "")
        parameters.append({"name": name, "in": "query", "description": said, "schema": own})
    return parameters


def _content(meaning: str, media_type: str, schema: Any) -> dict[str, Any]:
    return {"description": meaning, "content": {media_type: {"schema": schema}}}
