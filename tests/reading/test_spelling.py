"""An unknown long word goes to the nearest known one, at no cost for what is too long to be a word."""

from __future__ import annotations

import random
import string
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reading.spelling import Spelling, edit_distance

KNOWN = Spelling(["radiculopathy", "enthesopathy", "foraminal", "numbness"], exact=["radical"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("radiculopathy", "radiculopathy"),
        ("radiculopthy", "radiculopathy"),
        ("radicalopahty", "radiculopathy"),
        ("nubmness", "numbness"),
        ("nubmnes", "nubmnes"),
        ("tadiculopathy", "tadiculopathy"),
        ("radical", "radical"),
        ("numb", "numb"),
    ],
    ids=["known", "one fault", "two faults in a long word", "a swap", "two faults in a shorter word"]
    + ["another first letter", "a word of its own", "a short word"],
)
def test_a_word_goes_to_the_nearest_one(written: str, meant: str) -> None:
    assert KNOWN.correct(written) == meant


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("nerve", "nerve", 0),
        ("nerve", "nreve", 1),
        ("root", "roots", 1),
        ("disc", "disk", 1),
        ("ab", "cd", 2),
    ],
)
def test_a_swap_of_neighbours_is_one_mistake(one: str, other: str, distance: int) -> None:
    assert edit_distance(one, other) == edit_distance(other, one) == distance


PIECES = st.sampled_from(["radic", "u", "lo", "path", "y", "entheso", "foram", "inal", "numb", "ness"])


@given(st.lists(PIECES | st.text(string.ascii_lowercase, max_size=2), max_size=7).map("".join))
def test_mending_goes_to_a_near_word_only(word: str) -> None:
    assert edit_distance(word, KNOWN.correct(word)) <= 2


@pytest.mark.parametrize("letters", [string.ascii_lowercase, string.digits + ".,"])
def test_a_word_that_is_longer_than_any_of_the_lexicon_costs_nothing(letters: str) -> None:
    """The forms that a misspelling could have are not made of a line without breaks."""
    word = "".join(random.Random(7).choices(letters, k=400))
    tracemalloc.start()
    try:
        assert KNOWN.correct(word) == word
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
