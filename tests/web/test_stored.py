"""What is stored, over the API: kept where it is asked for, listed, opened, decided, exported, erased."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.store import Action, Store, TokenRole
from tests.web.access.conftest import CONSOLE, bearer
from tests.web.fake import WORD

NOTE = f"Assessment: cervical {WORD}."


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def post(client: FlaskClient, text: str = NOTE, reference: str | None = None, **more: Any) -> Any:
    body = {"note": {"text": text, "id": reference}, "store": True, **more}
    answer = client.post("/v1/suggestions", json=body)
    assert answer.status_code == 200
    return answer.json


def decide(client: FlaskClient, id: str, **decision: Any) -> TestResponse:
    return client.post(f"/v1/suggestions/{id}/decisions", json=decision)


def lines(answer: TestResponse) -> list[Any]:
    assert answer.headers["Content-Type"] == "application/jsonl"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_note_is_kept_only_where_it_is_asked_for(client: FlaskClient, store: Store) -> None:
    for body in ({"note": {"text": NOTE}}, {"note": {"text": NOTE, "id": "a"}, "store": False}):
        answer = client.post("/v1/suggestions", json=body).json
        assert answer and "revision" not in answer
    assert store.queue.page().rows == ()
    kept = post(client)
    assert client.get(f"/v1/suggestions/{kept['id']}").json["note"] == {"text": NOTE, "id": None}  # type: ignore[index]


def test_a_token_made_so_keeps_every_note_as_its_owners(client: FlaskClient, store: Store) -> None:
    issued = store.tokens.create("emr", TokenRole.SCRIBE, CONSOLE, stores=True, allows_training=True)
    answer = client.post("/v1/suggestions", json={"note": {"text": NOTE}}, headers=bearer(issued.secret))
    assert answer.json
    facts = store.notes.facts(answer.json["id"])
    assert (facts.owner, facts.allows_training) == ("emr", True)
    assert [entry.token_id for entry in store.audit.entries(note_id=facts.note_id)] == [issued.token.id]


def test_a_note_that_is_sent_again_is_a_revision_that_says_what_changed(client: FlaskClient) -> None:
    first = post(client, reference="visit-1")
    assert first["revision"] == {
        "note_id": first["revision"]["note_id"],
        "number": 1,
        "closed": [],
        "opened": [],
        "codes_new": [],
        "codes_gone": [],
    }
    second = post(client, f"{NOTE} An MRI was done.", "visit-1")["revision"]
    assert (second["note_id"], second["number"]) == (first["revision"]["note_id"], 2)
    assert second["closed"] == [{"code": "M54.12", "requirement": "imaging"}]
    third = post(client, reference="visit-1")["revision"]
    assert (third["closed"], third["opened"]) == ([], second["closed"])
    fourth = post(client, "Nothing to code.", "visit-1")["revision"]
    assert (fourth["opened"], fourth["codes_gone"]) == ([], ["M54.12"])
    assert post(client, reference="visit-2")["revision"]["number"] == 1


def test_the_same_reference_of_another_owner_is_another_note(client: FlaskClient, store: Store) -> None:
    numbers = []
    for name in ("one", "two"):
        headers = bearer(store.tokens.create(name, TokenRole.SCRIBE, CONSOLE).secret)
        body = {"note": {"text": NOTE, "id": "visit-1"}, "store": True}
        answer = client.post("/v1/suggestions", json=body, headers=headers).json
        assert answer
        numbers.append(answer["revision"]["number"])
    assert numbers == [1, 1]


def test_a_stored_answer_opens_as_it_was_given_and_the_reading_is_recorded(
    client: FlaskClient, store: Store
) -> None:
    sent: dict[str, Any] = {
        "encounter": {"date": "2026-03-14", "setting": "inpatient"},
        "claim": {"codes": ["M54.2"], "orders": ["MRI"]},
    }
    given = post(client, reference="visit-1", **sent)
    opened = client.get(f"/v1/suggestions/{given['id']}").json
    assert opened
    assert opened["note"] == {"text": NOTE, "id": "visit-1"}
    assert {name: opened[name] for name in sent} == sent
    assert opened["decisions"] == []
    for name in ("id", "model", "reference", "suggestions", "alerts"):
        assert opened[name] == given[name]
    entries = store.audit.entries(note_id=given["revision"]["note_id"])
    assert [entry.action for entry in entries] == [Action.NOTE_STORED, Action.NOTE_READ]


def test_the_list_goes_page_by_page_newest_first(client: FlaskClient) -> None:
    given = [post(client)["id"] for _ in range(5)]
    found: list[str] = []
    after = ""
    while after is not None:
        page = client.get(f"/v1/suggestions?limit=2{'&after=' + after if after else ''}").json
        assert page and len(page["suggestions"]) <= 2
        found += [row["id"] for row in page["suggestions"]]
        after = page["next"]
    assert found == given[::-1]


def test_the_list_is_filtered_and_opens_no_note(client: FlaskClient, store: Store) -> None:
    coded, empty = post(client)["id"], post(client, "Nothing to code.")["id"]
    decide(client, coded, decision="accept", code="M54.12")
    for query, ids in {
        "state=done": [coded],
        "state=waiting": [empty],
        "code=none": [empty],
        "code=M54.12&disposition=assign": [coded],
        "has_gaps=true": [coded],
        "has_gaps=false": [empty],
        "reviewer=developer": [coded],
        "date_from=2026-01-01": [empty, coded],
        "date_to=2026-01-01": [],
    }.items():
        page = client.get(f"/v1/suggestions?{query}").json
        assert page and [row["id"] for row in page["suggestions"]] == ids, query
    assert Action.NOTE_READ not in {entry.action for entry in store.audit.entries()}


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "/limit"),
        ("limit=101", "/limit"),
        ("limit=ten", "/limit"),
        ("after=x", "/after"),
        ("state=new", "/state"),
        ("code=M99.9", "/code"),
        ("has_gaps=1", "/has_gaps"),
        ("date_from=yesterday", "/date_from"),
        ("colour=red", "/colour"),
        ("state=done&state=waiting", "/state"),
        ("Patient+Doe=1", ""),
        ("Patient+Doe=1&Patient+Doe=2", ""),
    ],
)
def test_a_wrong_query_is_named_by_its_parameter(client: FlaskClient, query: str, pointer: str) -> None:
    answer = client.get(f"/v1/suggestions?{query}")
    assert answer.status_code == 422
    assert answer.json and [error["pointer"] for error in answer.json["errors"]] == [pointer]
    assert "Doe" not in answer.text


def test_a_decision_is_made_shown_exported_and_recorded(client: FlaskClient, store: Store) -> None:
    id = post(client)["id"]
    decisions: list[dict[str, Any]] = [
        {"decision": "accept", "code": "m5412", "comment": "As the note says."},
        {"decision": "reject", "code": "M54.12", "reason": "The note says no such thing."},
        {"decision": "correct", "code": "M54.12", "corrected_code": "M54.13"},
        {"decision": "correct", "code": "M54.12", "corrected_code": None},
    ]
    for decision in decisions:
        answer = decide(client, id, **decision)
        assert answer.status_code == 201
        assert answer.json and answer.json["decided_by"] == "developer"
    shown = client.get(f"/v1/suggestions/{id}").json
    assert shown and [one["decision"] for one in shown["decisions"]] == [d["decision"] for d in decisions]
    exported = lines(client.get("/v1/decisions"))
    assert [line["stands"] for line in exported] == [False, False, False, True]
    assert exported[0]["comment"] == "As the note says." and exported[1]["overrides"]
    assert all("note" not in line for line in exported)
    decided = [entry for entry in store.audit.entries() if entry.action is Action.DECIDED]
    assert [entry.subject for entry in decided] == [line["id"] for line in exported]
    assert store.audit.verify().breaks == ()


@pytest.mark.parametrize(
    ("decision", "pointer"),
    [
        ({"decision": "accept"}, "/code"),
        ({"decision": "accept", "code": "M54.17"}, "/code"),
        ({"decision": "accept", "code": "G54.2"}, "/code"),
        ({"decision": "accept", "code": None}, "/code"),
        ({"decision": "accept", "code": "M54.12", "reason": "so"}, "/reason"),
        ({"decision": "reject", "code": "M54.12"}, "/reason"),
        ({"decision": "reject", "code": "M54.12", "reason": " "}, "/reason"),
        ({"decision": "reject", "code": "M54.12", "reason": "x" * 2001}, "/reason"),
        ({"decision": "correct", "code": "M54.12"}, "/corrected_code"),
        ({"decision": "correct", "code": "M54.12", "corrected_code": "M54.12"}, "/corrected_code"),
        ({"decision": "undo", "code": "M54.12"}, "/decision"),
        ({"code": "M54.12"}, "/decision"),
        ({"decision": "accept", "code": "M54.12", "colour": 1}, "/colour"),
    ],
    ids=str,
)
def test_a_decision_that_does_not_fit_is_named_by_its_field(
    client: FlaskClient, decision: dict[str, Any], pointer: str
) -> None:
    id = post(client)["id"]
    answer = decide(client, id, **decision)
    assert answer.status_code == 422
    assert answer.json and [error["pointer"] for error in answer.json["errors"]] == [pointer]
    assert lines(client.get("/v1/decisions")) == []


def test_nothing_suggested_can_be_right_or_wrong(client: FlaskClient) -> None:
    ids = [post(client, "Nothing to code.")["id"] for _ in range(2)]
    assert decide(client, ids[0], decision="accept", code=None).status_code == 201
    assert decide(client, ids[1], decision="correct", code=None, corrected_code="M46.02").status_code == 201


def test_an_export_gives_notes_only_of_owners_who_allow_it(client: FlaskClient, store: Store) -> None:
    secrets = {
        allows: store.tokens.create(f"allows {allows}", TokenRole.SCRIBE, CONSOLE, allows_training=allows)
        for allows in (True, False)
    }
    reviewer = bearer(store.tokens.create("ana", TokenRole.REVIEWER, CONSOLE).secret)
    maintainer = bearer(store.tokens.create("max", TokenRole.MAINTAINER, CONSOLE).secret)
    for issued in secrets.values():
        body = {"note": {"text": NOTE}, "store": True}
        posted = client.post("/v1/suggestions", json=body, headers=bearer(issued.secret)).json
        assert posted
        path = f"/v1/suggestions/{posted['id']}/decisions"
        client.post(path, json={"decision": "accept", "code": "M54.12"}, headers=reviewer)
    exported = lines(client.get("/v1/decisions?notes=true", headers=maintainer))
    assert {line["owner"]: line.get("note", {}).get("text") for line in exported} == {
        "allows True": NOTE,
        "allows False": None,
    }
    assert [entry.actor for entry in store.audit.entries() if entry.action is Action.NOTE_EXPORTED] == ["max"]
    assert lines(client.get("/v1/decisions?since=2999-01-01T00:00:00Z", headers=maintainer)) == []
    assert client.get("/v1/decisions?since=2026-01-01T00:00:00", headers=maintainer).status_code == 422


def test_an_erased_note_is_gone_and_its_decisions_keep_no_words(client: FlaskClient) -> None:
    given = post(client, reference="visit-1")
    decide(client, given["id"], decision="reject", code="M54.12", reason="Mr. Doe never had it.")
    path = f"/v1/notes/{given['revision']['note_id']}"
    erased = client.delete(path)
    assert erased.status_code == 200
    assert erased.json and (erased.json["notes"], erased.json["revisions"]) == (1, 1)
    for gone in (client.delete(path), client.get(f"/v1/suggestions/{given['id']}")):
        assert gone.status_code == 404
    (line,) = lines(client.get("/v1/decisions"))
    assert (line["owner"], line["reason"], line["code"]) == (None, None, "M54.12")


def test_a_scribe_erases_its_own_notes_and_no_others(client: FlaskClient, store: Store) -> None:
    headers = {
        name: bearer(store.tokens.create(name, TokenRole.SCRIBE, CONSOLE).secret) for name in ("one", "two")
    }
    body = {"note": {"text": NOTE}, "store": True}
    given = client.post("/v1/suggestions", json=body, headers=headers["one"]).json
    assert given
    path = f"/v1/notes/{given['revision']['note_id']}"
    assert client.delete(path, headers=headers["two"]).status_code == 404
    assert client.delete(path, headers=headers["one"]).status_code == 200


@pytest.mark.parametrize("id", ["x", "0199c9f2-0000-7000-8000-000000000001", "0199c9f2" * 50])
def test_what_was_never_stored_is_not_found(client: FlaskClient, id: str) -> None:
    assert client.get(f"/v1/suggestions/{id}").status_code == 404
    assert decide(client, id, decision="accept", code="M54.12").status_code == 404
    assert client.delete(f"/v1/notes/{id}").status_code == 404
