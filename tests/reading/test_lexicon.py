"""The lexicon finds the longest phrase of each kind, and reads a note's words in its own spelling."""

from __future__ import annotations

import pytest

from service.reading.lexicon import Lexicon, load
from service.reading.tokens import tokenise

WORDS = 'between = ["the", "left", "mild"]\nexact = ["radical"]'


def lexicon(*phrases: str, kind: str = "sign", concept: str = "one") -> Lexicon:
    listed = ", ".join(f'"{phrase}"' for phrase in phrases)
    return Lexicon({"words.toml": WORDS, f"{kind}.toml": f"[{concept}]\nphrases = [{listed}]"})


def found(known: Lexicon, text: str) -> list[str]:
    tokens = tokenise(text)
    matches = known.find([token.norm for token in tokens])
    return [text[tokens[first].start : tokens[last].end] for _, first, last in matches]


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
    assert {entry.kind for entry, _, _ in both.find(["arm", "pain"])} == {"sign", "site"}


def test_sides_and_severities_may_stand_inside_a_phrase() -> None:
    assert found(lexicon("pain in arm"), "Pain in the left arm") == ["Pain in the left arm"]
    assert found(lexicon("pain in arm"), "Pain in one arm") == []


def test_a_number_is_met_as_itself_as_any_number_and_as_a_year() -> None:
    known = lexicon("<number> week", "2 of 4", "in <year>", "in 2 week")
    assert found(known, "37 weeks, 2 weeks, 2 of 4, 3 of 4") == ["37 weeks", "2 weeks", "2 of 4"]
    assert found(known, "in 2019, in 37, in 2 weeks, in 3 weeks") == ["in 2019", "in 2 weeks", "3 weeks"]
    assert found(known, "\u0663 weeks") == ["\u0663 weeks"]


def test_a_bracket_of_the_note_is_named_and_no_choice() -> None:
    known = lexicon("<open> x <close>", "(a|b) note")
    assert found(known, "(x) done, x done, a note") == ["(x)", "a note"]


def test_a_longer_phrase_begun_in_vain_leaves_the_shorter_one() -> None:
    known = lexicon("pain", "pain in the left arm today", "left arm")
    assert found(known, "pain in the left arm now") == ["pain", "left arm"]
    assert found(known, "pain in left mild arm today") == ["pain in left mild arm today"]


@pytest.mark.parametrize("written", ["radiculopathy", "Radiculopathies", "radiculopthy", "radiculopahty"])
def test_a_misspelled_long_word_is_mended(written: str) -> None:
    assert load().norms[written] == ("radiculopathy",)


@pytest.mark.parametrize("word", ["radical", "neuropathy", "nephropathy", "arm", "myopathy"])
def test_a_word_that_is_another_word_is_not_mended(word: str) -> None:
    assert load().norms[word] == (word,)
