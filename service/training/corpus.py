"""Snippets, what the rules propose for each, and the fold that each is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from service.suggesting.suggest import LEAST_PROBABILITY
from service.training.figures import Answer, Case
from service.training.fitting import Design, Floats, design
from service.training.pairs import Pair, pairs_of_all
from service.training.snippets import Snippet
from service.training.splits import TEST, split, unit_of


@dataclass(frozen=True, slots=True)
class Corpus:
    """The snippets in the order of their ids; `pairs` and `folds` are those of each."""

    snippets: Sequence[Snippet]
    pairs: Sequence[tuple[Pair, ...]]
    folds: Sequence[int]

    @classmethod
    def read(cls, snippets: Sequence[Snippet], seed: int, advance: Callable[[int, int], None]) -> Corpus:
        """Split the snippets and read them; raise TrainingError if there are too few writers."""
        snippets = sorted(snippets, key=lambda snippet: snippet.id)
        fold_of = split(snippets, seed)
        folds = [fold_of[unit_of(snippet)] for snippet in snippets]
        return cls(snippets, pairs_of_all(snippets, advance), folds)

    def design(self) -> Design:
        """Lay out the pairs of every snippet; the rows of the test are in the fold TEST."""
        folds = [fold for fold, pairs in zip(self.folds, self.pairs, strict=True) for _ in pairs]
        return design([pair for pairs in self.pairs for pair in pairs], folds)

    def cases(self, probabilities: Floats, of_test: bool) -> list[Case]:
        """Return the answers that the probabilities of all rows make, for the test or for all the others."""
        chances = iter(probabilities.tolist())
        of_each = [list(islice(chances, len(pairs))) for pairs in self.pairs]
        return [
            Case(self.snippets[place].codes, _answers(self.pairs[place], of_each[place]))
            for place in self._places(of_test)
        ]

    def reach(self, of_test: bool) -> float | None:
        """Return the share of gold codes that are proposed, with their disposition and replacements."""
        gold = sum(len(self.snippets[place].codes) for place in self._places(of_test))
        reached = sum(pair.true for place in self._places(of_test) for pair in self.pairs[place])
        return reached / gold if gold else None

    def units(self, of_test: bool) -> tuple[str, ...]:
        """Return the writers (and groups) of the test, or all the others."""
        return tuple(sorted({unit_of(self.snippets[place]) for place in self._places(of_test)}))

    def texts(self, of_test: bool) -> Iterator[str]:
        """Yield the words of the test, or of all the others."""
        return (self.snippets[place].text for place in self._places(of_test))

    def parted(self) -> tuple[list[Snippet], list[Snippet]]:
        """Return the snippets that are learned from, and those of the test."""
        learned, tested = ([self.snippets[place] for place in self._places(of)] for of in (False, True))
        return learned, tested

    def _places(self, of_test: bool) -> Iterator[int]:
        return (place for place, fold in enumerate(self.folds) if (fold == TEST) is of_test)


def _answers(pairs: Sequence[Pair], probabilities: Sequence[float]) -> tuple[Answer, ...]:
    """Return the answers of a snippet as they would be served: likeliest first, the improbable left out."""
    answers = [
        Answer(pair.code, probability, False, pair.disposition, pair.instead)
        for pair, probability in zip(pairs, probabilities, strict=True)
        if probability >= LEAST_PROBABILITY
    ]
    return tuple(sorted(answers, key=lambda answer: (-answer.probability, answer.code)))
