"""The description of the API, OpenAPI 3.1, made from the same models that read requests and write answers."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from service import __doc__ as description
from service import __version__
from service.reference.catalogue import CodeReference
from service.web.answers import CodeList, LiveModel, State, SuggestionAnswer
from service.web.problems import PROBLEM_JSON, Problem
from service.web.requests import SuggestionRequest

SCHEMAS = "#/components/schemas/"


class Operation(NamedTuple):
    """One method of one address, as its callers see it."""

    path: str
    method: str
    name: str
    summary: str
    answer: type[BaseModel] | None = None
    request: type[BaseModel] | None = None
    problems: tuple[int, ...] = ()


OPERATIONS = (
    Operation(
        "/v1/suggestions",
        "post",
        "suggest",
        "The codes that a note supports, and what it lacks for each",
        SuggestionAnswer,
        SuggestionRequest,
        (400, 413, 415, 422),
    ),
    Operation("/v1/codes", "get", "listCodes", "The nineteen codes", CodeList),
    Operation(
        "/v1/codes/{code}", "get", "getCode", "The reference of one code", CodeReference, problems=(404,)
    ),
    Operation("/v1/models", "get", "getModel", "The model that answers now", LiveModel),
    Operation("/healthz", "get", "health", "Whether the process is up", State),
    Operation("/readyz", "get", "readiness", "Whether the model is loaded", State),
    Operation("/openapi.json", "get", "describe", "This document"),
)


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
    names, schemas = models_json_schema(list(dict.fromkeys(shapes)), ref_template=SCHEMAS + "{model}")
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _described(operation, names)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Scribe-assist", "version": __version__, "description": description},
        "paths": paths,
        "components": {"schemas": schemas["$defs"]},
    }


def _described(operation: Operation, names: dict[Any, Any]) -> dict[str, Any]:
    answer: Any = names[operation.answer, "serialization"] if operation.answer else {"type": "object"}
    problem = names[Problem, "serialization"]
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "responses": {"200": _content("The answer", "application/json", answer)}
        | {
            str(status): _content(HTTPStatus(status).phrase, PROBLEM_JSON, problem)
            for status in (*operation.problems, 500)
        },
    }
    if operation.request:
        schema = names[operation.request, "validation"]
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if "{code}" in operation.path:
        code = {
            "name": "code",
            "in": "path",
            "required": True,
            "schema": {"type": "string"},
            "example": "M54.11",
        }
        described["parameters"] = [code]
    return described


def _content(meaning: str, media_type: str, schema: Any) -> dict[str, Any]:
    return {"description": meaning, "content": {media_type: {"schema": schema}}}
