"""How far two labellers agree beyond chance: Cohen's kappa (1960)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence

from service.domain import Frozen
from service.training.labels import Label

Labels = tuple[Label, ...]


class Agreement(Frozen):
    """The share of texts on which two labellers say the same, and how far that goes beyond chance."""

    texts: int
    same: float
    kappa: float | None


def kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> Agreement:
    """Compare two labellings of the same texts in the same order; kappa is None where chance explains all."""
    size = len(one)
    same = sum(left == right for left, right in zip(one, other, strict=True)) / size
    left, right = Counter(one), Counter(other)
    chance = sum(left[label] * right[label] for label in left) / size**2
    return Agreement(texts=size, same=same, kappa=(same - chance) / (1 - chance) if chance < 1 else None)


QUESTIONS: dict[str, Callable[[Labels], Hashable]] = {
    "any code": bool,
    "codes": lambda labels: frozenset(label.code for label in labels),
    "codes with disposition": lambda labels: frozenset((label.code, label.disposition) for label in labels),
    "codes with disposition and reason": lambda labels: frozenset(
        (label.code, label.disposition, label.reason) for label in labels
    ),
    "whole label": lambda labels: frozenset(
        (label.code, label.disposition, label.reason, frozenset(label.instead)) for label in labels
    ),
}


def agree(one: Mapping[str, Labels], other: Mapping[str, Labels]) -> dict[str, Agreement]:
    """Return the agreement on each question, over the texts that both have labelled (at least one).

    After the questions about a whole text come the codes, each as "does this text have it".
    """
    shared = sorted(one.keys() & other.keys())
    found = {
        name: kappa([ask(one[text]) for text in shared], [ask(other[text]) for text in shared])
        for name, ask in QUESTIONS.items()
    }
    codes = {label.code for labelling in (one, other) for text in shared for label in labelling[text]}
    for code in sorted(codes):
        given = [
            [any(label.code == code for label in side[text]) for text in shared] for side in (one, other)
        ]
        found[code] = kappa(*given)
    return found
