"""Misspelt words: the word of the lexicon that an unknown long one stands nearest to."""

from __future__ import annotations

from collections.abc import Iterable

_SHORTEST, _LONGEST = 7, 24
_SHORTEST_OF_TWO_FAULTS = 10


class Spelling:
    """Corrects long unknown words to the nearest one of a vocabulary; words given as `exact` are left
    alone.
    """

    def __init__(self, vocabulary: Iterable[str], exact: Iterable[str]) -> None:
        self._vocabulary = frozenset(vocabulary)
        self._exact = frozenset(exact)
        self._near = _by_form(word for word in self._vocabulary if len(word) >= _SHORTEST - 1)

    def correct(self, word: str) -> str:
        """Return the nearest word that begins alike, within one fault (two in a word of ten letters),
        or the word itself.
        """
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return word
        if word in self._vocabulary or word in self._exact:
            return word
        allowed = 2 if len(word) >= _SHORTEST_OF_TWO_FAULTS else 1
        near = {other for form in _forms(word) for other in self._near.get(form, ())}
        scored = [
            (distance, other)
            for other in near
            if other[0] == word[0] and (distance := edit_distance(word, other)) <= allowed
        ]
        return min(scored)[1] if scored else word


def edit_distance(one: str, other: str) -> int:
    """Return the number of letters to insert, drop, change or swap with a neighbour (Damerau, restricted)."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last[-1]


def _forms(word: str) -> set[str]:
    """Return a word and all its spellings with one letter dropped, or two from a long word."""
    once = {word[:i] + word[i + 1 :] for i in range(len(word))}
    if len(word) < _SHORTEST_OF_TWO_FAULTS - 1:
        return once | {word}
    return once | {word} | {form[:i] + form[i + 1 :] for form in once for i in range(len(form))}


def _by_form(words: Iterable[str]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for word in words:
        for form in _forms(word):
            index.setdefault(form, []).append(word)
    return index
