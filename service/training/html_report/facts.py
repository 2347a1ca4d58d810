"""What the report shows beyond the card: counts by code, the operating point's course, weights, mistakes."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from service.classifier.card import Interval
from service.domain import CODES, Disposition
from service.training.corpus import Corpus
from service.training.figures import Case
from service.training.fitting import RAREST
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


def dispositions_by_code(snippets: Iterable[Snippet]) -> dict[str, dict[str, int]]:
    """Count the labels of each code by disposition."""
    counts = Counter((label.code, label.disposition.value) for one in snippets for label in one.codes)
    return {code: {one.value: counts[code, one.value] for one in Disposition} for code in CODES}


def course(cases: Sequence[Case], steps: int = 100) -> list[Point]:
    """Return what the operating point would do at each of some probabilities, from 0 upwards."""
    rows = [
        (answer.probability, answer.code in case.wanted)
        for case in cases
        for answer in case.answers
        if answer.disposition is Disposition.ASSIGN
    ]
    wanted = sum(len(case.wanted) for case in cases)
    loudest = [
        max((one.probability for one in case.answers if one.disposition is Disposition.ASSIGN), default=-1.0)
        for case in cases
        if not case.labels
    ]
    points = []
    for step in range(steps):
        at = step / steps
        kept = [right for probability, right in rows if probability >= at]
        if not kept or not wanted or not loudest:
            continue
        right = sum(kept)
        false_note = sum(one >= at for one in loudest) / len(loudest)
        points.append(Point(at, len(kept) / len(rows), right / len(kept), right / wanted, false_note))
    return points


def public_features(corpus: Corpus) -> frozenset[str]:
    """Return the features that made-up snippets alone would have taught.

    A feature may hold words. One that only reviewed notes have does not belong in a file that is passed on.
    """
    counts = Counter(
        name
        for snippet, pairs in zip(corpus.snippets, corpus.pairs, strict=True)
        if snippet.source is Source.SYNTHETIC
        for pair in pairs
        for name in pair.features
    )
    return frozenset(name for name, count in counts.items() if count >= RAREST)


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
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    candidates: Counter[str] = Counter()
    for pairs in corpus.pairs:
        for pair in pairs:
            candidates[pair.code] += 1
            counts[pair.code].update(name for name in pair.features if name in weights)
    for code in CODES:
        moves = {name: weights[name] * n / candidates[code] for name, n in counts[code].items()}
        ranked = sorted(moves.items(), key=lambda one: (-one[1], one[0]))
        yield Looks(
            code,
            candidates[code],
            tuple(Weight(in_words(name), move) for name, move in ranked[:_OF_A_CODE] if move > 0),
            tuple(Weight(in_words(name), move) for name, move in ranked[: -_OF_A_CODE - 1 : -1] if move < 0),
        )


def _weights(trained: Trained, public: frozenset[str]) -> dict[str, float]:
    pairs = zip(trained.names, trained.weights.weights.tolist(), strict=True)
    return {name: weight for name, weight in pairs if name in public}


def mistakes(snippets: Sequence[Snippet], cases: Sequence[Case]) -> tuple[list[Mistake], int]:
    """Return the worst mistakes on made-up texts, and how many there are; reviewed notes are not shown."""
    found = []
    for snippet, case in zip(snippets, cases, strict=True):
        if snippet.source is not Source.SYNTHETIC:
            continue
        false, missed = case.recommended - case.wanted, case.wanted - case.recommended
        if not false and not missed:
            continue
        loudest = max((one.probability for one in case.answers if one.code in false), default=0.0)
        kinds = (("recommends what it should not", false), ("misses", missed))
        what = "; ".join(f"{kind}: {', '.join(sorted(codes))}" for kind, codes in kinds if codes)
        found.append(
            (-loudest, snippet.id, Mistake(snippet.id, snippet.text, _gold(case), _given(case), what))
        )
    found.sort()
    return [mistake for _, _, mistake in found[:_MOST_MISTAKES]], len(found)


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
