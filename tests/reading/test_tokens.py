"""Words keep their places and are folded into the one spelling that the lexicon shares."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reading.tokens import DASHES, FOLDED, Grouped, Tokens, blanked, fold, tokenise


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Radiculopathy", "radiculopathy"),
        ("radiculopathies", "radiculopathy"),
        ("roots", "root"),
        ("Spurling's", "spurling"),
        ("Spurling\u2019s", "spurling"),
        ("anaesthesia", "anesthesia"),
        ("oedema", "edema"),
        ("tumour", "tumor"),
        ("localisation", "localization"),
    ],
)
def test_case_plural_possessive_and_british_spelling_are_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize("word", ["pelvis", "thrombus", "weakness", "gas", "four"])
def test_what_only_looks_like_a_plural_is_left_alone(word: str) -> None:
    assert fold(word) == word


@pytest.mark.parametrize("dash", DASHES)
def test_a_dash_inside_a_word_only_parts_its_halves(dash: str) -> None:
    assert [token.norm for token in tokenise(f"mid{dash}back pain")] == ["mid", "back", "pain"]


@pytest.mark.parametrize("dash", DASHES)
def test_a_dash_between_words_is_a_mark_of_its_own(dash: str) -> None:
    assert [token.norm for token in tokenise(f"pain {dash} severe")] == ["pain", dash, "severe"]


def test_a_number_keeps_its_decimals_together() -> None:
    assert [token.norm for token in tokenise("0.5 mg, 1,200 units.")] == [
        "0.5",
        "mg",
        ",",
        "1,200",
        "unit",
        ".",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f642\U0001f642 pain",
        "\u05db\u05d0\u05d1 pain",
        "\u202epain\u202c",
        "pain\r\n\tpain",
        "nai\u0308ve pain",
        "\U0001d400\U0001d401 pain",
    ],
)
def test_offsets_count_code_points(text: str) -> None:
    """Emoji, right-to-left letters, line ends, tabs and combining marks move nothing."""
    assert any(text[token.start : token.end] == "pain" for token in tokenise(text))
    assert all(fold(text[token.start : token.end]) == token.norm for token in tokenise(text))


def test_a_part_of_a_text_is_told_where_it_stands() -> None:
    text = "History: arm pain"
    tokens = Tokens()
    tokens.add_words(text[9:], 9, FOLDED)
    assert [text[token.start : token.end] for token in tokens] == ["arm", "pain"]


def test_tokens_that_lie_across_the_end_of_a_span_are_in_none() -> None:
    text = "arm pain, left"
    tokens = Tokens()
    tokens.add_words(text, 0, FOLDED)
    parts = [[token.norm for token in part] for part in tokens.within([(0, 6), (6, 9), (9, 14)])]
    assert parts == [["arm"], [","], ["left"]]


def test_words_are_parted_at_all_white_space() -> None:
    for space in filter(str.isspace, map(chr, range(sys.maxunicode + 1))):
        text = f"{space}arm{space}{space}pain"
        assert blanked(text) == " arm  pain"
        assert [(token.norm, token.start) for token in tokenise(text)] == [("arm", 1), ("pain", 6)]


def test_the_tokens_of_a_sentence_are_made_when_asked_for_and_once() -> None:
    arm, pain = Tokens(), Tokens()
    arm.add("arm", 0, 3)
    pain.add("pain", 5, 9)
    grouped = Grouped([arm, pain])
    assert grouped[1] == (("pain", 5, 9),) and grouped[1] is grouped[1]
    assert list(grouped) == [grouped[0], grouped[1]] and len(grouped) == 2


@given(st.text())
def test_tokens_stand_in_order_do_not_overlap_and_are_never_empty(text: str) -> None:
    place = 0
    for token in tokenise(text):
        assert place <= token.start < token.end <= len(text)
        assert token.norm
        place = token.end
