"""What the README shows is what the service answers."""

from __future__ import annotations

import json

from tests.readme import ANSWER, README, REQUEST, ask


def test_the_request_of_the_readme_gets_the_answer_that_it_shows() -> None:
    text = README.read_text(encoding="utf-8")
    request, shown = REQUEST.search(text), ANSWER.search(text)
    assert request and shown
    answer = json.loads(shown[0])
    assert {**ask(request[1]), "id": answer["id"]} == answer, "refresh it with: make readme"
    assert answer["suggestions"][0]["gaps"] and answer["alerts"]
