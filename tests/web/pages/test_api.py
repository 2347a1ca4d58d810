"""The API's page: the whole document, laid out to be read."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from service.web import openapi
from service.web.pages.api import EXAMPLE, kind, limits
from service.web.requests import SuggestionRequest


def test_every_operation_and_every_shape_is_there(pages: FlaskClient) -> None:
    page = pages.get("/api").text
    document = openapi.document()
    assert set(re.findall(r'id="shape-(\w+)"', page)) == set(document["components"]["schemas"])
    for path, methods in document["paths"].items():
        for method in methods:
            assert f'<span class="method">{method}</span> {path}<' in page


def test_every_shape_that_is_named_can_be_reached(pages: FlaskClient) -> None:
    page = pages.get("/api").text
    assert set(re.findall(r'href="#(shape-\w+)"', page)) <= set(re.findall(r'id="(shape-\w+)"', page))


def test_the_example_is_a_request_that_is_answered(pages: FlaskClient) -> None:
    SuggestionRequest.model_validate(EXAMPLE, strict=False)
    answer = pages.post("/v1/suggestions", json=EXAMPLE)
    assert answer.status_code == 200
    assert answer.json is not None and answer.json["suggestions"][0]["code"] == "M54.11"


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "format": "date"}, "date"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "whole number or null"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Code"}}, "list of object"),
        ({"enum": ["a", "b"]}, "one of a, b"),
    ],
)
def test_a_type_is_said_in_words(schema: dict[str, object], words: str) -> None:
    assert kind(schema) == words


def test_limits_are_said_in_words() -> None:
    assert limits({"minimum": 1, "maximum": 19, "default": 5}) == "from 1, to 19, default 5"
