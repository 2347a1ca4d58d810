"""Which snippets are most likely mislabelled: those that a model which never saw their writer doubts most.

The measure is self-confidence (Northcutt, Jiang and Chuang, 2021): the held-out probability of the label as
it stands, of its least sure part. Parts are the codes that the rules propose for a snippet, each in the
label or not, and the codes of the label that they do not propose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from service.domain import Frozen
from service.suggesting.suggest import LEAST_PROBABILITY
from service.training.corpus import Corpus, Proposal
from service.training.learning import learn
from service.training.snippets import Snippet

# A code is in doubt where the model would rather say the opposite.
_EVEN = 0.5


class Suspect(Frozen):
    """A snippet, the confidence in the least sure part of its label, and what speaks against it."""

    id: str
    writer: str
    label: str
    confidence: float
    doubts: tuple[str, ...]


def suspects(snippets: Sequence[Snippet], seed: int) -> list[Suspect]:
    """Return the snippets with a doubt, the least sure first; raise TrainingError if there are too few."""
    corpus = Corpus.read(snippets, seed)
    learned = learn(corpus)
    chances: Iterator[float] = iter(learned.probabilities.tolist())
    found = []
    for snippet, pairs in zip(corpus.snippets(), corpus.proposals(), strict=True):
        one = _suspect(snippet, pairs, list(islice(chances, len(pairs))))
        if one.doubts:
            found.append(one)
    return sorted(found, key=lambda one: (one.confidence, one.id))


def _suspect(snippet: Snippet, pairs: Sequence[Proposal], chances: Sequence[float]) -> Suspect:
    parts, doubts = [1.0], []
    for pair, chance in zip(pairs, chances, strict=True):
        parts.append(chance if pair.true else 1 - chance)
        said = f"{pair.said.code} {pair.said.disposition}"
        if pair.true and chance < _EVEN:
            doubts.append(f"{said} is in the label, and believed to {chance:.3f}")
        elif not pair.true and chance > _EVEN:
            doubts.append(f"{said} is not in the label, and believed to {chance:.3f}")
    for label in snippet.codes:
        wanted = (label.code, label.disposition, frozenset(label.instead))
        if wanted not in {pair.said for pair in pairs}:
            # What is not proposed is answered as what is too improbable to be shown.
            parts.append(LEAST_PROBABILITY)
            doubts.append(f"{label.code} {label.disposition} is in the label, and nothing proposes it so")
    gold = ", ".join(f"{label.code} {label.disposition} ({label.reason})" for label in snippet.codes)
    return Suspect(
        id=snippet.id,
        writer=snippet.writer,
        label=gold or f"no code ({snippet.kind})",
        confidence=min(parts),
        doubts=tuple(doubts),
    )
