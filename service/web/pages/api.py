"""The page that describes the API: the OpenAPI document of this server, laid out to be read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template

from service.web import openapi

EXAMPLE = {
    "note": {
        "text": "ASSESSMENT: C2 radiculopathy with numbness of the right occipital scalp. MRI ordered.",
        "id": "visit-4711",
    },
    "encounter": {"date": "2026-03-14", "setting": "outpatient"},
    "claim": {"codes": ["M54.12"], "orders": ["MRI cervical spine without contrast"]},
    "options": {"limit": 5},
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One status that an operation answers with: what it means, and the names of the shapes of its body."""

    status: str
    meaning: str
    shapes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """One operation as a reader sees it."""

    method: str
    path: str
    summary: str
    parameters: tuple[Mapping[str, Any], ...]
    request: tuple[str, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a shape: its type in words, the shapes that it refers to, and whether it must be sent."""

    name: str
    kind: str
    shapes: tuple[str, ...]
    required: bool
    limits: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One JSON object, or a list of words that a field may hold."""

    name: str
    description: str
    fields: tuple[Field, ...]
    values: tuple[str, ...]


def add(pages: Blueprint) -> None:
    """Add the page of the API."""

    @pages.get("/api")
    def api() -> str:
        document = openapi.document()
        return render_template(
            "api.html",
            info=document["info"],
            operations=tuple(operations(document)),
            shapes=tuple(shapes(document)),
            example=json.dumps(EXAMPLE, indent=2),
        )


def operations(document: Mapping[str, Any]) -> Iterator[Described]:
    """Yield the operations in the order of the document."""
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            yield Described(
                method,
                path,
                described.get("summary", ""),
                tuple(described.get("parameters", ())),
                named(described.get("requestBody")),
                tuple(
                    Answer(status, answer["description"], named(answer))
                    for status, answer in described["responses"].items()
                ),
            )


def shapes(document: Mapping[str, Any]) -> Iterator[Shape]:
    """Yield the shapes of the document by name."""
    for name, schema in sorted(document["components"]["schemas"].items()):
        required = schema.get("required", ())
        yield Shape(
            name,
            " ".join(schema.get("description", "").split()),
            tuple(
                Field(field, kind(own), named(own), field in required, limits(own))
                for field, own in schema.get("properties", {}).items()
            ),
            tuple(str(value) for value in schema.get("enum", ())),
        )


def named(schema: object) -> tuple[str, ...]:
    """Return the names of the shapes that a part of the document refers to, each once."""
    return tuple(dict.fromkeys(_references(schema)))


def _references(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(reference := schema.get("$ref"), str):
            yield reference.rpartition("/")[2]
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)


def kind(schema: Mapping[str, Any]) -> str:
    """Return the type of a field in words; the shapes that it refers to are named beside it."""
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(dict.fromkeys(kind(choice) for choice in choices))
    if "$ref" in schema or "allOf" in schema:
        return "object"
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    name = str(schema.get("type", "any"))
    if name == "array":
        items = schema.get("items") or {}
        return f"list of {kind(items)}" if items else "list"
    return {"object": "map", "integer": "whole number"}.get(name, str(schema.get("format", name)))


def limits(schema: Mapping[str, Any]) -> str:
    """Return the bounds of a field in words."""
    said = (
        ("minLength", "at least {} characters"),
        ("maxLength", "at most {} characters"),
        ("minimum", "from {}"),
        ("maximum", "to {}"),
        ("maxItems", "at most {}"),
        ("pattern", "form {}"),
    )
    found = [words.format(schema[name]) for name, words in said if name in schema]
    if "default" in schema and not isinstance(schema["default"], dict):
        found.append(f"default {json.dumps(schema['default'])}")
    return ", ".join(found)
