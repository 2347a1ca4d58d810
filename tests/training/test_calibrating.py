"""Calibration never turns an order round, and the operating point keeps its promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.classifier.calibration import Calibration
from service.domain import Disposition, Reason
from service.training.calibrating import calibrate, isotonic, operating_point, platt, probabilities, recommend
from service.training.figures import Answer, Case, figures
from service.training.labels import Label

RANDOM = np.random.default_rng(7)
SCORES = RANDOM.normal(size=600) * 3
TRUTH = RANDOM.random(600) < 1 / (1 + np.exp(-(0.5 * SCORES + 1)))
FOLDS = np.arange(600) % 5


@pytest.mark.parametrize("make", [platt, isotonic])
@given(scores=st.lists(st.floats(-50, 50), min_size=2, max_size=8).map(sorted))
def test_a_higher_score_never_means_a_lower_probability(make: object, scores: list[float]) -> None:
    calibration = MADE[make]
    chances = [calibration.probability(score) for score in scores]
    assert chances == sorted(chances)
    assert all(0 <= chance <= 1 for chance in chances)


MADE: dict[object, Calibration] = {make: make(SCORES, TRUTH) for make in (platt, isotonic)}


@pytest.mark.parametrize("make", [platt, isotonic])
def test_probabilities_come_true_as_often_as_they_say(make: object) -> None:
    chances = probabilities(MADE[make], SCORES)
    for low, high in ((0, 0.3), (0.3, 0.6), (0.6, 1)):
        within = (low <= chances) & (chances < high)
        assert chances[within].mean() == pytest.approx(TRUTH[within].mean(), abs=0.08)


def test_the_map_that_holds_up_on_other_folds_is_taken() -> None:
    stairs = np.where(SCORES < -1, 0.1, 0.5) + np.where(SCORES > 4, 0.45, 0)
    assert calibrate(SCORES, TRUTH, FOLDS).method == "platt"
    assert calibrate(SCORES, RANDOM.random(600) < stairs, FOLDS).method == "isotonic"


def test_scores_that_mislead_are_worth_the_share_of_the_true() -> None:
    misled = platt(SCORES, ~TRUTH)
    assert misled.probability(-3.0) == misled.probability(3.0) == pytest.approx((~TRUTH).mean())


def cases(right: list[float], false: list[float], quiet: int) -> list[Case]:
    """Notes with one code each, recommended rightly; notes without any; and notes that get no suggestion."""
    label = Label(code="M54.12", disposition=Disposition.ASSIGN, reason=Reason.ESTABLISHED)
    coded = [Case((label,), (Answer("M54.12", chance, False, Disposition.ASSIGN),)) for chance in right]
    empty = [Case((), (Answer("M54.12", chance, False, Disposition.ASSIGN),)) for chance in false]
    return coded + empty + [Case((), ())] * quiet


def test_the_operating_point_allows_three_false_notes_in_a_hundred() -> None:
    given_cases = cases([0.9, 0.8, 0.5, 0.48, 0.46, 0.35], [0.7, 0.6, 0.55, 0.4], quiet=96)
    point = operating_point(given_cases)
    measured = figures(recommend(given_cases, point))
    assert measured.false_note == pytest.approx(0.03)
    assert point == pytest.approx(0.43)  # below 0.46, which it recommends; above 0.4, the fourth false note


def test_a_recommendation_that_costs_more_than_it_brings_is_not_made() -> None:
    given_cases = cases([0.9, 0.2], [0.3, 0.3, 0.3], quiet=97)
    assert operating_point(given_cases) == pytest.approx(0.6)


def test_nothing_is_recommended_where_every_recommendation_is_one_too_many() -> None:
    hopeless = cases([0.5], [0.9], quiet=3)
    assert figures(recommend(hopeless, operating_point(hopeless))).f1 == 0


def test_a_query_is_never_recommended() -> None:
    query = Case((), (Answer("M54.12", 0.99, False, Disposition.QUERY),))
    assert not next(recommend([query], 0.1)).recommended
