"""The lexicon's files: each loads, a broken one is named with its table, and nothing is written twice."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Hashable, Iterable
from importlib import resources

import pytest

from service.errors import LexiconError
from service.reading.lexicon import Lexicon
from service.reading.phrases import expand
from service.reading.tokens import tokenise

FILES = {
    item.name: item.read_text("utf-8")
    for item in (resources.files("service.reading") / "lexicon").iterdir()
    if item.name.endswith(".toml")
}
WORDS = tomllib.loads(FILES["words.toml"])
PHRASES = {
    f"{name} [{concept}]": table["phrases"]
    for name in sorted(FILES.keys() - {"words.toml"})
    for concept, table in tomllib.loads(FILES[name]).items()
}


def repeated(written: Iterable[tuple[str, Hashable]]) -> list[list[str]]:
    """Return the spellings, grouped, of what is read as one and the same."""
    spellings = defaultdict(list)
    for spelling, meant in written:
        spellings[meant].append(spelling)
    return [group for group in spellings.values() if len(group) > 1]


@pytest.mark.parametrize("name", sorted(FILES.keys() - {"words.toml"}))
def test_every_file_loads_by_itself(name: str) -> None:
    """Beside the words that all of them share."""
    Lexicon({"words.toml": FILES["words.toml"], name: FILES[name]})


@pytest.mark.parametrize("name", WORDS)
def test_a_set_of_words_holds_each_word_once(name: str) -> None:
    words = WORDS[name]
    assert words and all(isinstance(word, str) for word in words)
    assert not repeated((word, tuple(token.norm for token in tokenise(word))) for word in words)


@pytest.mark.parametrize("table", PHRASES)
def test_no_phrase_stands_twice_in_one_table(table: str) -> None:
    """Neither as written nor in another spelling that is folded into the same words."""
    assert not repeated((phrase, frozenset(expand(phrase))) for phrase in PHRASES[table])


BROKEN = {
    "an unclosed choice": ('[pain]\nphrases = ["arm pain", "(arm|leg pain"]', r"\[pain\].*choice"),
    "no phrases": ("[pain]\nindicator = 'sensory'", r"\[pain\]"),
    "phrases that are no list": ('[pain]\nphrases = "arm pain"', r"\[pain\]"),
    "phrases that are no text": ("[pain]\nphrases = [1]", r"\[pain\]"),
    "a key outside a table": ('pain = ["arm pain"]', r"\[pain\]"),
    "bad TOML": ('[pain]\nphrases = ["arm pain"\n[ache]', r"line 3"),
    "a table twice": ("[pain]\nphrases = []\n[pain]\nphrases = []", r"line 3"),
}


@pytest.mark.parametrize(("text", "place"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_named_with_its_table_or_line(text: str, place: str) -> None:
    with pytest.raises(LexiconError, match=rf"(?s)^sign\.toml: .*{place}"):
        Lexicon({"words.toml": FILES["words.toml"], "sign.toml": text})


BROKEN_CUES = {
    "an assertion that there is not": ('assertion = "denied"\nscope = "ahead"', r" assertion: .*'negated'"),
    "a scope that there is not": ('assertion = "negated"\nscope = "above"', r" scope: .*'ahead'"),
    "an assertion without a scope": ('assertion = "negated"', r" .*need each other"),
    "a scope without an assertion": ('scope = "behind"', r" .*need each other"),
    "an attribute that there is not": ("stops = true", r" stops: "),
    "a reach that is no number": ('assertion = "negated"\nscope = "ahead"\nreach = "far"', r" reach: "),
}


@pytest.mark.parametrize(("table", "fault"), BROKEN_CUES.values(), ids=BROKEN_CUES.keys())
def test_a_broken_cue_is_named_with_what_is_wrong(table: str, fault: str) -> None:
    context = f'[denied]\nphrases = ["no"]\n{table}'
    with pytest.raises(LexiconError, match=rf"^context\.toml: \[denied\]{fault}"):
        Lexicon({"words.toml": FILES["words.toml"], "context.toml": context})


BROKEN_WORDS = {
    "bad TOML": ("between = the", r"line 1"),
    "a set that is missing": ('between = ["the"]', r"\[exact\]"),
    "a set that is no list": ('between = "the"\nexact = []', r"\[between\]"),
}


@pytest.mark.parametrize(("text", "place"), BROKEN_WORDS.values(), ids=BROKEN_WORDS.keys())
def test_broken_words_are_named_with_their_set_or_line(text: str, place: str) -> None:
    with pytest.raises(LexiconError, match=rf"^words\.toml: .*{place}"):
        Lexicon({"words.toml": text})
