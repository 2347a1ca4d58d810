"""What the report shows beyond the card: counts by code, the operating point's course, weights, mistakes."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from heapq import nsmallest
from typing import NamedTuple

import numpy as np

from service.classifier.card import Interval
from service.domain import CODES, Disposition
from service.training.corpus import Corpus
from service.training.figures import Case
from service.training.html_report.wording import in_words
from service.training.learning import Trained
from service.training.snippets import Snippet, Source

_LOUD = 0.5
_MOST_MISTAKES = 15
_OF_ALL = 12
_OF_A_CODE = 3
_SURE = 1.96


class Share(NamedTuple):
    """A part of a whole with Wilson's 95 % interval (1927); None where the whole is nothing."""

    part: int
    whole: int
    value: float | None
    interval: Interval | None


class Point(NamedTuple):
    """What would be recommended from a probability on: shares of what is proposed, wanted and disturbed."""

    probability: float
    coverage: float
    precision: float
    recall: float
    false_note: float


class Weight(NamedTuple):
    """A feature in words and its weight, in log-odds."""

    words: str
    weight: float


class Looks(NamedTuple):
    """What speaks for a code and what against it, by how much it moves the code's candidates on average."""

    code: str
    candidates: int
    up: tuple[Weight, ...]
    down: tuple[Weight, ...]


class Mistake(NamedTuple):
    """A made-up text of the test that is answered wrongly."""

    id: str
    text: str
    gold: str
    given: str
    what: str


def share(part: int, whole: int) -> Share:
    """Return a share with its interval."""
    if not whole:
        return Share(part, whole, None, None)
    value, square = part / whole, _SURE**2
    centre = (value + square / (2 * whole)) / (1 + square / whole)
    reach = math.sqrt(value * (1 - value) / whole + square / (4 * whole**2)) * _SURE / (1 + square / whole)
    return Share(part, whole, value, Interval(max(0.0, centre - reach), min(1.0, centre + reach)))


def precision_and_recall(
    table: Mapping[str, Mapping[str, int]],
) -> dict[str, tuple[Share, Share]]:
    """Return each code's precision and recall, from a confusion of gold codes with recommended ones."""
    given: Counter[str] = Counter()
    for row in table.values():
        given.update(row)
    found = {}
    for code in CODES:
        row = table.get(code, {})
        right = row.get(code, 0)
        found[code] = (share(right, given[code]), share(right, sum(row.values())))
    return found


def dispositions_by_code(corpus: Corpus) -> dict[str, dict[str, int]]:
    """Count the labels of each code by disposition."""
    counts: Counter[tuple[str, str]] = Counter()
    for shard in corpus.shards:
        times = np.bincount(shard.labelled, minlength=len(shard.gold)).tolist()
        for labels, count in zip(shard.gold, times, strict=True):
            for label in labels:
                counts[label.code, label.disposition.value] += count
    return {code: {one.value: counts[code, one.value] for one in Disposition} for code in CODES}


def course(cases: Iterable[Case], steps: int = 100) -> list[Point]:
    """Return what the operating point would do at each of some probabilities, from 0 upwards."""
    chances, rights, loudest, wanted = array("d"), bytearray(), array("d"), 0
    for case in cases:
        proposed = [one for one in case.answers if one.disposition is Disposition.ASSIGN]
        chances.extend(answer.probability for answer in proposed)
        rights.extend(answer.code in case.wanted for answer in proposed)
        wanted += len(case.wanted)
        if not case.labels:
            loudest.append(max((one.probability for one in proposed), default=-1.0))
    claimed, right, loud = np.asarray(chances), np.asarray(rights, dtype=bool), np.asarray(loudest)
    points = []
    for step in range(steps):
        at = step / steps
        kept = int((claimed >= at).sum())
        if not kept or not wanted or not len(loud):
            continue
        hits = int(right[claimed >= at].sum())
        false_note = float((loud >= at).mean())
        points.append(Point(at, kept / len(claimed), hits / kept, hits / wanted, false_note))
    return points


def public_features(corpus: Corpus, rarest: int) -> frozenset[str]:
    """Return the features that made-up snippets alone would have taught, seen in as many pairs.

    A feature may hold words. One that only reviewed notes have does not belong in a file that is passed on.
    """
    counts: Counter[str] = Counter()
    for shard in corpus.shards:
        made_up = np.repeat(np.repeat(shard.made_up, shard.pairs), shard.widths)
        times = np.bincount(shard.columns[made_up], minlength=len(shard.names)).tolist()
        for name, count in zip(shard.names, times, strict=True):
            counts[name] += count
    return frozenset(name for name, count in counts.items() if count >= rarest)


def heaviest(trained: Trained, public: frozenset[str]) -> tuple[tuple[Weight, ...], tuple[Weight, ...]]:
    """Return the features that raise a probability most, and those that lower it most."""
    weights = _weights(trained, public)
    ranked = sorted(weights.items(), key=lambda one: (-one[1], one[0]))
    up = tuple(Weight(in_words(name), weight) for name, weight in ranked[:_OF_ALL] if weight > 0)
    down = tuple(Weight(in_words(name), weight) for name, weight in ranked[: -_OF_ALL - 1 : -1] if weight < 0)
    return up, down


def looks(corpus: Corpus, trained: Trained, public: frozenset[str]) -> Iterator[Looks]:
    """Yield for each code what moves its candidates most: a weight times the share of them that have it."""
    weights = _weights(trained, public)
    names, row = list(weights), {code: place for place, code in enumerate(CODES)}
    column = {name: place for place, name in enumerate(names)}
    times, candidates = np.zeros((len(row), len(names)), dtype=np.int64), np.zeros(len(row), dtype=np.int64)
    for shard in corpus.shards:
        codes = np.array([row[said.code] for said in shard.said], dtype=np.int64)[shard.saying]
        carried = np.array([column.get(name, -1) for name in shard.names], dtype=np.int64)[shard.columns]
        candidates += np.bincount(codes, minlength=len(row))
        known = carried >= 0
        np.add.at(times, (np.repeat(codes, shard.widths)[known], carried[known]), 1)
    for code, place in row.items():
        seen = np.flatnonzero(times[place]).tolist()
        share = {names[one]: int(times[place, one]) / int(candidates[place]) for one in seen}
        moves = {name: weights[name] * part for name, part in share.items()}
        ranked = sorted(moves.items(), key=lambda one: (-one[1], one[0]))
        yield Looks(
            code,
            int(candidates[place]),
            tuple(Weight(in_words(name), move) for name, move in ranked[:_OF_A_CODE] if move > 0),
            tuple(Weight(in_words(name), move) for name, move in ranked[: -_OF_A_CODE - 1 : -1] if move < 0),
        )


def _weights(trained: Trained, public: frozenset[str]) -> dict[str, float]:
    pairs = zip(trained.names, trained.weights.weights.tolist(), strict=True)
    return {name: weight for name, weight in pairs if name in public}


def mistakes(snippets: Iterable[Snippet], cases: Iterable[Case]) -> tuple[list[Mistake], int]:
    """Return the worst mistakes on made-up texts, and how many there are; reviewed notes are not shown."""
    count = 0

    def found() -> Iterator[tuple[float, str, Mistake]]:
        nonlocal count
        for snippet, case in zip(snippets, cases, strict=True):
            false, missed = case.recommended - case.wanted, case.wanted - case.recommended
            if snippet.source is not Source.SYNTHETIC or not (false or missed):
                continue
            count += 1
            loudest = max((one.probability for one in case.answers if one.code in false), default=0.0)
            kinds = (("recommends what it should not", false), ("misses", missed))
            what = "; ".join(f"{kind}: {', '.join(sorted(codes))}" for kind, codes in kinds if codes)
            said = Mistake(snippet.id, snippet.text, _gold(case), _given(case), what)
            yield -loudest, snippet.id, said

    return [mistake for _, _, mistake in nsmallest(_MOST_MISTAKES, found())], count


def _gold(case: Case) -> str:
    return (
        ", ".join(f"{label.code} {label.disposition} ({label.reason})" for label in case.labels) or "no code"
    )


def _given(case: Case) -> str:
    said = [
        f"{one.code} {one.disposition} {one.probability:.2f}{' recommended' if one.recommended else ''}"
        for one in case.answers
        if one.recommended or one.probability >= _LOUD
    ]
    return ", ".join(said) or "nothing"
