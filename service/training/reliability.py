"""Reliability: do suggestions of probability 0.7 come true seven times in ten?"""

from __future__ import annotations

from collections.abc import Iterable

from service.classifier.card import Bin
from service.training.figures import BINS, Case, bin_of


def reliability(cases: Iterable[Case]) -> tuple[Bin, ...]:
    """Return ten bins: what was claimed in each, and how often the gold gives the code that disposition."""
    sizes, claimed, came_true = ([0.0] * BINS for _ in range(3))
    for case in cases:
        for answer in case.answers:
            place = bin_of(answer.probability)
            sizes[place] += 1
            claimed[place] += answer.probability
            came_true[place] += case.is_true(answer)
    return tuple(
        Bin(
            low=place / BINS,
            high=(place + 1) / BINS,
            suggestions=int(size),
            mean=claimed[place] / size if size else None,
            true=came_true[place] / size if size else None,
        )
        for place, size in enumerate(sizes)
    )
