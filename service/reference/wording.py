"""The sentences that a case fills in: the messages of alerts, and the questions put to a provider."""

from __future__ import annotations

from functools import cached_property
from string import Formatter

from service.domain import AlertName, Basis, Family, Frozen, Requirement, Status

QUERY_SLOTS = frozenset({"facts", "region", "problem"})


class AlertText(Frozen):
    """The message of an alert; `slots` are the names that it leaves open."""

    alert: AlertName
    message: str
    slots: tuple[str, ...]
    basis: Basis
    source: str

    def fill(self, **values: str) -> str:
        """Return the message with every slot filled; TypeError for a slot left open or one not there."""
        return _fill(self.message, frozenset(self.slots), values)


class QueryText(Frozen):
    """A question for the provider in three parts, so that each can be checked on its own.

    `statement` gives the facts of the note, `question` asks, and `choices` offer answers, of which the
    last two are always "Other" and "Unable to determine".
    """

    family: Family
    requirement: Requirement
    status: Status
    statement: str
    question: str
    choices: tuple[str, ...]
    basis: Basis
    source: str

    @cached_property
    def template(self) -> str:
        """The whole query with its slots open."""
        choices = "\n".join(f"- {choice}" for choice in self.choices)
        return f"{self.statement} {self.question}\n{choices}"

    @cached_property
    def slots(self) -> frozenset[str]:
        """The names that the query leaves open."""
        return slots_of(self.template)

    def fill(self, *, facts: str, region: str, problem: str) -> str:
        """Return the query about one note: its facts and its diagnosis quoted, its region in words."""
        values = {"facts": facts, "region": region, "problem": problem}
        return _fill(self.template, self.slots, {name: values[name] for name in self.slots})


def slots_of(template: str) -> frozenset[str]:
    """Return the names in braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def _fill(template: str, slots: frozenset[str], values: dict[str, str]) -> str:
    if values.keys() != slots:
        raise TypeError(f"the slots are {sorted(slots)}, given were {sorted(values)}")
    return template.format_map(values)
