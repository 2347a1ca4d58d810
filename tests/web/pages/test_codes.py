"""The codes' pages: everything that the reference holds on a code, each rule with its source."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from service.domain import CODES
from service.suggesting import Suggester
from service.web.pages.codes import disagreements


def text_of(page: str) -> str:
    """Return the words of a page as a reader sees them, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_list_leads_to_every_code(pages: FlaskClient) -> None:
    page = pages.get("/codes").text
    assert re.findall(r'href="/codes/([^"]+)"', page) == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_code_shows_all_that_the_reference_holds(
    pages: FlaskClient, suggester: Suggester, code: str
) -> None:
    entry = suggester.editions.for_date(None).code(code)
    shown = text_of(pages.get(f"/codes/{code}").text)
    said = [
        *(tip.text for tip in entry.tips.values()),
        *(pitfall.text for pitfall in entry.pitfalls),
        *(context.text for context in entry.context),
        *(question.answer for question in entry.questions),
        *(note.text for note in (*entry.excludes.names, *entry.excludes.named_by)),
        *(sibling.title for sibling in entry.siblings),
        *(source.title for source in entry.sources.values()),
    ]
    assert [text for text in said if " ".join(text.split()) not in shown] == []


@pytest.mark.parametrize("code", ["M54.11", "M54.16", "M46.01"])
def test_every_source_that_a_rule_names_stands_on_the_page(pages: FlaskClient, code: str) -> None:
    page = pages.get(f"/codes/{code}").text
    named = set(re.findall(r'#(source-\w+)"', page))
    assert named and named <= set(re.findall(r'id="(source-\w+)"', page))


@pytest.mark.parametrize(
    ("code", "points"),
    [
        (
            "M54.11",
            {"occipital_neuralgia_code", "disc_herniation_additional_code", "inflammatory_arthropathy_first"},
        ),
        ("M54.16", {"disc_herniation_additional_code", "inflammatory_arthropathy_first"}),
        ("M46.05", {"ankylosing_spondylitis_code"}),
    ],
)
def test_a_disagreement_stands_on_the_pages_of_the_codes_that_it_concerns(
    suggester: Suggester, code: str, points: set[str]
) -> None:
    assert {point.id for point in disagreements(suggester.editions.for_date(None), code)} == points


def test_a_code_written_otherwise_is_sent_to_its_page(pages: FlaskClient) -> None:
    answer = pages.get("/codes/m5411")
    assert (answer.status_code, answer.location) == (301, "/codes/M54.11")


def test_what_is_no_code_is_a_page_for_a_browser_and_a_problem_for_a_program(pages: FlaskClient) -> None:
    page = pages.get("/codes/M99.01")
    assert page.status_code == 404
    assert page.mimetype == "text/html"
    assert "Nothing is here" in page.text
    program = pages.get("/codes/M99.01", headers={"Accept": "*/*"})
    assert (program.status_code, program.mimetype) == (404, "application/problem+json")
