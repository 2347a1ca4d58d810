"""What two models can be compared on: texts of writers and groups from which neither learned."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from service.classifier.card import Card
from service.domain import CODES, AlertName, Claim, Encounter, Requirement, Status, SuggestionSet
from service.errors import SnippetError
from service.suggesting import Suggester
from service.training.figures import Answer, Case
from service.training.gold import GoldNote, read_gold
from service.training.labels import Label
from service.training.seen import Fingerprints, fingerprint_of
from service.training.snippets import Snippet, read_snippets
from service.training.splits import unit_of

GIVEN = "labelled notes"


@dataclass(frozen=True, slots=True)
class Item:
    """A labelled text. `unit` is its writer, or the group of a reviewed note; `cluster` its scenario.

    Texts of one cluster resemble each other, so they are drawn together when the figures are resampled.
    """

    id: str
    text: str
    encounter: Encounter
    claim: Claim
    labels: tuple[Label, ...]
    unit: str
    cluster: str
    date: datetime.date | None
    statuses: Mapping[str, Mapping[Requirement, Status]] = field(default_factory=dict)
    alerts: frozenset[AlertName] | None = None

    @classmethod
    def of_snippet(cls, snippet: Snippet) -> Item:
        """Take a snippet, which is asked about as it was in training."""
        encounter = Encounter(setting=snippet.setting)
        group = f"{unit_of(snippet)}/{snippet.group}"
        return cls(
            snippet.id, snippet.text, encounter, Claim(), snippet.codes, unit_of(snippet), group, snippet.date
        )

    @classmethod
    def of_note(cls, note: GoldNote) -> Item:
        """Take a labelled note, which is nobody's group."""
        encounter = Encounter(date=note.encounter_date, setting=note.setting)
        statuses = {label.code: label.requirements for label in note.gold}
        return cls(
            note.id, note.text, encounter, note.claim, note.gold, GIVEN, f"{GIVEN}/{note.id}",
            note.encounter_date, statuses, note.alerts,
        )  # fmt: skip

    def ask(self, suggester: Suggester) -> SuggestionSet:
        """Ask for suggestions, as a caller would."""
        return suggester.suggest(self.text, self.encounter, self.claim, len(CODES))

    def case(self, given: SuggestionSet) -> Case:
        """Set an answer beside the gold; alerts only where the gold has them."""
        raised = frozenset(alert.alert for alert in given.alerts) if self.alerts is not None else frozenset()
        answers = tuple(map(Answer.of, given.suggestions))
        return Case(self.labels, answers, self.statuses, self.alerts or frozenset(), raised)


class LeftOut(NamedTuple):
    """A group that cannot be compared on, how many texts it has, and why."""

    group: str
    texts: int
    why: str


class Chosen(NamedTuple):
    """The texts to compare on, and what was left out."""

    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]


class Learner(NamedTuple):
    """A model as far as it matters here: its card, and the fingerprints of what it learned from."""

    card: Card
    seen: Fingerprints


def read_items(paths: Iterable[Path]) -> tuple[Item, ...]:
    """Return the texts of files or folders of snippets or of labelled notes.

    Raises SnippetError, naming the line, if one is neither; also if an id is given twice.
    """
    items: dict[str, Item] = {}
    for path in paths:
        for item in _items(path):
            if item.id in items:
                raise SnippetError(path, 0, f"the id {item.id} is given twice")
            items[item.id] = item
    return tuple(items.values())


def _items(path: Path) -> Iterator[Item]:
    if _holds_notes(path):
        yield from map(Item.of_note, read_gold([path]))
    else:
        yield from map(Item.of_snippet, read_snippets(path))


def _holds_notes(path: Path) -> bool:
    """Whether the first line that can be read is a labelled note and not a snippet."""
    file = next(iter(sorted(path.rglob("*.jsonl"))), None) if path.is_dir() else path
    if file is None:
        raise SnippetError(path, 0, "holds no .jsonl file")
    try:
        with file.open("rb") as lines:
            first = json.loads(next((line for line in lines if line.strip()), b"{}"))
    except OSError as error:
        raise SnippetError(file, 0, f"{error.strerror}") from None
    except ValueError:
        return False
    return isinstance(first, dict) and "gold" in first


def choose(items: Sequence[Item], learners: Mapping[str, Learner]) -> Chosen:
    """Part the texts that no learner, named by its version, had a share of from the others.

    A text is out if its writer or group is among those that a learner was fitted on, or if its own words are,
    under whatever name.
    """
    kept, out = [], Counter[tuple[str, str]]()
    for item in items:
        why = _why_not(item, learners)
        if why is None:
            kept.append(item)
        else:
            out[item.unit, why] += 1
    left_out = (LeftOut(unit, texts, why) for (unit, why), texts in sorted(out.items()))
    return Chosen(tuple(kept), tuple(left_out))


def _why_not(item: Item, learners: Mapping[str, Learner]) -> str | None:
    fitted = [name for name, one in learners.items() if item.unit in one.card.training.fitted_groups]
    if fitted:
        return f"{_and(fitted)} learned from it"
    text = fingerprint_of(item.text)
    knowing = [name for name, one in learners.items() if holds(one.seen, text)]
    return f"{_and(knowing)} learned from the same words" if knowing else None


def holds(seen: Fingerprints, text: int) -> bool:
    """Whether a fingerprint is among those of a model."""
    place = int(seen.searchsorted(text))
    return place < len(seen) and int(seen[place]) == text


def _and(names: Sequence[str]) -> str:
    return " and ".join(names)
