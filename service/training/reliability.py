"""Reliability: do suggestions of probability 0.7 come true seven times in ten?"""

from __future__ import annotations

from collections.abc import Iterable

from service.classifier.card import Bin
from service.training.figures import BINS, Case, bin_of


def reliability(cases: Iterable[Case]) -> tuple[Bin, ...]:
    """Return ten bins: what was claimed in each, and how often the gold gives the code that disposition."""
    cells: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for case in cases:
        for answer in case.answers:
            cells[bin_of(answer.probability)].append((answer.probability, case.is_true(answer)))
    return tuple(
        Bin(
            low=place / BINS,
            high=(place + 1) / BINS,
            suggestions=len(cell),
            mean=sum(probability for probability, _ in cell) / len(cell) if cell else None,
            true=sum(true for _, true in cell) / len(cell) if cell else None,
        )
        for place, cell in enumerate(cells)
    )
