"""Every figure, on five notes small enough to work out by hand."""

from __future__ import annotations

import pytest

from service.domain import AlertName, Disposition, Reason, Requirement, Status
from service.training.figures import Answer, Case, figures, intervals, requirement_figures
from service.training.labels import Label

ASSIGN, QUERY, EXCLUDE = Disposition.ASSIGN, Disposition.QUERY, Disposition.EXCLUDE


def label(code: str, disposition: Disposition = ASSIGN, *instead: str) -> Label:
    reason = {ASSIGN: Reason.ESTABLISHED, QUERY: Reason.UNCERTAIN, EXCLUDE: Reason.DISC}[disposition]
    return Label(code=code, disposition=disposition, reason=reason, instead=instead)


CASES = [
    # Right in everything but one status; one alert of two.
    Case(
        labels=(label("M54.12"),),
        answers=(
            Answer(
                "M54.12",
                0.9,
                True,
                ASSIGN,
                statuses={Requirement.IMAGING: Status.MISSING, Requirement.DISTRIBUTION: Status.MISSING},
            ),
        ),
        statuses={
            "M54.12": {
                Requirement.IMAGING: Status.PARTIAL,
                Requirement.DISTRIBUTION: Status.MET,
                Requirement.REGION: Status.NOT_APPLICABLE,
            }
        },
        alerts=frozenset({AlertName.CODE_FIRST, AlertName.CODE_ALSO}),
        raised=frozenset({AlertName.CODE_ALSO}),
    ),
    # The right code second, and not recommended; the wrong one is.
    Case(
        labels=(label("M46.02"),),
        answers=(Answer("M46.01", 0.8, True, ASSIGN), Answer("M46.02", 0.3, False, ASSIGN)),
    ),
    # One replacement right, of a code that is to be queried nothing found.
    Case(
        labels=(label("M54.16", EXCLUDE, "M51.16"), label("M54.14", QUERY)),
        answers=(Answer("M54.16", 0.7, False, EXCLUDE, frozenset({"M51.16"})),),
    ),
    # Nothing to code: one disturbed, one quiet.
    Case(labels=(), answers=(Answer("M54.12", 0.6, True, ASSIGN),), raised=frozenset({AlertName.CODE_FIRST})),
    Case(labels=(), answers=(Answer("M54.12", 0.3, False, ASSIGN),)),
]

BY_HAND = {
    "notes": 5,
    "exact": 3 / 5,  # the first, the third and the last
    "f1": 2 / (2 + 2 + 1),  # M54.12 right; M46.01 and the second M54.12 false; M46.02 missed
    "macro_f1": (2 / 3 + 0) / 2,  # M54.12 right once and false once; M46.02
    "top1": 2 / 3,
    "top3": 3 / 3,
    "disposition": 3 / 4,
    "instead": 1 / 1,
    "false_note": 1 / 2,
    "quiet": 1 / 2,
    "gap_f1": 2 * 1 / (2 * 1 + 1),  # imaging is a gap and was said to be; distribution is none
    "status": 1 / 3,
    "alert_f1": 2 * 1 / (2 * 1 + 1 + 1),
    # Bins: 0.9 true; 0.8 false; 0.7 true; 0.6 false; 0.3 twice, once true.
    "ece": (0.1 + 0.8 + 0.3 + 0.6 + 0.4) / 6,
}


def test_the_figures_are_those_worked_out_by_hand() -> None:
    assert figures(CASES).model_dump() == pytest.approx(BY_HAND)


def test_what_was_not_there_to_measure_has_no_figure() -> None:
    measured = figures([Case(labels=(), answers=())]).model_dump()
    found = {name for name, value in measured.items() if value is not None}
    assert found == {"notes", "exact", "false_note", "quiet"}


def test_a_requirement_has_its_own_figures() -> None:
    measured = requirement_figures(CASES)
    assert measured[Requirement.IMAGING] == (1, 0)
    assert measured[Requirement.DISTRIBUTION] == (0, 0)  # said to be a gap, and is none
    assert measured[Requirement.STRUCTURE] == (None, None)


def test_an_interval_holds_its_figure_and_is_the_same_for_the_same_seed() -> None:
    drawn = intervals(CASES * 20, seed=3)
    measured = figures(CASES * 20).model_dump()
    assert drawn.keys() == BY_HAND.keys() - {"notes"}
    for name, bounds in drawn.items():
        assert bounds.low - 1e-9 <= measured[name] <= bounds.high + 1e-9, name
    assert drawn == intervals(CASES * 20, seed=3) != intervals(CASES * 20, seed=4)


def test_an_interval_is_that_of_the_binomial_where_the_figure_is_a_share() -> None:
    """60 of 100 exact: the normal approximation gives 0.504 to 0.696."""
    low, high = intervals(CASES * 20)["exact"]
    assert low == pytest.approx(0.504, abs=0.02) and high == pytest.approx(0.696, abs=0.02)


def test_more_notes_narrow_an_interval_and_unmeasured_figures_have_none() -> None:
    few, many = intervals(CASES * 5)["f1"], intervals(CASES * 80)["f1"]
    assert many.high - many.low < (few.high - few.low) / 2
    assert "instead" not in intervals(CASES[-2:]) and intervals([]) == {}
