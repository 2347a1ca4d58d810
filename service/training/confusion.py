"""Confusion: which siblings are taken for each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from service.classifier.card import Confused
from service.domain import Family, family_of
from service.training.figures import Case


def confusion(cases: Iterable[Case]) -> tuple[Confused, ...]:
    """Count, for the texts with one code of a family, which code of the family came first, or none.

    The disposition is left out of it: what is asked is whether the siblings are told apart.
    """
    counted: Counter[tuple[str, str | None]] = Counter()
    for case in cases:
        for family in Family:
            due = [label.code for label in case.labels if family_of(label.code) is family]
            if len(due) == 1:
                own = [answer for answer in case.answers if family_of(answer.code) is family]
                first = max(own, key=lambda answer: answer.probability, default=None)
                counted[due[0], first.code if first else None] += 1
    pairs = sorted(counted, key=lambda pair: (pair[0], pair[1] or ""))
    return tuple(Confused(due=due, first=first, notes=counted[due, first]) for due, first in pairs)
