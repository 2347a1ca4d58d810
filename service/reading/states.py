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
    counts: bool = False
    """Whether a number leads on that no phrase names."""

    def after(self, word: str) -> State | None:
        """Return the state that a word leads to, if any."""
        found = self.next.get(word)
        if found is None and self.counts and word[0].isdigit():
            found = self.next.get(_placeholder(word))
        return found


def states(root: Node, numerals: Iterable[str]) -> State:
    """Return the first state of the phrases that begin at a node. `numerals` are the numbers that phrases
    name: each leads where it does as itself and where the placeholder does.
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
        made[nodes].counts = not made[nodes].next.keys().isdisjoint((NUMBER, YEAR))
    return made[first]


def _words(nodes: Iterable[Node], numerals: Iterable[str]) -> dict[str, None]:
    words = dict.fromkeys(word for node in nodes for word in node.next)
    for numeral in numerals:
        if _placeholder(numeral) in words:
            words[numeral] = None
    return words


def _readings(word: str) -> tuple[str, ...]:
    """Return a word and the placeholder that may stand for it in a phrase."""
    return (word, _placeholder(word)) if word[0].isdigit() else (word,)


def _whole(nodes: Iterable[Node]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    whole: dict[str, dict[Entry, None]] = {}
    for node in nodes:
        for entry in node.entries:
            whole.setdefault(entry.kind, {})[entry] = None
    return tuple((kind, tuple(entries)) for kind, entries in whole.items())


def _placeholder(word: str) -> str:
    """Return what stands for a number in a phrase that does not name it."""
    return YEAR if is_year(word) else NUMBER
