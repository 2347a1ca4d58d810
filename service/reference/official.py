"""The file official.json: the part of the tabular list that an edition rests on."""

from __future__ import annotations

from typing import Literal

from service.domain import Frozen


class OfficialEntry(Frozen):
    """A chapter, block, category or code, with what it says beside its excludes notes."""

    title: str
    parent: str | None
    billable: bool
    includes: tuple[str, ...] = ()
    inclusion_terms: tuple[str, ...] = ()
    code_first: tuple[str, ...] = ()
    code_also: tuple[str, ...] = ()
    use_additional_code: tuple[str, ...] = ()


class Official(Frozen):
    """Entries by level, and rows of (kind, level, text, codes named) for the excludes notes."""

    entries: dict[str, OfficialEntry]
    excludes: tuple[tuple[Literal["excludes1", "excludes2"], str, str, tuple[str, ...]], ...]
