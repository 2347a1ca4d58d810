"""A note asked of `suggest` with a model that believes every candidate, so that the rules alone decide."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import Protocol, cast

import pytest

from service.classifier.artifact import Model
from service.domain import (
    REQUIREMENTS,
    Alert,
    Claim,
    Encounter,
    Evidence,
    Setting,
    Suggestion,
    SuggestionSet,
    family_of,
)
from service.reference.catalogue import Editions
from service.suggesting import suggest

IN_FORCE = "2026-03-10"


class BelievingModel:
    """Gives every candidate the same probability."""

    version = "test"
    operating_point = 0.5

    def __init__(self, probability: float = 0.9) -> None:
        self._probability = probability

    def probability(self, features: Iterable[str]) -> float:
        return self._probability


@dataclass(frozen=True)
class Answer:
    """What a note gave, in the forms that the tests ask for."""

    text: str
    given: SuggestionSet

    @property
    def suggestions(self) -> dict[str, Suggestion]:
        return {suggestion.code: suggestion for suggestion in self.given.suggestions}

    @property
    def reasons(self) -> dict[str, str]:
        """The disposition and the reason of each code, such as "assign established"."""
        return {code: f"{one.disposition} {one.reason}" for code, one in self.suggestions.items()}

    @property
    def alerts(self) -> dict[str, Alert]:
        return {alert.alert.value: alert for alert in self.given.alerts}

    def statuses(self, code: str) -> dict[str, str]:
        """The status of each of the six requirements of a code that was suggested."""
        suggestion = self.suggestions[code]
        told = {requirement.value: "not_applicable" for requirement in REQUIREMENTS[family_of(code)]}
        told |= {met.requirement.value: "met" for met in suggestion.met}
        return told | {gap.requirement.value: gap.status.value for gap in suggestion.gaps}

    def told(self, code: str) -> set[str]:
        """The requirements of a code that are met or a gap."""
        suggestion = self.suggestions[code]
        met = {one.requirement.value for one in suggestion.met}
        return met | {one.requirement.value for one in suggestion.gaps}

    def evidence(self) -> list[Evidence]:
        """Every piece of evidence of the answer, wherever it stands."""
        found = [piece for one in self.given.suggestions for piece in one.evidence]
        found += [piece for one in self.given.suggestions for met in one.met for piece in met.evidence]
        found += [piece for one in self.given.suggestions for gap in one.gaps for piece in gap.evidence]
        return found + [piece for alert in self.given.alerts for piece in alert.evidence]


class Ask(Protocol):
    """Ask what a note supports; the note is freed of its indentation first."""

    def __call__(
        self,
        note: str,
        *,
        codes: Sequence[str] = (),
        orders: Sequence[str] = (),
        setting: str = "outpatient",
        date: str | None = IN_FORCE,
        probability: float = 0.9,
        limit: int = 19,
    ) -> Answer: ...


def ask_suggest(
    note: str,
    *,
    codes: Sequence[str] = (),
    orders: Sequence[str] = (),
    setting: str = "outpatient",
    date: str | None = IN_FORCE,
    probability: float = 0.9,
    limit: int = 19,
) -> Answer:
    text = cleandoc(note)
    day = None if date is None else datetime.date.fromisoformat(date)
    given = suggest(
        text,
        Encounter(date=day, setting=Setting(setting)),
        Claim(codes=tuple(codes), orders=tuple(orders)),
        cast("Model", BelievingModel(probability)),
        Editions.load(),
        limit,
    )
    return Answer(text, given)


@pytest.fixture(scope="session")
def ask() -> Ask:
    return ask_suggest
