"""A note tried on the page: what the API answers, laid out, and nothing kept."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from service.domain import Claim, Encounter
from service.suggesting import Suggester
from service.web.pages.note_view import view
from tests.effort import lines_run

NOTE = """HPI: Neck pain. No lumbar radiculopathy.
ASSESSMENT: C2 radiculopathy with numbness of the right occipital scalp. MRI ordered."""


def tried(pages: FlaskClient, **given: str) -> str:
    answer = pages.post("/try", data={"text": NOTE, **given})
    assert answer.status_code == 200
    return answer.text


def test_the_note_stands_there_as_it_was_written(pages: FlaskClient) -> None:
    page = tried(pages)
    shown = re.search(r'<div class="note-text"[^>]*>(.*?)</div>', page, re.S)
    assert shown is not None
    assert html.unescape(re.sub(r"<[^>]+>", "", shown[1])) == NOTE


def test_the_view_says_what_the_api_says(pages: FlaskClient, suggester: Suggester) -> None:
    page = html.unescape(tried(pages, codes="M54.2", date="2026-12-24"))
    found = suggester.suggest(NOTE, Encounter.model_validate({"date": "2026-12-24"}), Claim(codes=("M54.2",)))
    assert found.suggestions and found.alerts
    for suggestion in found.suggestions:
        assert suggestion.title in page
        for gap in suggestion.gaps:
            assert gap.tip in page
            assert gap.query in page
    for alert in found.alerts:
        assert alert.message in page


def test_every_quotation_leads_to_its_words(pages: FlaskClient) -> None:
    page = tried(pages)
    led = set(re.findall(r'href="#(at\d+)"', page))
    assert led and led <= set(re.findall(r'id="(at\d+)"', page))
    targets = set(re.findall(r'href="#(s\d[\w-]*)"', page))
    assert targets and targets <= set(re.findall(r'id="(s\d[\w-]*)"', page))


def test_no_id_stands_twice(pages: FlaskClient) -> None:
    ids = re.findall(r'\sid="([^"]+)"', tried(pages, codes="M54.2", date="2026-12-24"))
    assert len(ids) == len(set(ids))


def test_a_denied_diagnosis_is_marked_as_denied(pages: FlaskClient) -> None:
    assert re.search(r'class="aside as-negated[^"]*"[^>]*title="diagnosis, denied[^>]*>', tried(pages))


def test_a_note_that_yields_nothing_says_what_was_considered(pages: FlaskClient) -> None:
    page = html.unescape(tried(pages, text="ASSESSMENT: No radiculopathy. Cervical strain."))
    assert "Nothing to code here" in page
    assert "the note denies it or takes it back" in page
    assert "“Cervical strain”" in page


def test_words_of_a_note_cannot_become_markup(pages: FlaskClient) -> None:
    page = tried(pages, text='ASSESSMENT: C2 radiculopathy <script src="//x"></script> & "quoted"')
    assert '<script src="//x">' not in page


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": "  "}, "Note"),
        ({"text": NOTE, "date": "yesterday"}, "Date of the encounter"),
        ({"text": NOTE, "setting": "home"}, "Setting"),
        ({"text": NOTE, "codes": "neck pain"}, "Codes on the claim"),
        ({"text": "x" * 200_001}, "Note"),
    ],
)
def test_a_form_that_does_not_do_says_which_field_and_keeps_what_was_given(
    pages: FlaskClient, given: dict[str, str], field: str
) -> None:
    answer = pages.post("/try", data=given)
    assert answer.status_code == 422
    assert f"<b>{field}</b>" in answer.text
    assert given["text"].strip() in html.unescape(answer.text)


def test_a_note_of_the_longest_allowed_length_is_read(pages: FlaskClient) -> None:
    text = ("Körper " * 28_571)[:199_000] + " C2 radiculopathy."
    assert "M54.11" in tried(pages, text=text)


def test_the_rows_of_a_card_are_all_six_requirements_the_open_ones_first(suggester: Suggester) -> None:
    found = suggester.suggest(NOTE)
    shown = view(NOTE, found, suggester.editions.for_date(None), suggester.model.operating_point)
    (card,) = shown.cards
    assert len(card.rows) == 6
    kinds = ["gap" if row.gap else "met" if row.met else "not" for row in card.rows]
    assert kinds == sorted(kinds, key=("gap", "met", "not").index)


@pytest.mark.parametrize(
    "phrase",
    ["C6 L4 lumbar T3 ", "C6 radiculopathy at L4. ", "No radiculopathy. Mother had sciatica. ", "a\r\n"],
)
def test_a_view_costs_what_its_note_is_long(suggester: Suggester, phrase: str) -> None:
    def shown(times: int) -> None:
        note = "ASSESSMENT: C5 radiculopathy. " + phrase * times
        view(note, found, suggester.editions.for_date(None), suggester.model.operating_point)

    found = suggester.suggest("ASSESSMENT: C5 radiculopathy.")
    shown(1)
    assert lines_run(lambda: shown(300)) < 2.6 * lines_run(lambda: shown(150))
