"""Sentences end at stops, semicolons, list items and blank lines, not at abbreviations or wrapped lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reading.sections import find_sections
from service.reading.sentences import find_sentences, sentence_at


def sentences(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_sentences(text, find_sections(text))]


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("Arm pain. Neck stiff.", ["Arm pain.", "Neck stiff."]),
        ("Arm pain? None! Fine.", ["Arm pain?", "None!", "Fine."]),
        ("Arm pain; neck stiff", ["Arm pain;", "neck stiff"]),
        ("- Arm pain\n- Neck stiff", ["- Arm pain", "- Neck stiff"]),
        ("1. Arm pain\n2. Neck stiff", ["1. Arm pain", "2. Neck stiff"]),
        ("1) Arm pain\n2) Neck stiff", ["1) Arm pain", "2) Neck stiff"]),
        ("Arm pain\n\nneck stiff", ["Arm pain", "neck stiff"]),
        ("Arm pain\nNeck stiff", ["Arm pain", "Neck stiff"]),
        ("Arm pain | Neck stiff", ["Arm pain |", "Neck stiff"]),
        ('He said "it burns." Then left.', ['He said "it burns."', "Then left."]),
    ],
)
def test_a_sentence_ends(text: str, parted: list[str]) -> None:
    assert sentences(text) == parted


@pytest.mark.parametrize(
    "text",
    [
        "Seen by Dr. Kowal today.",
        "Approx. 3 weeks of pain.",
        "Pain 2.5 cm from the midline.",
        "Disc vs. Joint pain.",
        "Worse e.g. When sitting.",
        "Scans in Feb. 2025 were clean.",
    ],
)
def test_an_abbreviation_ends_nothing(text: str) -> None:
    assert sentences(text) == [text]


WRAPPED = (
    "The pain runs from the neck over the shoulder to the hand and is worst\n"
    "when she looks up. There is no fever, no weight loss and no evidence of\n"
    "2 or more weak muscles. She sleeps on her side, which eases the pain and\n"
    "the tingling."
)


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n"])
def test_a_line_that_is_wrapped_at_the_width_of_the_note_goes_on(end: str) -> None:
    assert [" ".join(one.split()) for one in sentences(WRAPPED.replace("\n", end))] == [
        "The pain runs from the neck over the shoulder to the hand and is worst when she looks up.",
        "There is no fever, no weight loss and no evidence of 2 or more weak muscles.",
        "She sleeps on her side, which eases the pain and the tingling.",
    ]


def test_a_short_line_is_ended_by_its_author() -> None:
    text = "Neck pain\nno fever\narm tingling"
    assert sentences(text) == text.split("\n")


@pytest.mark.parametrize(
    "end",
    ["\n", "\r\n"],
)
def test_the_line_ends_of_another_system_change_nothing(end: str) -> None:
    lines = ["HPI:", "Arm pain", "", "Neck stiff", "- Weak", "ASSESSMENT", "Strain"]
    text = end.join(lines)
    found = find_sentences(text, find_sections(text))
    assert [(one.section, text[one.start : one.end].split()) for one in found] == [
        ("history", ["Arm", "pain"]),
        ("history", ["Neck", "stiff"]),
        ("history", ["-", "Weak"]),
        ("assessment", ["Strain"]),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_blank_line_opens_a_paragraph(end: str) -> None:
    text = f"Arm pain. Weak.{end}{end}Neck stiff."
    paragraphs = [one.paragraph for one in find_sentences(text, find_sections(text))]
    assert paragraphs[0] == paragraphs[1] != paragraphs[2]


@pytest.mark.parametrize(
    ("before", "kind"), [("HPI: Stiff neck since the garden was dug over.\n", "plan"), ("", "body")]
)
def test_prose_after_an_assessment_is_the_plan_or_the_letter_that_the_assessment_opens(
    before: str, kind: str
) -> None:
    text = f"{before}Assessment: Neck strain.\n\nWe will start therapy next week."
    assert [one.section for one in find_sentences(text, find_sections(text))][-2:] == ["assessment", kind]


def test_a_list_after_an_assessment_is_still_the_assessment() -> None:
    text = "Assessment:\n1. Neck strain.\n\n2. Gout."
    assert [one.section for one in find_sentences(text, find_sections(text))] == ["assessment"] * 2


def test_a_sentence_is_found_by_its_offset() -> None:
    text = "Arm pain. Neck stiff. Weak."
    found = find_sentences(text, find_sections(text))
    assert [sentence_at(found, text.index(word)) for word in ("pain", "stiff", "Weak")] == [0, 1, 2]
    assert sentence_at(found, 0) == 0 and sentence_at(found, len(text)) == 2


PIECES = st.sampled_from(
    [". ", "\n", "\r\n", "\n\n", "; ", " | ", "- ", "1. ", "Arm", "HPI:", "\U0001f642", "Dr."]
)


@given(st.lists(PIECES | st.text()).map("".join))
def test_sentences_do_not_overlap_and_hold_every_word_that_no_heading_holds(text: str) -> None:
    found = find_sentences(text, sections := find_sections(text))
    place = 0
    for one in found:
        assert place <= one.start < one.end <= len(text)
        assert not text[one.start].isspace() and not text[one.end - 1].isspace()
        place = one.end
    held = {offset for one in found for offset in range(one.start, one.end)}
    words = {o for s in sections for o in range(s.start, s.end) if not text[o].isspace()}
    assert words <= held
