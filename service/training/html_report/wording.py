"""Names of features in words that a reader knows."""

from __future__ import annotations

import re
from collections.abc import Callable

_HOW = {
    "established": "an established diagnosis",
    "uncertain": "an uncertain diagnosis",
    "indicated": "a diagnosis only pointed to",
}
_PLACED = {
    "phrase": "its level stands in the same phrase",
    "sentence": "its level stands in the same sentence",
    "elsewhere": "its level stands elsewhere in the note",
    "nowhere": "no level is given",
}
_STANDS_FOR = {
    "<level>": "a level",
    "0": "a number",
    ".": "a full stop",
    ",": "a comma",
    "?": "a question mark",
}

# The name of a feature, and what is said of its parts; the first that fits is taken.
_FORMS: tuple[tuple[str, Callable[..., str]], ...] = (
    (r"(radiculopathy|enthesopathy) (\w+)", lambda family, how: f"{family}: {_HOW[how]}"),
    (r"region (\w+) (\w+)", lambda region, family: f"the code is {family} of the {_region(region)}"),
    (r"indicators (\d)", lambda n: f"{n} kinds of indicator" if n != "1" else "one kind of indicator"),
    (r"indicator (\w+)", lambda kind: f"an indicator: {_words(kind)}"),
    (r"placed by (\w+)", lambda how: _PLACED[how]),
    (r"statements (\d)", lambda n: f"stated {n} times" if n != "1" else "stated once"),
    (r"(\w+) in (\w+)", lambda how, section: f"{_HOW[how]}, in the {_words(section)}"),
    (r"(\w+) as (\w+)", lambda how, concept: f"{_HOW[how]}, in the words for “{_words(concept)}”"),
    (r"(\w+) and otherwise", lambda how: f"{_HOW[how]} here and otherwise there"),
    (r"(\w+) with (some|no) indicator", lambda how, n: f"{_HOW[how]}, with {n} indicator beside it"),
    (r"(\w+) with sibling", lambda how: f"{_HOW[how]}, with a sibling code proposed too"),
    (
        r"(\w+) with (\w+) in (\w+)",
        lambda how, other, section: f"{_HOW[how]}, and {_words(other)} in the {_words(section)}",
    ),
    (
        r"(\w+) beside (\w+) (\w+)",
        lambda how, group, other: f"{_HOW[how]}, beside another condition ({_words(group)}, {_words(other)})",
    ),
    (r"(\w+) unplaced", lambda how: f"{_HOW[how]}, with no site"),
    (r"(\w+) opens", lambda how: f"{_HOW[how]}, at the start of its sentence"),
    (r"(\w+) closes", lambda how: f"{_HOW[how]}, at the end of its sentence"),
    (r"(\w+) after (.+)", lambda how, words: f"{_said(words)} before {_HOW[how]}"),
    (r"(\w+) before (.+)", lambda how, words: f"{_said(words)} after {_HOW[how]}"),
)
_FITTED = tuple((re.compile(form), say) for form, say in _FORMS)


def in_words(feature: str) -> str:
    """Return what a feature says, in a phrase; its name where no form fits."""
    for form, say in _FITTED:
        if found := form.fullmatch(feature):
            if form.groups and found[1] not in _HOW and form.pattern.startswith(r"(\w+)"):
                continue
            return say(*found.groups())
    return feature


def _said(words: str) -> str:
    """Return words as they were written, but for those that stand for many."""
    parts = [_STANDS_FOR.get(word, f"“{word}”") for word in words.split()]
    return " ".join(parts).replace("” “", " ")


def _region(name: str) -> str:
    if name == "unspecified":
        return "unspecified site"
    return "multiple sites" if name == "multiple" else f"{name.replace('_', '-')} region"


def _words(name: str) -> str:
    return name.replace("_", " ")
