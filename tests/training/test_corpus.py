"""The answers that probabilities make, in the order in which they would be served."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.domain import Disposition
from service.training.corpus import Corpus
from service.training.pairs import Pair
from service.training.shards import Shard
from service.training.snippets import Snippet
from service.training.splits import TEST


def test_answers_are_ranked_and_the_improbable_left_out(some: Sequence[Snippet]) -> None:
    def pair(code: str) -> Pair:
        return Pair(code, Disposition.ASSIGN, frozenset(), ("feature",), code == "M54.12")

    pairs = ((pair("M54.16"), pair("M54.12"), pair("M54.11")), (), (pair("M54.13"), pair("M46.01")))
    snippets = [snippet.model_copy(update={"writer": f"w{n}"}) for n, snippet in enumerate(some[:3])]
    folds = {"w0": 0, "w1": TEST, "w2": 1}
    for shards in ([Shard.of(snippets, pairs)], [Shard.of([one], [of]) for one, of in zip(snippets, pairs)]):  # noqa: B905
        corpus = Corpus(shards, folds)
        assert corpus.folds.tolist() == [0, 0, 0, 1, 1]
        probabilities = np.array([0.7, 0.2, 0.019, 0.5, 0.5])
        learned = list(corpus.cases(probabilities, of_test=False))
        ranked = [[(answer.code, answer.probability) for answer in case.answers] for case in learned]
        assert ranked == [[("M54.16", 0.7), ("M54.12", 0.2)], [("M46.01", 0.5), ("M54.13", 0.5)]]
        assert [case.answers for case in corpus.cases(probabilities, of_test=True)] == [()]
        gold = len(snippets[0].codes) + len(snippets[2].codes)
        assert corpus.reach(of_test=False) == (1 / gold if gold else None)
