"""The catalogue of the nineteen codes, by edition."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from service.domain import (
    CODES,
    AlertName,
    Family,
    ReferenceEdition,
    Region,
    Requirement,
    Status,
    family_of,
    region_of,
)
from service.reference.edition import EDITIONS, Edition, Source
from service.reference.entries import CodeReference, Disagreement, Excludes, Heading, Statement
from service.reference.excludes import ExcludesNote, ExcludesTable
from service.reference.notation import normalise_code
from service.reference.official import Official
from service.reference.wording import AlertText, QueryText

__all__ = ["CodeReference", "Editions", "ExcludesNote", "Reference", "normalise_code"]


class Reference:
    """One edition: what it says of codes, requirements and alerts. Immutable once loaded."""

    def __init__(self, folder: Path) -> None:
        """Load the edition in a folder; ValidationError or KeyError where its files do not fit together."""
        self.folder = folder
        self.plan = Edition.read(folder)
        self.edition = ReferenceEdition(edition=self.plan.edition, code_set=self.plan.code_set)
        self.sources: Mapping[str, Source] = self.plan.sources
        official = Official.model_validate_json((folder / "official.json").read_bytes())
        self.official = official.entries
        self.excludes = ExcludesTable(
            ExcludesNote.model_construct(kind=kind, level=level, text=text, codes=codes)
            for kind, level, text, codes in official.excludes
        )
        editorial = _read(folder, "editorial.json")
        self._regions: dict[Region, str] = {
            Region[name.upper()]: words for name, words in editorial["regions"].items()
        }
        self.codes = tuple(self._code(code, editorial["codes"][code]) for code in CODES)
        self._codes = {entry.code: entry for entry in self.codes}
        self._alerts = {
            text.alert: text for text in map(AlertText.model_validate, _read(folder, "alerts.json"))
        }
        queries = map(QueryText.model_validate, _read(folder, "queries.json"))
        self._queries = {(text.family, text.requirement, text.status): text for text in queries}
        self.disagreements = tuple(map(Disagreement.model_validate, _read(folder, "disagreements.json")))

    def code(self, code: str) -> CodeReference:
        """Return one of the nineteen codes; KeyError for any other."""
        return self._codes[normalise_code(code)]

    def title(self, code: str) -> str:
        """Return the tabular list's title of a code or category ("M50.1-"); KeyError where it holds none."""
        return self.official[normalise_code(code).rstrip("-").rstrip(".")].title

    def region(self, region: Region) -> str:
        """Return a region in words that follow a preposition, such as "the cervical region"."""
        return self._regions[region]

    def tip(self, code: str, requirement: Requirement) -> Statement:
        """Return what the chart should show; KeyError where the requirement is not of the code's family."""
        return self.code(code).tips[requirement]

    def query(self, family: Family, requirement: Requirement, status: Status) -> QueryText:
        """Return the question for a gap; KeyError where the requirement cannot have that status."""
        return self._queries[family, requirement, status]

    @property
    def alerts(self) -> tuple[AlertText, ...]:
        """Every alert's message."""
        return tuple(self._alerts.values())

    @property
    def queries(self) -> tuple[QueryText, ...]:
        """Every query of the edition."""
        return tuple(self._queries.values())

    def alert(self, name: AlertName) -> AlertText:
        """Return the message of an alert."""
        return self._alerts[name]

    def excludes1(self, code_a: str, code_b: str) -> ExcludesNote | None:
        """Return the Excludes1 note of one code, or of an ancestor, that names the other; else None.

        Either may be a category such as "M50.1-". Known are the notes that state or name a code of the
        chapters G and M.
        """
        return self.excludes.excludes1(code_a, code_b)

    def covers(self, encounter_date: date) -> bool:
        """Tell whether the date lies in the fiscal year of the edition's code set."""
        return self.plan.first_day <= encounter_date <= self.plan.last_day

    def lineage(self, code: str) -> tuple[str, ...]:
        """Return the levels above a code of the tabular list, nearest first, the chapter last."""
        above: list[str] = []
        parent: str | None = self.official[code].parent
        while parent is not None:
            above.append(parent)
            parent = self.official[parent].parent
        return tuple(above)

    def _code(self, code: str, editorial: Mapping[str, Any]) -> CodeReference:
        entry, above = self.official[code], self.lineage(code)
        category, block = above[0], next(level for level in above if "-" in level)
        siblings = [
            level
            for level, other in self.official.items()
            if other.parent == category and other.billable and level != code
        ]
        used = _sources_in(editorial) | {"tabular"}
        used |= {cited for source in used for cited in self.sources[source].cites}
        return CodeReference.model_validate(
            {
                "code": code,
                "title": entry.title,
                "family": family_of(code),
                "region": region_of(code),
                "billable": entry.billable,
                "chapter": self._heading(above[-1]),
                "block": self._heading(block),
                "parents": [self._heading(level) for level in above[:-1]],
                "siblings": [self._heading(level) for level in siblings],
                "excludes": Excludes(
                    names=tuple(self.excludes.over(code)), named_by=self.excludes.naming(code)
                ),
                "sources": {key: source for key, source in self.sources.items() if key in used},
                **editorial,
            }
        )

    def _heading(self, level: str) -> Heading:
        entry = self.official[level]
        return Heading(
            level=level,
            title=entry.title,
            includes=entry.includes,
            inclusion_terms=entry.inclusion_terms,
        )


class Editions:
    """The editions side by side, oldest first."""

    def __init__(self, references: tuple[Reference, ...]) -> None:
        self.references = tuple(sorted(references, key=lambda reference: reference.plan.first_day))

    @classmethod
    @cache
    def load(cls) -> Editions:
        """Load every edition of the package, once."""
        return cls(tuple(Reference(path.parent) for path in sorted(EDITIONS.glob("*/edition.json"))))

    def for_date(self, encounter_date: date | None) -> Reference:
        """Return the edition whose fiscal year holds the date, or else the newest."""
        newest_first = self.references[::-1]
        if encounter_date is not None:
            for reference in newest_first:
                if reference.covers(encounter_date):
                    return reference
        return newest_first[0]


def _read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_bytes())


def _sources_in(value: object) -> set[str]:
    """Return every source key that an editorial record uses."""
    if isinstance(value, dict):
        own = {value["source"]} if "source" in value else set()
        return own.union(*map(_sources_in, value.values()))
    if isinstance(value, list):
        return set().union(*map(_sources_in, value))
    return set()
