"""The queue's page: what waits and what is done, by filters, and every state in which there is nothing."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.web.pages.conftest import CONSOLE, Kept

C6 = "ASSESSMENT: C6 radiculopathy. MRI ordered."
NOTHING = "ASSESSMENT: Cervical strain."


def rows(page: str) -> list[str]:
    return re.findall(r'<a class="row-link" href="/notes/([^"]+)"', page)


def test_an_empty_queue_says_how_a_note_comes_there(kept: Kept) -> None:
    page = kept.client.get("/queue").text
    assert "All done" in page and "&#34;store&#34;: true" in page.replace('"store"', "&#34;store&#34;")


def test_the_newest_stands_first_with_its_code_its_probability_and_its_gaps(kept: Kept) -> None:
    first, second = kept.post(C6), kept.post(NOTHING)
    page = kept.client.get("/queue").text
    assert rows(page) == [second, first]
    facts = kept.store.notes.facts(first)
    assert facts.top_code == "M54.12" and facts.gaps > 1
    assert f"{facts.gaps} gaps" in page
    assert "Nothing to code" in page


def test_a_note_that_is_decided_moves_from_what_waits_to_what_is_done(kept: Kept) -> None:
    stored = kept.post(C6)
    kept.decide(stored, decision="reject", code="M54.12", reason="Not current")
    assert rows(kept.client.get("/queue").text) == []
    done = kept.client.get("/queue?state=done").text
    assert rows(done) == [stored]
    assert "M54.12 rejected" in done and "by developer" in done and "override" in done


def test_what_is_done_shows_whose_note_it_is_and_what_was_decided_and_is_found_by_it(kept: Kept) -> None:
    stored, other = kept.post(C6, id="visit-17"), kept.post(C6, id="visit-18")
    assert "visit-17" in kept.client.get("/queue").text
    assert "visit-17" in kept.client.get(f"/notes/{other}").text.partition('class="note"')[0]
    kept.decide(stored, decision="correct", code="M54.12", corrected_code="M54.13")
    kept.decide(other, decision="accept", code="M54.12")
    found = kept.client.get("/queue?state=done&decided_code=M54.13").text
    assert rows(found) == [stored]
    assert "visit-17" in found and "M54.12 corrected to M54.13" in found
    assert rows(kept.client.get("/queue?state=all&overridden=false").text) == [other]
    assert '<span class="code">M54.12</span> <b>Corrected' in kept.client.get(f"/notes/{stored}").text


def test_the_gaps_of_all_that_ask_are_counted_but_for_those_that_are_none(kept: Kept) -> None:
    stored = kept.post("ASSESSMENT: C6 radiculopathy. Also L4 radiculopathy.")
    suggestions = kept.store.notes.read(stored, CONSOLE).answer.suggestions
    gaps = sum(len(one.gaps) for one in suggestions)
    assert gaps > len(suggestions[0].gaps)
    assert f"{gaps} gaps" in kept.client.get("/queue").text
    kept.decide(stored, decision="gap_wrong", code="M54.12", requirement="imaging")
    assert f"{gaps - 1} gaps" in kept.client.get("/queue").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("code=M54.12", 1),
        ("code=none", 1),
        ("code=M46.09", 0),
        ("disposition=assign", 1),
        ("has_gaps=true", 1),
        ("has_gaps=false", 1),
        ("date_from=2000-01-01&date_to=2000-01-02", 0),
        ("reviewer=nobody", 0),
        ("code=&disposition=&has_gaps=&reviewer=&date_from=&date_to=", 2),
    ],
)
def test_filters_leave_out_what_does_not_fit(kept: Kept, query: str, found: int) -> None:
    kept.post(C6)
    kept.post(NOTHING)
    page = kept.client.get(f"/queue?{query}").text
    assert len(rows(page)) == found
    assert ("No note is like that" in page) == (found == 0)


@pytest.mark.parametrize(("query", "field"), [("date_from=soon", "Posted from"), ("after=x", "Page")])
def test_a_filter_that_cannot_be_read_is_named(kept: Kept, query: str, field: str) -> None:
    answer = kept.client.get(f"/queue?{query}")
    assert answer.status_code == 422
    assert f"<b>{field}</b>" in answer.text


def test_a_page_holds_fifty_and_leads_to_the_older_ones(kept: Kept) -> None:
    stored = [kept.post(NOTHING) for _ in range(52)]
    first = kept.client.get("/queue?code=none").text
    assert rows(first) == stored[:1:-1]
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older is not None
    second = kept.client.get(older[1].replace("&amp;", "&")).text
    assert rows(second) == stored[1::-1]
    assert 'rel="next"' not in second


def test_no_word_of_a_note_stands_in_the_queue(kept: Kept) -> None:
    kept.post("ASSESSMENT: Zanzibar C6 radiculopathy.")
    assert "Zanzibar" not in kept.client.get("/queue").text


def test_a_maintainer_who_signs_in_is_led_to_what_is_theirs(as_maintainer: FlaskClient) -> None:
    assert as_maintainer.get("/").location == "/try"
    assert as_maintainer.get("/queue").status_code == 403
    assert 'href="/queue"' not in as_maintainer.get("/model").text
