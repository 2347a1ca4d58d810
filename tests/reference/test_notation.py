"""Codes, categories and ranges as the tabular list writes them."""

from __future__ import annotations

import pytest

from service.reference.notation import CodeRange, codes_of_note, normalise_code


@pytest.mark.parametrize(
    ("text", "code"),
    [("m5412 ", "M54.12"), ("M54.12", "M54.12"), ("m 79.2", "M79.2"), ("R52", "R52"), ("m501-", "M50.1-")],
)
def test_a_code_is_written_with_its_dot_and_in_capitals(text: str, code: str) -> None:
    assert normalise_code(text) == code


@pytest.mark.parametrize(
    ("run", "inside", "outside"),
    [
        ("M50.1-", "M50.122", "M50.2"),
        ("M54.3-M54.4", "M54.41", "M54.5"),
        ("G56-G58", "G57.01", "G59"),
        ("M50.-", "M50.1-", "M51.1-"),
        ("M54.16", "M54.16", "M54.1-"),
    ],
)
def test_a_range_holds_what_lies_below_it_and_no_more(run: str, inside: str, outside: str) -> None:
    assert CodeRange.of(run).holds(inside)
    assert not CodeRange.of(run).holds(outside)


def test_a_note_names_what_stands_in_its_parentheses() -> None:
    note = "nerve root compression (due to) in disc disorders (M50.1.-, M51.1.-)"
    assert codes_of_note(note) == ("M50.1.-", "M51.1.-")
