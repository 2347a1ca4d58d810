"""Comparing two models on the same texts: figures, codes, classes, what changed, and the time they take."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from service.classifier.artifact import load
from service.domain import CODES, Disposition
from service.errors import TrainingError
from service.reference.catalogue import Editions
from service.suggesting import Suggester
from service.training.comparison import Changed, Comparison, Group, Latency, Part, Recall, Side
from service.training.figures import Case
from service.training.gate import refusals
from service.training.held_out import GIVEN, Item, Learner, choose
from service.training.labels import Label
from service.training.paired import differences
from service.training.registry import sha256_of_card
from service.training.seen import fingerprint_of, read_seen
from service.training.verifying import verify

Clock = Callable[[], float]

# Below this probability an answer that is not recommended is a footnote, and no answer.
_LOUD = 0.5
_TIMED = 200
_ROUNDS = 3


def compare(
    models: Path,
    challenger: str,
    champion: str,
    items: Sequence[Item],
    at: datetime.datetime,
    clock: Clock,
    seed: int = 0,
    advance: Callable[[int, int], None] = lambda done, of: None,
) -> Comparison:
    """Compare two versions on those of the texts from which neither learned, and hold them to the gate.

    Raises ModelError if a version cannot be trusted or does not know what it learned from, TrainingError if
    no text is left, or the two are one.
    """
    if challenger == champion:
        raise TrainingError(f"{challenger} cannot be compared with itself")
    sides = (challenger, champion)
    for version in sides:
        verify(models, version)
    both = [load(models / version) for version in sides]
    learners = {
        version: Learner(model.card, read_seen(models / version))
        for version, model in zip(sides, both, strict=True)
    }
    chosen = choose(items, learners)
    if not chosen.items:
        raise TrainingError(_nothing_left(len(items), sides))
    editions = Editions.load()
    one, other = (Suggester(model, editions) for model in both)
    found = Comparison(
        at=at,
        challenger=_side(models, one),
        champion=_side(models, other),
        seed=seed,
        left_out=tuple(Group(name=out.group, texts=out.texts, why_not=out.why) for out in chosen.left_out),
        **judge(one, other, chosen.items, clock, seed, advance),
    )
    return found.model_copy(update={"refusals": tuple(refusals(found))})


def judge(
    challenger: Suggester,
    champion: Suggester,
    items: Sequence[Item],
    clock: Clock,
    seed: int,
    advance: Callable[[int, int], None] = lambda done, of: None,
) -> dict[str, object]:
    """Return what a comparison says of the texts, by the names of its fields; of whatever texts are given."""
    one: list[Case] = []
    other: list[Case] = []
    for done, item in enumerate(items, 1):
        one.append(item.case(item.ask(challenger)))
        other.append(item.case(item.ask(champion)))
        advance(done, len(items))
    groups = Counter(item.unit for item in items)
    latest = max(challenger.model.card.trained_at, champion.model.card.trained_at)
    return {
        "texts": tuple(sorted(f"{fingerprint_of(item.text):016x}" for item in items)),
        "texts_sha256": _sha256(items),
        "judged": tuple(Group(name=name, texts=texts) for name, texts in sorted(groups.items())),
        "figures": differences(one, other, [item.cluster for item in items], seed),
        "by_writer": _parts(items, one, other, seed, lambda item: item.unit),
        "by_time": _parts(items, one, other, seed, lambda item: _time_of(item, latest)),
        "codes": _codes(one, other),
        "classes": _classes(one, other),
        "changed": tuple(_changes(items, one, other)),
        "latency": _latency(challenger, champion, items, clock),
    }


def _nothing_left(texts: int, sides: Sequence[str]) -> str:
    return (
        f"of {texts} texts there is none from which neither {sides[0]} nor {sides[1]} learned. To have some, "
        "label notes that neither has seen and give them with --on FILE, or train the challenger "
        "with the champion's snippets and seed, so that the same writers are held apart"
    )


def _side(models: Path, suggester: Suggester) -> Side:
    card = suggester.model.card
    sha256 = sha256_of_card(models, card.version)
    return Side(version=card.version, card_sha256=sha256, trained_at=card.trained_at)


def _sha256(items: Sequence[Item]) -> str:
    digest = hashlib.sha256()
    for item in sorted(items, key=lambda item: item.id):
        said = [item.id, item.text, [label.model_dump(mode="json") for label in item.labels]]
        digest.update(json.dumps(said, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()


def _time_of(item: Item, latest: datetime.date) -> str:
    if item.date is None:
        return "not dated"
    return "after both were trained" if item.date > latest else "before the later was trained"


def _parts(
    items: Sequence[Item],
    one: Sequence[Case],
    other: Sequence[Case],
    seed: int,
    name_of: Callable[[Item], str],
) -> tuple[Part, ...]:
    """Return the figures of each part; labelled notes without a writer are a part of their own."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        places[name_of(item)].append(place)
    return tuple(
        Part(
            name=name,
            texts=len(own),
            figures=differences(
                [one[place] for place in own],
                [other[place] for place in own],
                [items[place].cluster for place in own],
                seed,
            ),
        )
        for name, own in sorted(places.items(), key=lambda part: (part[0] == GIVEN, part[0]))
    )


def _codes(one: Sequence[Case], other: Sequence[Case]) -> tuple[Recall, ...]:
    """Count for each code the notes that should have it assigned, and those to which it is recommended."""
    found = []
    for code in CODES:
        wanting = [(left, right) for left, right in zip(one, other, strict=True) if code in left.wanted]
        found.append(
            Recall(
                name=code,
                labels=len(wanting),
                challenger=sum(code in left.recommended for left, _ in wanting),
                champion=sum(code in right.recommended for _, right in wanting),
            )
        )
    return tuple(found)


def _classes(one: Sequence[Case], other: Sequence[Case]) -> tuple[Recall, ...]:
    """Count for each disposition and reason the labels that are answered; and the notes that need none."""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for left, right in zip(one, other, strict=True):
        for label in left.labels:
            cells = counts[f"{label.disposition} {label.reason}"]
            cells[0] += 1
            cells[1] += _is_answered(left, label)
            cells[2] += _is_answered(right, label)
        if not left.labels:
            cells = counts["no code"]
            cells[0] += 1
            cells[1] += not left.recommended
            cells[2] += not right.recommended
    return tuple(
        Recall(name=name, labels=cells[0], challenger=cells[1], champion=cells[2])
        for name, cells in sorted(counts.items())
    )


def _is_answered(case: Case, label: Label) -> bool:
    answer = case.found(label)
    if answer is None or answer.disposition is not label.disposition:
        return False
    return answer.recommended or (label.disposition is not Disposition.ASSIGN and answer.probability >= _LOUD)


def _changes(items: Sequence[Item], one: Sequence[Case], other: Sequence[Case]) -> Iterator[Changed]:
    """Yield the texts whose answers differ, those that got worse first."""
    order = ("worse", "better", "neither")
    changed = [
        Changed(
            id=item.id,
            gold=", ".join(f"{label.code} {label.disposition}" for label in item.labels) or "nothing",
            champion=_said(right),
            challenger=_said(left),
            verdict=_verdict(left, right),
        )
        for item, left, right in zip(items, one, other, strict=True)
        if _said(left) != _said(right)
    ]
    yield from sorted(changed, key=lambda change: (order.index(change.verdict), change.id))


def _said(case: Case) -> str:
    """Return an answer without its probabilities: what it stands behind, and what it says aloud."""
    loud = (
        f"{answer.code} {answer.disposition}{'!' if answer.recommended else ''}"
        for answer in case.answers
        if answer.recommended or answer.probability >= _LOUD
    )
    return ", ".join(sorted(loud)) or "nothing"


def _verdict(challenger: Case, champion: Case) -> str:
    faults = [_faults(case) for case in (challenger, champion)]
    return "neither" if faults[0] == faults[1] else "better" if faults[0] < faults[1] else "worse"


def _faults(case: Case) -> int:
    """Count the labels that are not answered and the recommendations that nothing bears out."""
    missed = sum(not _is_answered(case, label) for label in case.labels)
    return missed + len(case.recommended - case.wanted)


def _latency(challenger: Suggester, champion: Suggester, items: Sequence[Item], clock: Clock) -> Latency:
    """Time both on some of the texts, turn by turn, and keep for each text the least of its rounds.

    The least is what the work takes; all above it is what else the machine was doing.
    """
    timed = items[:: max(1, len(items) // _TIMED)][:_TIMED]
    least: dict[str, list[float]] = {"challenger": [], "champion": []}
    for item in timed:
        taken: dict[str, list[float]] = {"challenger": [], "champion": []}
        for turn in range(_ROUNDS):
            pair = [("challenger", challenger), ("champion", champion)]
            for name, suggester in pair if turn % 2 else reversed(pair):
                began = clock()
                item.ask(suggester)
                taken[name].append(clock() - began)
        for name, times in taken.items():
            least[name].append(min(times))
    one, other = (1000 * sum(least[name]) / len(timed) for name in ("challenger", "champion"))
    return Latency(
        challenger=one, champion=other, ratio=one / other if other else 1.0, texts=len(timed), rounds=_ROUNDS
    )
