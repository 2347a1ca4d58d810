"""Which code stands in the place of which: gold codes to assign against recommended ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from service.domain import CODES, Family, family_of
from service.training.figures import Case

# Stands for no code: a gold code that nothing answers, a recommendation that nothing asked for.
NONE = "none"


def confusion(cases: Iterable[Case]) -> dict[str, dict[str, int]]:
    """Count, by gold code and then by recommended code.

    A gold code that is recommended is its own pair. What is left over is paired within the family, so that
    a row shows which sibling took a code's place; the rest is paired with none. So each gold code is counted
    once in its row and each recommended code once in its column.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        for gold, given in _pairs(case):
            counts[gold][given] += 1
    order = (*CODES, NONE)
    return {
        gold: {given: counts[gold][given] for given in order if counts[gold][given]}
        for gold in order
        if counts[gold]
    }


def _pairs(case: Case) -> Iterator[tuple[str, str]]:
    yield from ((code, code) for code in case.wanted & case.recommended)
    for family in Family:
        missed, false = (
            sorted(code for code in codes if family_of(code) is family)
            for codes in (case.wanted - case.recommended, case.recommended - case.wanted)
        )
        for place in range(max(len(missed), len(false))):
            yield (
                missed[place] if place < len(missed) else NONE,
                false[place] if place < len(false) else NONE,
            )
