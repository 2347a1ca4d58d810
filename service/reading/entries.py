"""Entries: the concepts that the lexicon's files hold, each with its phrases and what its table states."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from pydantic import ValidationError

from service.errors import LexiconError
from service.reading.cues import Cue

_CUES = "context.toml"


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A concept of one kind, with the attributes that its table states; one of context is a cue as well."""

    kind: str
    concept: str
    attributes: Mapping[str, Any]
    cue: Cue | None = None


Match = tuple[Entry, int, int]
"""An entry found at tokens `first` to `last` (inclusive) of a sentence."""


def entries(name: str, text: str) -> Iterator[tuple[Entry, list[str]]]:
    """Yield each entry of a file with its phrases; raise `LexiconError` naming the file and the table at
    fault.
    """
    for concept, table in document(name, text).items():
        phrases = table.pop("phrases", None) if isinstance(table, dict) else None
        if not is_texts(phrases):
            raise LexiconError(f"{name}: [{concept}] has no list of phrases")
        cue = _cue(concept, table) if name == _CUES else None
        yield Entry(name.removesuffix(".toml"), concept, table, cue), phrases


def document(name: str, text: str) -> dict[str, Any]:
    """Return the tables of a file; raise `LexiconError` naming it where it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{name}: {error}") from None


def is_texts(value: object) -> TypeGuard[list[str]]:
    """Whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _cue(concept: str, table: dict[str, Any]) -> Cue:
    try:
        return Cue.model_validate(table)
    except ValidationError as error:
        fault = error.errors()[0]
        place = "".join(f" {part}:" for part in fault["loc"])
        raise LexiconError(f"{_CUES}: [{concept}]{place} {fault['msg']}") from None
