"""Whatever the body, the answer is a success or a problem, and never a failure of the server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from service.settings import Settings
from service.store import Store
from service.web import create_app
from tests.web.fake import WORD, fake

TEXT = st.text(st.characters(exclude_categories=()))  # surrogates too
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
NEARLY_REQUESTS = st.fixed_dictionaries(
    {"note": st.fixed_dictionaries({"text": TEXT | VALUES}, optional={"id": VALUES}) | VALUES},
    optional={
        "encounter": st.fixed_dictionaries({}, optional={"date": VALUES, "setting": VALUES}) | VALUES,
        "claim": st.fixed_dictionaries({}, optional={"codes": VALUES, "orders": VALUES}) | VALUES,
        "options": st.fixed_dictionaries({}, optional={"limit": VALUES}) | VALUES,
        "store": VALUES,
    },
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    settings = Settings(models=tmp_path_factory.mktemp("any") / "models")
    store = Store.open(settings)
    store.prepare()
    yield create_app(settings, fake(), store).test_client()
    store.close()


def post(client: FlaskClient, body: bytes) -> tuple[int, Any]:
    answer = client.post("/v1/suggestions", data=body, content_type="application/json")
    return answer.status_code, json.loads(answer.data)


@given(body=st.binary() | (VALUES | NEARLY_REQUESTS).map(lambda value: json.dumps(value).encode()))
@settings(max_examples=400, deadline=None)
def test_any_body_is_answered(client: FlaskClient, body: bytes) -> None:
    status, answer = post(client, body)
    assert status in {200, 400, 422}
    assert status == 200 or (answer["status"] == status and answer["title"] and answer["detail"])


@given(before=TEXT, after=TEXT)
@settings(max_examples=200, deadline=None)
def test_offsets_are_exact_in_every_note_that_is_accepted(
    client: FlaskClient, before: str, after: str
) -> None:
    text = f"{before}{WORD}{after}"
    status, answer = post(client, json.dumps({"note": {"text": text}}).encode())
    if status == 200:
        cited = [(item["start"], item["end"], item["text"]) for item in answer["suggestions"][0]["evidence"]]
        assert (len(before), len(before) + len(WORD), WORD) in cited
        assert all(text[start:end] == words for start, end, words in cited)
    else:
        assert status in {400, 422}
