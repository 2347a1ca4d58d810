"""Labelled notes: whole notes with gold codes, requirement statuses and alerts, to score a model on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
    SuggestionSet,
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

    @model_validator(mode="after")
    def _quotes_its_text(self) -> GoldNote:
        for label in self.gold:
            if not label.quote or label.quote not in self.text:
                raise ValueError(f"{label.code}: the quote is not in the text")
        return self


@dataclass(frozen=True, slots=True)
class Answered:
    """A labelled note, what was answered, and the two side by side."""

    note: GoldNote
    given: SuggestionSet
    case: Case

    @property
    def is_wrong(self) -> bool:
        """Whether the recommended codes differ from the gold, or a gold code lacks its disposition."""
        found = [(label, self.case.found(label)) for label in self.case.labels]
        return self.case.wanted != self.case.recommended or any(
            answer is None or answer.disposition is not label.disposition for label, answer in found
        )


def read_gold(paths: Iterable[Path]) -> tuple[GoldNote, ...]:
    """Return the notes of JSON Lines files, or of all such files in a folder.

    Raises SnippetError at the first line that holds no labelled note, or one whose id another has.
    """
    notes: dict[str, GoldNote] = {}
    for file in _files(paths):
        for number, note in _lines(file):
            if note.id in notes:
                raise SnippetError(file, number, f"the id {note.id} is given twice")
            notes[note.id] = note
    return tuple(notes.values())


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not files:
            raise SnippetError(path, 0, "holds no .jsonl file")
        yield from files


def _lines(file: Path) -> Iterator[tuple[int, GoldNote]]:
    try:
        with file.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, _note(file, number, line)
    except (OSError, UnicodeDecodeError) as error:
        why = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else f"{error.strerror}"
        raise SnippetError(file, 0, why) from None


def _note(file: Path, number: int, line: str) -> GoldNote:
    try:
        return GoldNote.model_validate_json(line)
    except ValidationError as error:
        raise SnippetError(file, number, faults(error)) from None


def answer(suggester: Suggester, note: GoldNote) -> Answered:
    """Ask for a note's suggestions as a caller would, and set them beside the gold."""
    encounter = Encounter(date=note.encounter_date, setting=note.setting)
    given = suggester.suggest(note.text, encounter, note.claim, len(CODES))
    case = Case(
        labels=note.gold,
        answers=tuple(map(Answer.of, given.suggestions)),
        statuses={label.code: label.requirements for label in note.gold},
        alerts=note.alerts,
        raised=frozenset(alert.alert for alert in given.alerts),
    )
    return Answered(note, given, case)
