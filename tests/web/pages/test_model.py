"""The live model's page: its figures in words, whether its probabilities hold, what it confuses."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from service.classifier.card import Bin
from service.domain import Family
from service.suggesting import Suggester
from service.web.pages.model import MARGIN, SIZE, confusions, dots, figures


def test_the_page_names_the_model_that_answers(pages: FlaskClient, suggester: Suggester) -> None:
    assert f"<h1>Model {suggester.model.version}</h1>" in pages.get("/model").text


def test_every_figure_is_the_cards(suggester: Suggester) -> None:
    held = suggester.model.card.figures
    shown = {figure.name: figure for figure in figures(held)}
    assert held.test.exact is not None
    assert shown["Exactly right"].value == f"{held.test.exact * 100:.1f} %"
    low, high = held.intervals_test["exact"]
    assert shown["Exactly right"].between == f"{low * 100:.1f} to {high * 100:.1f}"


def test_a_bin_that_is_as_right_as_it_claims_lies_on_the_diagonal() -> None:
    bins = (
        Bin(low=0.5, high=0.6, suggestions=0, mean=None, true=None),
        Bin(low=0.7, high=0.8, suggestions=4, mean=0.75, true=0.75),
        Bin(low=0.9, high=1.0, suggestions=64, mean=1.0, true=0.5),
    )
    even, proud = dots(bins)
    assert (even.x - MARGIN) + (even.y - MARGIN / 2) == SIZE
    assert proud.y - MARGIN / 2 == SIZE / 2
    assert proud.r > even.r


def test_the_confusion_is_laid_out_by_family(suggester: Suggester) -> None:
    card = suggester.model.card
    counted = {"M54.11": {"M54.12": 3}, "M54.12": {"none": 2}, "M46.01": {"M46.01": 5}}
    held = card.figures.model_copy(update={"confusion_test": counted})
    radiculopathy, enthesopathy = confusions(card.model_copy(update={"figures": held}))
    assert radiculopathy.family is Family.RADICULOPATHY
    assert dict(radiculopathy.rows)["M54.11"] == (0, 0, 3, 0, 0, 0, 0, 0, 0, 0)
    assert dict(radiculopathy.rows)["M54.12"][-1] == 2
    assert dict(enthesopathy.rows)["M46.01"][1] == 5
    assert [due for due, _ in radiculopathy.rows][-1] == "none"


def test_nothing_stands_in_the_page_that_the_policy_would_stop(pages: FlaskClient) -> None:
    for path in ("/codes", "/codes/M54.11", "/model", "/api", "/try"):
        answer = pages.get(path)
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert len(answer.headers.getlist("Content-Security-Policy")) == 1
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", answer.text)
