"""The API's description says what the API does."""

from __future__ import annotations

import json
import re

from flask import Flask

from tests.web.conftest import LiveServer


def test_every_route_is_described_and_nothing_else(server: LiveServer, app: Flask) -> None:
    paths = server.ask("GET", "/openapi.json").json["paths"]
    described = {(path, method.upper()) for path, methods in paths.items() for method in methods}
    rules = app.url_map.iter_rules()
    served = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule), method)
        for rule in rules
        if rule.endpoint.startswith(("api.", "metrics.", "stored."))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == served


def test_every_reference_inside_resolves(server: LiveServer) -> None:
    document = server.ask("GET", "/openapi.json").json
    references = set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(document)))
    assert references and references <= set(document["components"]["schemas"])


def test_the_request_is_described_as_closed_with_its_limits(server: LiveServer) -> None:
    schemas = server.ask("GET", "/openapi.json").json["components"]["schemas"]
    assert schemas["SuggestionRequest"]["required"] == ["note"]
    assert schemas["SuggestionRequest"]["additionalProperties"] is False
    limit = schemas["OptionsBody"]["properties"]["limit"]
    assert (limit["minimum"], limit["maximum"], limit["default"]) == (1, 19, 19)
