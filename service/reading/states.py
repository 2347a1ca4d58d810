"""The phrases of the lexicon as one graph of states, in which a walk along a sentence never has to choose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from service.reading.entries import Entry
from service.reading.phrases import NUMBER, YEAR
from service.reading.tokens import is_year


@dataclass(slots=True, eq=False)
class Node:
    """A place in the phrases: the words that lead on from it, and the entries that are whole here."""

    next: dict[str, list[Node]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def absorb(self, other: Node) -> None:
        """Stand for the other place as well."""
        for word, nodes in other.next.items():
            self.next.setdefault(word, []).extend(nodes)
        self.entries.extend(entry for entry in other.entries if entry not in self.entries)


@dataclass(slots=True, eq=False)
class State:
    """All the places that some words lead to: the entries that are whole here by their kinds, and the states
    that one word more leads to.
    """

    whole: tuple[tuple[str, tuple[Entry, ...]], ...]
    next: dict[str, State] = field(default_factory=dict)


def states(root: Node, numerals: Iterable[str]) -> State:
    """Return the first state of the phrases that begin at a node. `numerals` are the numbers that phrases
    name: each is met as itself and as the placeholder, any other as the placeholder alone.
    """
    first: tuple[Node, ...] = (root,)
    made = {first: State(_whole(first))}
    unfinished = [first]
    while unfinished:
        nodes = unfinished.pop()
        for word in _words(nodes, numerals):
            after = tuple(
                dict.fromkeys(
                    node for place in nodes for key in _readings(word) for node in place.next.get(key, ())
                )
            )
            if after not in made:
                made[after] = State(_whole(after))
                unfinished.append(after)
            made[nodes].next[word] = made[after]
    return made[first]


def placeholder(word: str) -> str:
    """Return what stands for a number in a phrase that does not name it."""
    return YEAR if is_year(word) else NUMBER


def _words(nodes: Iterable[Node], numerals: Iterable[str]) -> dict[str, None]:
    words = dict.fromkeys(word for node in nodes for word in node.next)
    for numeral in numerals:
        if placeholder(numeral) in words:
            words[numeral] = None
    return words


def _readings(word: str) -> tuple[str, ...]:
    """Return a word and the placeholder that may stand for it in a phrase."""
    return (word, placeholder(word)) if word[0].isdigit() else (word,)


def _whole(nodes: Iterable[Node]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    whole: dict[str, dict[Entry, None]] = {}
    for node in nodes:
        for entry in node.entries:
            whole.setdefault(entry.kind, {})[entry] = None
    return tuple((kind, tuple(entries)) for kind, entries in whole.items())
