"""POST /v1/suggestions, as a caller meets it."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from tests.web.conftest import MOST_CHARACTERS, LiveServer
from tests.web.fake import WORD

NOTE = {"note": {"text": f"ASSESSMENT: cervical {WORD}."}}


def test_a_note_alone_is_answered(server: LiveServer) -> None:
    answer = server.post(NOTE)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json
    assert UUID(body["id"]).version == 7
    assert body["model"] == "0.0.fake"
    assert body["reference"] == {"edition": "2026.1", "code_set": "ICD-10-CM FY2026 (April 2026)"}
    assert [suggestion["code"] for suggestion in body["suggestions"]] == ["M54.12"]
    assert body["alerts"] == []


def test_encounter_claim_and_options_reach_the_suggester(server: LiveServer) -> None:
    """Claim codes arrive as the tabular list writes them, whatever their case, dot and spaces."""
    answer = server.post(
        {
            **NOTE,
            "encounter": {"date": "2026-03-14", "setting": "inpatient"},
            "claim": {"codes": ["m5412 ", "S13.4XXA", "U07.1", "c4a"], "orders": ["MRI"]},
            "options": {"limit": 5},
            "store": False,
        }
    )
    assert answer.status == 200
    assert answer.json["suggestions"][0]["title"] == "inpatient 2026-03-14 5 M54.12 S13.4XXA U07.1 C4A"


@pytest.mark.parametrize("before", ["😀👩🏽‍⚕️ ", "יש לו כאב עצבי ‏", "é e\u0301 ", "\t\r\n\x0b\x0c", "𝔐 "])
def test_offsets_count_code_points_of_the_text_as_sent(server: LiveServer, before: str) -> None:
    text = before + WORD
    for body in (
        json.dumps({"note": {"text": text}}),
        json.dumps({"note": {"text": text}}, ensure_ascii=False),
    ):
        evidence = server.post(body.encode()).json["suggestions"][0]["evidence"][0]
        assert text[evidence["start"] : evidence["end"]] == WORD == evidence["text"]
        assert evidence["start"] == len(before)


def test_the_longest_note_allowed_is_answered_however_it_is_escaped(server: LiveServer) -> None:
    assert server.post({"note": {"text": "😀" * MOST_CHARACTERS}}).status == 200


FAULTS = [
    ("empty text", {"note": {"text": ""}}, "/note/text"),
    ("blank text", {"note": {"text": " \n\t\u00a0"}}, "/note/text"),
    ("text over the limit", {"note": {"text": "a" * (MOST_CHARACTERS + 1)}}, "/note/text"),
    ("NUL", {"note": {"text": "a\x00b"}}, "/note/text"),
    ("escape character", {"note": {"text": "a\x1b[31m"}}, "/note/text"),
    ("no note", {}, "/note"),
    ("no text", {"note": {}}, "/note/text"),
    ("null text", {"note": {"text": None}}, "/note/text"),
    ("text of a wrong type", {"note": {"text": 7}}, "/note/text"),
    ("note of a wrong type", {"note": "text"}, "/note"),
    ("list for a request", [], ""),
    ("string for a request", "text", ""),
    ("null for a request", None, ""),
    ("unknown field", {**NOTE, "colour": 1}, "/colour"),
    ("unknown field inside", {"note": {"text": "a", "txt": "b"}}, "/note/txt"),
    ("id of a wrong type", {"note": {"text": "a", "id": 5}}, "/note/id"),
    ("date that is none", {**NOTE, "encounter": {"date": "2026-02-30"}}, "/encounter/date"),
    ("date with a time", {**NOTE, "encounter": {"date": "2026-02-03T00:00:00"}}, "/encounter/date"),
    ("date as a number", {**NOTE, "encounter": {"date": 20260203}}, "/encounter/date"),
    ("unknown setting", {**NOTE, "encounter": {"setting": "hospital"}}, "/encounter/setting"),
    ("code of no form", {**NOTE, "claim": {"codes": ["M54.12", "54.12"]}}, "/claim/codes/1"),
    ("code with a dash", {**NOTE, "claim": {"codes": ["M54.1-"]}}, "/claim/codes/0"),
    ("empty code", {**NOTE, "claim": {"codes": [""]}}, "/claim/codes/0"),
    ("codes of a wrong type", {**NOTE, "claim": {"codes": "M54.12"}}, "/claim/codes"),
    ("too many codes", {**NOTE, "claim": {"codes": ["M54.12"] * 101}}, "/claim/codes"),
    ("order of a wrong type", {**NOTE, "claim": {"orders": [1]}}, "/claim/orders/0"),
    ("limit of none", {**NOTE, "options": {"limit": 0}}, "/options/limit"),
    ("limit over the codes", {**NOTE, "options": {"limit": 20}}, "/options/limit"),
    ("limit as a string", {**NOTE, "options": {"limit": "5"}}, "/options/limit"),
    ("limit as a truth", {**NOTE, "options": {"limit": True}}, "/options/limit"),
    ("store as a string", {**NOTE, "store": "no"}, "/store"),
]


@pytest.mark.parametrize(
    ("body", "pointer"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_a_fault_is_named_by_its_place(server: LiveServer, body: object, pointer: str) -> None:
    answer = server.post(body)
    assert answer.status == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json
    assert problem["status"] == 422 and problem["title"] and problem["detail"] and problem["type"]
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert problem["errors"][0]["detail"]


def test_all_faults_are_named_at_once(server: LiveServer) -> None:
    answer = server.post({"note": {"text": ""}, "options": {"limit": 99}, "store": 1})
    assert [error["pointer"] for error in answer.json["errors"]] == ["/note/text", "/options/limit", "/store"]


NOT_JSON = {
    "empty": b"",
    "words": b"cervical radiculopathy",
    "cut off": b'{"note": {"text": "a"',
    "two documents": b'{"note": {"text": "a"}} {}',
    "not UTF-8": b'{"note": {"text": "caf\xe9"}}',
    "UTF-16": json.dumps(NOTE).encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + json.dumps(NOTE).encode(),
    "lone surrogate": b'{"note": {"text": "\\ud800 radiculopathy"}}',
    "lone trailing surrogate": b'{"note": {"text": "\\udc00"}}',
    "raw line break in a string": b'{"note": {"text": "a\nb"}}',
    "deep lists": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"note":' * 30_000 + b"1" + b"}" * 30_000,
    "NaN": b'{"note": {"text": "a"}, "options": {"limit": NaN}}',
    "infinity": b'{"note": {"text": "a"}, "options": {"limit": -Infinity}}',
    "immense number": b'{"note": {"text": "a"}, "options": {"limit": ' + b"9" * 5_000 + b"}}",
    "same field twice": b'{"note": {"text": "a", "text": "b"}}',
}


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON.keys())
def test_what_is_not_one_plain_json_document_is_refused(server: LiveServer, body: bytes) -> None:
    answer = server.post(body)
    assert answer.status == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["type"].endswith("not-json")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "", "application/xml", "application/json; charset=latin-1"]
)
def test_another_content_type_is_refused(server: LiveServer, content_type: str) -> None:
    assert server.post(NOTE, content_type).status == 415


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_may_name_its_charset(server: LiveServer, content_type: str) -> None:
    assert server.post(NOTE, content_type).status == 200


@pytest.mark.parametrize("size", [600_000, 20_000_000])
def test_a_body_over_the_limit_is_refused_and_the_caller_reads_so(server: LiveServer, size: int) -> None:
    answer = server.post(b" " * size)
    assert answer.status == 413
    assert answer.json["status"] == 413


def test_a_chunked_body_over_the_limit_is_refused(server: LiveServer) -> None:
    chunk = b"%x\r\n%s\r\n" % (100_000, b" " * 100_000)
    head = b"POST /v1/suggestions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    assert server.send_raw(
        head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 10 + b"0\r\n\r\n"
    ).startswith(b"HTTP/1.1 413 ")
