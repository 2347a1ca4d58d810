"""The answers that probabilities make, in the order in which they would be served."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.domain import Disposition
from service.training.corpus import Corpus
from service.training.pairs import Pair
from service.training.snippets import Snippet
from service.training.splits import TEST


def test_answers_are_ranked_and_the_improbable_left_out(some: Sequence[Snippet]) -> None:
    def pair(code: str) -> Pair:
        return Pair(code, Disposition.ASSIGN, frozenset(), ("feature",), code == "M54.12")

    pairs = ((pair("M54.16"), pair("M54.12"), pair("M54.11")), (), (pair("M54.13"), pair("M46.01")))
    corpus = Corpus(some[:3], pairs, (0, TEST, 1))
    probabilities = np.array([0.7, 0.2, 0.019, 0.5, 0.5])
    learned = corpus.cases(probabilities, of_test=False)
    ranked = [[(answer.code, answer.probability) for answer in case.answers] for case in learned]
    assert ranked == [[("M54.16", 0.7), ("M54.12", 0.2)], [("M46.01", 0.5), ("M54.13", 0.5)]]
    assert [case.answers for case in corpus.cases(probabilities, of_test=True)] == [()]
