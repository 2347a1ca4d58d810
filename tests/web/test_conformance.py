"""What the description of the API promises is what the API does: schemathesis asks every operation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import negative_data_rejection, positive_data_acceptance

from service.settings import Settings
from service.store import Store, TokenRole
from service.web import create_app
from service.web.access import MATRIX
from service.web.openapi import OPERATIONS
from tests.web.access.conftest import CONSOLE, bearer
from tests.web.fake import WORD, fake

EXAMPLES = 20
# What a schema cannot say makes a valid request of it wrong: a blank text, a code that was not suggested, a
# cursor of no page. And what it says of the header with the token is not tried here: it is always sent.
BEYOND_A_SCHEMA = (positive_data_acceptance, negative_data_rejection)


@dataclass(frozen=True)
class Described:
    """The application, closed, with a token of each role and a note that is stored."""

    app: Flask
    tokens: dict[TokenRole, dict[str, str]]
    ids: dict[str, str]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    own = Settings(models=tmp_path_factory.mktemp("conformance") / "models", max_note_characters=2_000)
    store = Store.open(own)
    store.prepare()
    tokens = {role: bearer(store.tokens.create(role, role, CONSOLE).secret) for role in TokenRole}
    app = create_app(own, fake(), store)
    body = {"note": {"text": f"Cervical {WORD}."}, "store": True}
    kept: Any = app.test_client().post("/v1/suggestions", json=body, headers=tokens[TokenRole.SCRIBE]).json
    yield Described(app, tokens, {"suggestions": kept["id"], "notes": kept["revision"]["note_id"]})
    store.close()


@pytest.fixture(scope="module")
def api(described: Described) -> Any:
    return schemathesis.openapi.from_wsgi("/openapi.json", described.app)


@pytest.mark.parametrize(("method", "path"), [(one.method, one.path) for one in OPERATIONS], ids=str)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_the_api_is_as_it_is_described(
    described: Described, api: Any, method: str, path: str, mode: GenerationMode
) -> None:
    """Whatever is sent, well formed or not, the answer is one that the description has, in its shape."""
    roles = sorted(MATRIX[method.upper(), re.sub(r"{(\w+)}", r"<\1>", path)].roles)
    headers = described.tokens[roles[0]] if roles else {}
    known = {"id": described.ids.get(path.split("/")[2]) if "{id}" in path else None}
    try:
        given_path = known if mode is GenerationMode.POSITIVE and known["id"] else None
        cases = api[path][method].as_strategy(generation_mode=mode, path_parameters=given_path)

        @given(case=cases)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(headers=headers, excluded_checks=list(BEYOND_A_SCHEMA))

        ask()
    except Unsatisfiable:
        pytest.skip("there is nothing that could be sent wrongly")
