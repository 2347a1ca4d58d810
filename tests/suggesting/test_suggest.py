"""`suggest` as its callers see it: pure, exact in its evidence, ordered, limited."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.classifier.artifact import Model
from service.domain import REQUIREMENTS, Claim, Encounter, Setting, Status, family_of
from service.reference.catalogue import Editions
from service.suggesting import Suggester, suggest
from tests.suggesting.conftest import Answer, Ask, BelievingModel, ask_suggest

FULL = """
    HPI: 52-year-old with three months of left neck pain to the thumb. Physical therapy did not help.
    Exam: Spurling positive on the left. Biceps reflex reduced.
    Imaging: MRI cervical spine: left C5-C6 foraminal stenosis and a small disc bulge.
    EMG of the left arm: chronic C6 denervation.
    Assessment:
    1. Left C6 radiculopathy due to rheumatoid arthritis.
    2. Enthesopathy of the interspinous ligament at L4-L5.
    3. Possible S1 radiculopathy.
    Plan: Epidural injection.
"""
CODES = ("M54.10", "M54.2", "M50.122")

# The cells of the domain's table that are not empty.
CAN_HAVE = {
    "region": {"met", "missing"},
    "distribution": {"met", "partial", "missing"},
    "imaging": {"met", "partial", "missing"},
    "electrodiagnostics": {"met", "partial", "not_applicable"},
    "structure": {"met", "partial", "missing"},
    "clinical_basis": {"met", "partial", "missing"},
    "conservative_treatment": {"met", "partial", "missing"},
    "underlying_condition": {"met", "partial", "not_applicable"},
}


class WordModel(BelievingModel):
    """Gives a candidate a probability by the names of its features."""

    def __init__(self, weigh: Callable[[list[str]], float]) -> None:
        super().__init__()
        self._weigh = weigh

    def probability(self, features: Iterable[str]) -> float:
        return self._weigh(list(features))


def weighed(text: str, weigh: Callable[[list[str]], float], limit: int = 19) -> list[tuple[str, float]]:
    model = cast("Model", WordModel(weigh))
    given = suggest(text, Encounter(), Claim(), model, Editions.load(), limit)
    assert [one.rank for one in given.suggestions] == list(range(1, len(given.suggestions) + 1))
    return [(one.code, one.probability) for one in given.suggestions]


def test_the_same_note_gives_the_same_answer(ask: Ask) -> None:
    assert ask(FULL, codes=CODES).given == ask(FULL, codes=CODES).given


def test_what_was_asked_before_changes_nothing(ask: Ask) -> None:
    first = ask(FULL, codes=CODES).given
    ask("Assessment: No radiculopathy.", codes=["M54.16"], setting="inpatient", date="2020-01-01")
    assert ask(FULL, codes=CODES).given == first


def test_no_argument_is_changed() -> None:
    encounter = Encounter(date=datetime.date(2026, 3, 10), setting=Setting.INPATIENT)
    claim = Claim(codes=("m5410 ", "M54.2"), orders=("MRI neck",))
    before = encounter.model_copy(deep=True), claim.model_copy(deep=True)
    model = cast("Model", BelievingModel())
    suggest(FULL, encounter, claim, model, Editions.load())
    assert (encounter, claim) == before


def test_a_suggester_asks_the_same_question(ask: Ask) -> None:
    """Without an encounter it is an outpatient's of no date; without a claim there is none."""
    held = Suggester(cast("Model", BelievingModel()), Editions.load())
    assert held.suggest(ask(FULL).text) == ask(FULL, date=None).given


def test_the_answer_says_which_model_and_which_edition_gave_it(ask: Ask) -> None:
    given = ask(FULL).given
    assert given.model == "test"
    assert given.reference == Editions.load().for_date(datetime.date(2026, 3, 10)).edition


DRESSES: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "line ends of two characters": lambda text: text.replace("\n", "\r\n"),
    "emoji": lambda text: "\U0001f9d1\u200d\u2695\ufe0f " + text.replace("\n", " \U0001f642\n"),
    "combining marks": lambda text: "re\u0301sume\u0301\n" + text,
    "right to left": lambda text: "\u05e9\u05dc\u05d5\u05dd \u202btext\u202c\n" + text,
    "tabs and blanks": lambda text: "\t  \n" + text.replace("\n", "\n\t  ") + "  \n\n",
    "non-breaking blanks": lambda text: text.replace(": ", ":\u00a0"),
}


@pytest.mark.parametrize("dress", DRESSES.values(), ids=DRESSES.keys())
def test_every_piece_of_evidence_is_exactly_the_words_at_its_offsets(dress: Callable[[str], str]) -> None:
    text = dress(ask_suggest(FULL).text)
    model = cast("Model", BelievingModel())
    given = suggest(text, Encounter(), Claim(codes=CODES), model, Editions.load())
    pieces = Answer(text, given).evidence()
    assert pieces
    for piece in pieces:
        assert 0 <= piece.start < piece.end <= len(text)
        assert text[piece.start : piece.end] == piece.text
        assert piece.text == piece.text.strip()


WORDS = (
    "C6 radiculopathy|Assessment:|possible|no|due to|disc herniation|\n|\r\n|.|MRI|shows|L4-L5|\t|;"
    "|enthesopathy|nuchal ligament|\U0001f642|\u05d0|Plan:|Spurling positive|thumb|History of"
    "|pain radiating to"
).split("|")


@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_words_in_any_order_give_a_sound_answer(text: str) -> None:
    model = cast("Model", BelievingModel())
    answer = suggest(text, Encounter(), Claim(codes=("M54.12",)), model, Editions.load())
    for suggestion in answer.suggestions:
        assert suggestion.evidence
        assert all(text[piece.start : piece.end] == piece.text for piece in suggestion.evidence)
        told = [met.requirement for met in suggestion.met] + [gap.requirement for gap in suggestion.gaps]
        assert len(told) == len(set(told)) and set(told) <= set(REQUIREMENTS[family_of(suggestion.code)])
    assert len({one.code for one in answer.suggestions}) == len(answer.suggestions)


def test_the_evidence_stands_in_order_and_each_piece_once(ask: Ask) -> None:
    for suggestion in ask(FULL).given.suggestions:
        spans = [(piece.start, piece.end) for piece in suggestion.evidence]
        assert spans == sorted(spans) and len(set(suggestion.evidence)) == len(suggestion.evidence)


def test_no_requirement_has_a_status_that_the_table_leaves_empty(ask: Ask) -> None:
    answer = ask(FULL)
    assert set(answer.suggestions) == {"M54.12", "M54.17", "M46.06"}
    for suggestion in answer.given.suggestions:
        for requirement, status in answer.statuses(suggestion.code).items():
            assert status in CAN_HAVE[requirement]
        assert all(gap.status in (Status.PARTIAL, Status.MISSING) for gap in suggestion.gaps)


@pytest.mark.parametrize("limit", [1, 2, 3, 19])
def test_at_most_as_many_suggestions_as_asked_for(ask: Ask, limit: int) -> None:
    every = ask(FULL).given
    assert ask(FULL, limit=limit).given.suggestions == every.suggestions[:limit]


def test_the_limit_changes_no_alert(ask: Ask) -> None:
    assert ask(FULL, codes=CODES, limit=1).given.alerts == ask(FULL, codes=CODES).given.alerts


def test_a_wrapped_line_is_read_with_the_line_before(ask: Ask) -> None:
    answer = ask("""
        Exam: Rotation restricted at the neck, lumbar flexion free.
        Assessment: 1. Left C6 radiculopathy, three months. 2. Enthesopathy of the interspinous
        ligament at L4-L5.
    """)
    assert set(answer.suggestions) == {"M54.12", "M46.06"}


TWO = "Assessment: C6 radiculopathy. Lumbar spinal enthesopathy."


def test_suggestions_are_in_the_order_of_their_probability() -> None:
    def prefers_enthesopathy(features: list[str]) -> float:
        return 0.8 if any("enthesopathy" in name for name in features) else 0.6

    def prefers_radiculopathy(features: list[str]) -> float:
        return 0.3 if any("enthesopathy" in name for name in features) else 0.6

    assert weighed(TWO, prefers_enthesopathy) == [("M46.06", 0.8), ("M54.12", 0.6)]
    assert weighed(TWO, prefers_radiculopathy) == [("M54.12", 0.6), ("M46.06", 0.3)]
    assert weighed(TWO, prefers_enthesopathy, limit=1) == [("M46.06", 0.8)]


def test_equal_probabilities_are_in_the_order_of_the_codes() -> None:
    assert [code for code, _ in weighed(TWO, lambda _: 0.6)] == ["M46.06", "M54.12"]


def test_a_code_of_no_real_probability_is_left_out() -> None:
    assert weighed(TWO, lambda _: 0.001) == []


@pytest.mark.parametrize(
    ("probability", "recommended"), [(0.9, True), (0.51, True), (0.49, False), (0.1, False)]
)
def test_recommended_is_an_assigned_code_over_the_operating_point(
    ask: Ask, probability: float, recommended: bool
) -> None:
    answer = ask("Assessment: C6 radiculopathy.", probability=probability)
    assert answer.suggestions["M54.12"].recommended is recommended


@pytest.mark.parametrize(
    "note",
    ["Assessment: Possible C6 radiculopathy.", "Assessment: C6 radiculopathy due to C5-C6 disc herniation."],
    ids=["query", "exclude"],
)
def test_only_an_assigned_code_is_recommended(ask: Ask, note: str) -> None:
    assert not ask(note, probability=0.99).suggestions["M54.12"].recommended
