"""Labelled notes: whole notes with gold codes, requirement statuses and alerts, to score a model on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError, field_validator, model_validator

from service.classifier.artifact import faults
from service.domain import (
    CODES,
    REQUIREMENTS,
    AlertName,
    Claim,
    Disposition,
    Encounter,
    Frozen,
    Requirement,
    Setting,
    Status,
    family_of,
)
from service.errors import SnippetError
from service.suggesting import Suggester
from service.training.figures import Answer, Case
from service.training.labels import Label, distinct


class GoldLabel(Label):
    """A label with the family's six requirements (none for `exclude`) and the words that state it."""

    requirements: dict[Requirement, Status]
    quote: str

    @model_validator(mode="after")
    def _has_its_requirements(self) -> GoldLabel:
        excluded = self.disposition is Disposition.EXCLUDE
        if set(self.requirements) != (set() if excluded else set(REQUIREMENTS[family_of(self.code)])):
            raise ValueError("the requirements are not those of the family")
        return self


class GoldNote(Frozen):
    """One labelled note, as it would be posted and as it should be answered."""

    id: str
    text: str
    setting: Setting
    encounter_date: datetime.date
    claim: Claim
    gold: tuple[GoldLabel, ...]
    alerts: frozenset[AlertName]
    tags: tuple[str, ...]

    _distinct = field_validator("gold")(distinct)


def read_gold(files: Iterable[Path]) -> Iterator[GoldNote]:
    """Yield the notes of JSON Lines files; raise SnippetError at the first line that holds none."""
    for file in files:
        try:
            with file.open(encoding="utf-8", newline="\n") as lines:
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        yield _note(file, number, line)
        except UnicodeDecodeError:
            raise SnippetError(file, 0, "is not UTF-8") from None


def _note(file: Path, number: int, line: str) -> GoldNote:
    try:
        return GoldNote.model_validate_json(line)
    except ValidationError as error:
        raise SnippetError(file, number, faults(error)) from None


def answer(suggester: Suggester, note: GoldNote) -> Case:
    """Ask for a note's suggestions as a caller would, and set them beside the gold."""
    encounter = Encounter(date=note.encounter_date, setting=note.setting)
    found = suggester.suggest(note.text, encounter, note.claim, len(CODES))
    return Case(
        labels=note.gold,
        answers=tuple(map(Answer.of, found.suggestions)),
        statuses={label.code: label.requirements for label in note.gold},
        alerts=note.alerts,
        raised=frozenset(alert.alert for alert in found.alerts),
    )
