"""How far the cue of an assertion reaches, what it does not speak of, and which of several holds."""

from __future__ import annotations

import pytest

from service.domain import Assertion
from service.reading import read

A = Assertion


def asserted(text: str, kind: str = "diagnosis") -> list[Assertion]:
    return [mention.assertion for mention in read(text).all(kind)]


@pytest.mark.parametrize(
    "text",
    [
        "No improvement of the radiculopathy.",
        "No change in her C6 radiculopathy.",
        "The radiculopathy has not improved.",
        "Mother of two with lumbar radiculopathy.",
        "A 3-month history of cervical radiculopathy.",
        "A 54 year old man with L5 radiculopathy.",
        "Not only radiculopathy but weakness.",
        "Came with his wife for lumbar radiculopathy.",
        "Accompanied by her daughter. Cervical radiculopathy.",
        "No surgery for this L5 radiculopathy.",
    ],
)
def test_a_cue_that_speaks_of_something_else_denies_nothing(text: str) -> None:
    assert asserted(text) == [A.PRESENT]


@pytest.mark.parametrize(
    "text",
    [
        "No myelopathy but C6 radiculopathy.",
        "No fracture; C6 radiculopathy.",
        "Denies fever. C6 radiculopathy.",
        "No weakness, however C6 radiculopathy is evident.",
        "Not a plexopathy: C6 radiculopathy is confirmed.",
        "No myelopathy, she has C6 radiculopathy.",
        "Mother healthy. C6 radiculopathy.",
    ],
)
def test_a_cue_ends_with_its_clause(text: str) -> None:
    assert asserted(text) == [A.PRESENT]


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("Mother had no radiculopathy.", A.RELATIVE),
        ("No history of possible radiculopathy.", A.NEGATED),
        ("FAMILY HISTORY: No radiculopathy.", A.RELATIVE),
        ("History of possible radiculopathy.", A.HISTORICAL),
        ("Return if suspected radiculopathy develops.", A.HYPOTHETICAL),
    ],
)
def test_of_several_cues_the_strongest_holds(text: str, assertion: Assertion) -> None:
    """Another's or a future one is no one's here; then what is denied, what is past, what is doubted."""
    assert asserted(text) == [assertion]


def test_a_cue_reaches_every_member_of_a_list() -> None:
    text = "Denies numbness, weakness, or radiating arm pain."
    assert set(asserted(text, "sign")) == {A.NEGATED}
