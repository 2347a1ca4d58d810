"""Do the notes of late differ from those that a model was tried on? Each difference tested, and sized.

A row is drift if it is significant after Holm's correction over all rows that count, and large enough to
matter: with many notes the smallest difference is significant. Snippets are excerpts and notes are whole, so
against the model's profile the rows of form (length, sections, mentions) are shown and do not count; against
an earlier period of notes all of them do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from service.domain import Frozen
from service.training.measuring import Agreed, Measures

ALPHA = 0.01
FEWEST_TEXTS = 50
FEWEST_DECISIONS = 10
# From here on a difference matters: by the common reading of each effect size, between small and medium.
LARGE = {"D": 0.15, "V": 0.15, "h": 0.3}
_FEWEST_EXPECTED = 5.0


class Kind(StrEnum):
    """What a row is about: the form of the notes, their words, the answers, the reviewers."""

    FORM = "form"
    WORDS = "words"
    ANSWERS = "answers"
    AGREEMENT = "agreement"


class Row(Frozen):
    """One comparison: what was measured before and of late, its test, and its size.

    `effect` is of the kind `measure`: D, the largest distance of two distributions (Kolmogorov and
    Smirnov), V, Cramér's for a mix, h, Cohen's for a share. `p` is after Holm's correction; None where the
    row does not count.
    """

    name: str
    kind: Kind
    before: str
    now: str
    test: str
    measure: str
    effect: float
    p_single: float
    p: float | None = None
    counts: bool = True
    drifts: bool = False


def compare(before: Measures, now: Measures, alike: bool) -> tuple[Row, ...]:
    """Return the rows, those that drift first; `alike` says whether both are whole notes."""
    rows = [*_numbers(before, now), *_mixes(before, now), *_shares(before, now), *_agreement(before, now)]
    rows = [
        row if alike or row.kind is not Kind.FORM else row.model_copy(update={"counts": False})
        for row in rows
    ]
    judged = iter(holm([row.p_single for row in rows if row.counts]))
    found = []
    for row in rows:
        if row.counts:
            p = next(judged)
            drifts = p < ALPHA and row.effect >= LARGE[row.measure]
            row = row.model_copy(update={"p": p, "drifts": drifts})
        found.append(row)
    return tuple(
        sorted(found, key=lambda row: (not row.drifts, not row.counts, -row.effect / LARGE[row.measure]))
    )


def holm(ps: Sequence[float]) -> list[float]:
    """Return probabilities corrected after Holm: that any of so many tests errs stays under the level."""
    order = sorted(range(len(ps)), key=lambda place: ps[place])
    corrected, least = [1.0] * len(ps), 0.0
    for rank, place in enumerate(order):
        least = max(least, min(1.0, (len(ps) - rank) * ps[place]))
        corrected[place] = least
    return corrected


def _numbers(before: Measures, now: Measures) -> Iterator[Row]:
    kinds = {"words": Kind.FORM, "share of unknown words": Kind.WORDS, "probability": Kind.ANSWERS}
    for name, kind in kinds.items():
        one, other = before.numbers.get(name, ()), now.numbers.get(name, ())
        if min(len(one), len(other)) < FEWEST_TEXTS:
            continue
        found = stats.ks_2samp(one, other)
        yield Row(
            name=name if kind is not Kind.FORM else "length in words",
            kind=kind,
            before=_middle(one),
            now=_middle(other),
            test="Kolmogorov-Smirnov",
            measure="D",
            effect=round(float(found.statistic), 4),
            p_single=float(found.pvalue),
        )


def _mixes(before: Measures, now: Measures) -> Iterator[Row]:
    for name in ("disposition", "code"):
        one, other = before.mixes.get(name, {}), now.mixes.get(name, {})
        table = _table(one, other)
        if table is None:
            continue
        found = stats.chi2_contingency(table, correction=False)
        yield Row(
            name=f"{name} of the first suggestion",
            kind=Kind.ANSWERS,
            before=_most(one),
            now=_most(other),
            test="chi-square",
            measure="V",
            effect=round(math.sqrt(float(found.statistic) / table.sum()), 4),
            p_single=float(found.pvalue),
        )


def _table(one: Mapping[str, int], other: Mapping[str, int]) -> NDArray[np.float64] | None:
    """Return the counts of both, what is rare put together; None where fewer than two columns are left."""
    names = sorted({*one, *other}, key=lambda name: -(one.get(name, 0) + other.get(name, 0)))
    table = np.array(
        [[one.get(name, 0) for name in names], [other.get(name, 0) for name in names]], dtype=float
    )
    if not names or min(table.sum(axis=1)) < FEWEST_TEXTS:
        return None
    expected = table.sum(axis=0) * min(table.sum(axis=1)) / table.sum()
    rare = expected < _FEWEST_EXPECTED
    if rare.any():
        rest = table[:, rare].sum(axis=1, keepdims=True)
        table = np.hstack([table[:, ~rare], rest])
    table = table[:, table.sum(axis=0) > 0]
    return table if table.shape[1] > 1 else None


def _shares(before: Measures, now: Measures) -> Iterator[Row]:
    if min(before.texts, now.texts) < FEWEST_TEXTS:
        return
    for name in sorted({*before.shares, *now.shares}):
        kind = Kind.ANSWERS if name == "a recommended code" else Kind.FORM
        counts = (before.shares.get(name, 0), before.texts, now.shares.get(name, 0), now.texts)
        yield _proportion(name, kind, *counts)


def _agreement(before: Measures, now: Measures) -> Iterator[Row]:
    nobody = Agreed(agreed=0, decided=0)
    pairs = [
        (f"agreement on {code}", before.agreement.get(code, nobody), now.agreement.get(code, nobody))
        for code in sorted({*before.agreement, *now.agreement})
    ]
    pairs.append(("agreement on all codes", _all(before.agreement.values()), _all(now.agreement.values())))
    for name, one, other in pairs:
        if min(one.decided, other.decided) >= FEWEST_DECISIONS:
            yield _proportion(name, Kind.AGREEMENT, one.agreed, one.decided, other.agreed, other.decided)


def _all(agreed: Iterable[Agreed]) -> Agreed:
    every = list(agreed)
    return Agreed(agreed=sum(one.agreed for one in every), decided=sum(one.decided for one in every))


def _proportion(name: str, kind: Kind, some: int, of: int, some_now: int, of_now: int) -> Row:
    found = stats.fisher_exact([[some, of - some], [some_now, of_now - some_now]])
    effect = abs(2 * math.asin(math.sqrt(some_now / of_now)) - 2 * math.asin(math.sqrt(some / of)))
    return Row(
        name=name,
        kind=kind,
        before=f"{some / of:.1%} of {of}",
        now=f"{some_now / of_now:.1%} of {of_now}",
        test="Fisher exact",
        measure="h",
        effect=round(effect, 4),
        p_single=float(found.pvalue),
    )


def _middle(values: Sequence[float]) -> str:
    low, middle, high = np.quantile(values, (0.25, 0.5, 0.75))
    return f"{middle:.3g} ({low:.3g} to {high:.3g})"


def _most(counts: Mapping[str, int]) -> str:
    whole = sum(counts.values()) or 1
    first = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:3]
    return ", ".join(f"{name} {many / whole:.0%}" for name, many in first)
