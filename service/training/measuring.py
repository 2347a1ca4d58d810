"""What many texts are like, in numbers: how long, which words, which parts, and what was answered.

Counts and single numbers, and no word: they may be kept with a model, and set beside those of other texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from pydantic import Field

from service.classifier.card import Count
from service.domain import Encounter, Frozen, SuggestionSet
from service.reading import read
from service.suggesting import Suggester
from service.training.vocabulary import unknown_share, words_of

NOTHING = "nothing"
KINDS = ("diagnosis", "level", "region", "sign", "study", "treatment", "condition", "structure")


class Agreed(Frozen):
    """Of the decisions about a code, how many agree with what was recommended."""

    agreed: Count
    decided: Count


class Measures(Frozen):
    """What texts are like.

    `numbers` has one for each text that has any ("words", "share of unknown words", "probability" of the
    first suggestion). `shares` counts the texts that have a thing ("section plan", "mention of treatment").
    `mixes` counts texts by one of several ("disposition", "code" of the first suggestion, or nothing).
    """

    texts: Count
    numbers: dict[str, tuple[float, ...]]
    shares: dict[str, Count]
    mixes: dict[str, dict[str, Count]]
    agreement: dict[str, Agreed] = Field(default={})


@dataclass
class Measuring:
    """Takes the measure of one text after the other; `known` are fingerprints of words, or None."""

    suggester: Suggester
    known: Collection[int] | None
    texts: int = 0
    numbers: dict[str, list[float]] = field(default_factory=dict)
    shares: Counter[str] = field(default_factory=Counter)
    mixes: dict[str, Counter[str]] = field(default_factory=dict)
    agreed: Counter[str] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)

    def take(self, text: str, encounter: Encounter) -> None:
        """Measure a text and what the model answers to it."""
        reading = read(text)
        self.texts += 1
        self._number("words", sum(1 for _ in words_of(text)))
        if self.known is not None:
            self._number("share of unknown words", round(unknown_share(text, self.known), 4))
        self.shares.update({f"section {section.kind}" for section in reading.sections})
        self.shares.update(f"mention of {kind}" for kind in KINDS if reading.all(kind))
        self._answer(self.suggester.suggest(text, encounter))

    def _answer(self, answer: SuggestionSet) -> None:
        first = answer.suggestions[0] if answer.suggestions else None
        if first:
            self._number("probability", first.probability)
        self._mix("disposition", first.disposition.value if first else NOTHING)
        self._mix("code", first.code if first else NOTHING)
        recommended = any(suggestion.recommended for suggestion in answer.suggestions)
        self.shares.update(["a recommended code"] if recommended else [])

    def decide(self, code: str, agrees: bool) -> None:
        """Count a decision about a code."""
        self.decided[code] += 1
        self.agreed[code] += agrees

    def measures(self) -> Measures:
        """Return what was measured."""
        return Measures(
            texts=self.texts,
            numbers={name: tuple(sorted(values)) for name, values in self.numbers.items()},
            shares=dict(sorted(self.shares.items())),
            mixes={name: dict(sorted(counts.items())) for name, counts in self.mixes.items()},
            agreement={
                code: Agreed(agreed=self.agreed[code], decided=many)
                for code, many in sorted(self.decided.items())
            },
        )

    def _number(self, name: str, value: float) -> None:
        self.numbers.setdefault(name, []).append(value)

    def _mix(self, name: str, value: str) -> None:
        self.mixes.setdefault(name, Counter())[value] += 1
