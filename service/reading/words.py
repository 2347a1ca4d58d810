"""Small sets of words that the rules ask after, by name; they stand in lexicon/words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def _sets() -> dict[str, frozenset[str]]:
    text = (resources.files("service.reading") / "lexicon" / "words.toml").read_text("utf-8")
    return {name: frozenset(found) for name, found in tomllib.loads(text).items()}


def words(name: str) -> frozenset[str]:
    """Return a set of folded words by its name; KeyError for a name that words.toml does not hold."""
    return _sets()[name]
