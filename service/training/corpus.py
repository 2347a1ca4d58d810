"""Snippets as they were read, shard by shard: what the rules propose for each, and the fold that it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.suggesting.suggest import LEAST_PROBABILITY
from service.training.design import Bools, Design, Floats, Integers, Keep, design, everything
from service.training.figures import Answer, Case
from service.training.listing import BLOCK, InMemory, Snippets, batches
from service.training.processes import Processes, fitting
from service.training.seen import Fingerprints
from service.training.shards import Said, Shard
from service.training.snippets import Snippet
from service.training.splits import TEST, split, unit_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a snippet, and whether the gold has it so."""

    said: Said
    true: bool


class Corpus:
    """The snippets in the order of their ids. Some 30 bytes are held of each pair; the shards have the rest.

    `truth`, `folds` and `wrote` are of each pair: whether it is right, its fold, and its place in `units`.
    """

    def __init__(
        self, shards: Sequence[Shard], fold_of: Mapping[str, int], snippets: Snippets | None = None
    ) -> None:
        self.shards = shards
        self._snippets = snippets or InMemory(())
        self._fold_of = fold_of
        number: dict[str, int] = {}
        truth, folds, wrote = [np.zeros(0, dtype=bool)], [np.zeros(0, dtype=np.int64)], [_NONE]
        self._gold = dict.fromkeys((True, False), 0)
        for shard in shards:
            of_unit = np.array([number.setdefault(unit, len(number)) for unit in shard.units], dtype=np.int32)
            fold_of_unit = np.array([fold_of[unit] for unit in shard.units], dtype=np.int64)
            written = np.repeat(shard.written, shard.pairs)
            truth.append(shard.truth)
            folds.append(fold_of_unit[written])
            wrote.append(of_unit[written])
            labels = np.array([len(labels) for labels in shard.gold])[shard.labelled]
            tested = fold_of_unit[shard.written] == TEST
            for of_test in (True, False):
                self._gold[of_test] += int(labels[tested == of_test].sum())
        self.truth: Bools = np.concatenate(truth)
        self.folds: Integers = np.concatenate(folds)
        self.wrote: NDArray[np.int32] = np.concatenate(wrote)
        self.units = tuple(number)

    @classmethod
    def read(
        cls,
        snippets: Iterable[Snippet],
        seed: int,
        advance: Callable[[int, int], None] = lambda done, of: None,
    ) -> Corpus:
        """Split snippets and read them into memory.

        Raises TrainingError if there are too few writers.
        """
        held = InMemory(snippets)
        fold_of = split(list(held), seed)
        shards = []
        with Processes(fitting(len(held))) as processes:
            for shard in processes.each(Shard.of, ((block,) for block in batches(held, BLOCK))):
                shards.append(shard)
                advance(sum(len(shard.pairs) for shard in shards), len(held))
        return cls(shards, fold_of, held)

    def snippets(self) -> Iterator[Snippet]:
        """Read the snippets themselves again, one at a time."""
        return iter(self._snippets)

    def snippets_of_test(self) -> Iterator[Snippet]:
        """Read those of the test, in the order of their cases."""
        return (one for one in self.snippets() if self._fold_of[unit_of(one)] == TEST)

    def design(self, rarest: int, keep: Keep = everything, folder: Path | None = None) -> Design:
        """Lay out the pairs of every snippet; the rows of the test are in the fold TEST."""
        return design(self.shards, self.folds, rarest, keep, folder)

    def cases(self, probabilities: Floats, of_test: bool) -> Iterator[Case]:
        """Yield the answers that the probabilities of all rows make, for the test or for all the others."""
        first = 0
        for shard in self.shards:
            chances = probabilities[first : first + len(shard.truth)].tolist()
            first += len(chances)
            tested = [self._fold_of[unit] == TEST for unit in shard.units]
            begin = 0
            for size, label, unit in zip(
                shard.pairs.tolist(), shard.labelled.tolist(), shard.written.tolist(), strict=True
            ):
                end = begin + size
                if tested[unit] is of_test:
                    said = (shard.said[one] for one in shard.saying[begin:end].tolist())
                    yield Case(shard.gold[label], _answers(said, chances[begin:end]))
                begin = end

    def proposals(self) -> Iterator[tuple[Proposal, ...]]:
        """Yield what is proposed for each snippet."""
        for shard in self.shards:
            said = (shard.said[one] for one in shard.saying.tolist())
            rows = map(Proposal, said, shard.truth.tolist())
            yield from (tuple(islice(rows, size)) for size in shard.pairs.tolist())

    def reach(self, of_test: bool) -> float | None:
        """Return the share of gold codes that are proposed, with their disposition and replacements."""
        reached = int(self.truth[(self.folds == TEST) == of_test].sum())
        return reached / self._gold[of_test] if self._gold[of_test] else None

    def units_of(self, of_test: bool) -> tuple[str, ...]:
        """Return the writers (and groups) of the test, or all the others."""
        return tuple(sorted(unit for unit in self.units if (self._fold_of[unit] == TEST) is of_test))

    def seen(self, of_test: bool) -> Fingerprints:
        """Return the fingerprints of the texts of the test, or of all the others, each once, in order."""
        parts = [np.zeros(0, dtype=np.uint64)]
        for shard in self.shards:
            tested = np.array([self._fold_of[unit] == TEST for unit in shard.units])[shard.written]
            parts.append(shard.texts[tested == of_test])
        return np.unique(np.concatenate(parts))


_NONE = np.zeros(0, dtype=np.int32)


def _answers(said: Iterable[Said], probabilities: Sequence[float]) -> tuple[Answer, ...]:
    """Return the answers of a snippet as they would be served: likeliest first, the improbable left out."""
    answers = [
        Answer(one.code, probability, False, one.disposition, one.instead)
        for one, probability in zip(said, probabilities, strict=True)
        if probability >= LEAST_PROBABILITY
    ]
    return tuple(sorted(answers, key=lambda answer: (-answer.probability, answer.code)))
