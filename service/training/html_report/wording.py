"""Names of features in words that a reader knows."""

from __future__ import annotations

import re
from collections.abc import Callable

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
    (r"(radiculopathy|enthesopathy)", lambda family: f"the code is {family}"),
    (r"region (\w+) (\w+)", lambda region, family: f"the code is {family} of the {_region(region)}"),
    (r"indicators (\d)", lambda n: f"{n} kinds of indicator" if n != "1" else "one kind of indicator"),
    (r"indicator (\w+)", lambda kind: f"an indicator: {_words(kind)}"),
    (r"placed by (\w+)", lambda how: _PLACED[how]),
    (r"statements (\d)", lambda n: f"stated {n} times" if n != "1" else "stated once"),
    (r"in (\w+)", lambda section: f"the diagnosis in the {_words(section)}"),
    (r"as (\w+)", lambda concept: f"the diagnosis in the words for “{_words(concept)}”"),
    (r"and otherwise", lambda: "the diagnosis asserted here and otherwise there"),
    (r"with (some|no) indicator", lambda n: f"the diagnosis with {n} indicator beside it"),
    (r"with sibling", lambda: "a sibling code proposed too"),
    (r"with (\w+) in (\w+)", lambda other, section: f"the diagnosis {other} in the {_words(section)}"),
    (
        r"beside (\w+) (\w+)",
        lambda group, other: f"the diagnosis beside another condition ({_words(group)}, {_words(other)})",
    ),
    (r"unplaced", lambda: "the diagnosis with no site"),
    (r"opens", lambda: "the diagnosis at the start of its sentence"),
    (r"closes", lambda: "the diagnosis at the end of its sentence"),
    (r"after (.+)", lambda words: f"{_said(words)} before the diagnosis"),
    (r"before (.+)", lambda words: f"{_said(words)} after the diagnosis"),
)
_FITTED = tuple((re.compile(form), say) for form, say in _FORMS)


def in_words(feature: str) -> str:
    """Return what a feature says, in a phrase; its name where no form fits."""
    for form, say in _FITTED:
        if found := form.fullmatch(feature):
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
