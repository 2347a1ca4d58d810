"""The lexicon finds the longest phrase of each kind, mends spelling, and names what is wrong in its files."""

from __future__ import annotations

import random
import string
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import LexiconError
from service.reading.lexicon import Lexicon, load
from service.reading.phrases import expand
from service.reading.spelling import edit_distance
from service.reading.tokens import tokenise

WORDS = 'between = ["the", "left", "mild"]\nexact = ["radical"]'


def lexicon(*phrases: str, kind: str = "sign", concept: str = "one") -> Lexicon:
    listed = ", ".join(f'"{phrase}"' for phrase in phrases)
    return Lexicon({"words.toml": WORDS, f"{kind}.toml": f"[{concept}]\nphrases = [{listed}]"})


def found(known: Lexicon, text: str) -> list[str]:
    tokens = tokenise(text)
    return [text[tokens[m.first].start : tokens[m.last].end] for m in known.find(tokens)]


@pytest.mark.parametrize(
    ("phrase", "wordings"),
    [
        ("arm pain", {"arm pain"}),
        ("(arm|leg) pain", {"arm pain", "leg pain"}),
        ("(severe |)pain", {"severe pain", "pain"}),
        ("pinched nerve(s|)", {"pinched nerve"}),
        ("(a|(b|c) d)", {"a", "b d", "c d"}),
        ("root at <level>", {"root at <level>"}),
    ],
)
def test_choices_are_written_out(phrase: str, wordings: set[str]) -> None:
    assert expand(phrase) == wordings


def test_a_choice_without_end_is_a_fault() -> None:
    with pytest.raises(LexiconError, match="choice"):
        expand("(arm|leg pain")


@pytest.mark.parametrize(
    "text", ["[one]\nphrases = 3", "[one]\nwords = []", "[one]\nphrases = [1]", "[one\nphrases = []"]
)
def test_a_broken_file_is_named(text: str) -> None:
    with pytest.raises(LexiconError, match="sign.toml"):
        Lexicon({"words.toml": WORDS, "sign.toml": text})


def test_the_longest_phrase_is_found_and_its_parts_are_not() -> None:
    assert found(lexicon("nerve", "pinched nerve", "pinched"), "A pinched nerve.") == ["pinched nerve"]


def test_kinds_do_not_hide_each_other() -> None:
    both = Lexicon(
        {
            "words.toml": WORDS,
            "sign.toml": '[pain]\nphrases = ["arm pain"]',
            "site.toml": '[arm]\nphrases = ["arm"]',
        }
    )
    assert {match.entry.kind for match in both.find(tokenise("arm pain"))} == {"sign", "site"}


def test_sides_and_severities_may_stand_inside_a_phrase() -> None:
    assert found(lexicon("pain in arm"), "Pain in the left arm") == ["Pain in the left arm"]
    assert found(lexicon("pain in arm"), "Pain in one arm") == []


@pytest.mark.parametrize("written", ["radiculopathy", "Radiculopathies", "radiculopthy", "radiculopahty"])
def test_a_misspelled_long_word_is_mended(written: str) -> None:
    assert load().correct(tokenise(written)[0].norm) == "radiculopathy"


@pytest.mark.parametrize("word", ["radical", "neuropathy", "nephropathy", "arm", "myopathy"])
def test_a_word_that_is_another_word_is_not_mended(word: str) -> None:
    assert load().correct(word) == word


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


@given(st.text(string.ascii_lowercase, max_size=24))
def test_mending_goes_to_a_near_word_only(word: str) -> None:
    assert edit_distance(word, load().correct(word)) <= 2


@pytest.mark.parametrize("letters", [string.ascii_lowercase, string.digits + ".,"])
@pytest.mark.xfail(strict=True, reason="all forms of the word are made, whatever its length")
def test_a_word_that_is_longer_than_any_of_the_lexicon_costs_nothing(letters: str) -> None:
    """The forms that a misspelling could have are not made of a line without breaks."""
    known, word = load(), "".join(random.Random(7).choices(letters, k=400))
    tracemalloc.start()
    try:
        assert known.correct(word) == word
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
