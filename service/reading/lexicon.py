"""The lexicon: phrases that clinicians write, as data, and the index that finds them in a sentence.

Each TOML file in `lexicon/` is one kind of mention; each table in it is a concept, with its `phrases` and
whatever attributes the rules read of it. Words listed as `between` (sides, articles, severities) may stand
inside a phrase without being named; unknown long words are corrected to the nearest word of the lexicon.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, TypeGuard

from service.errors import LexiconError
from service.reading.phrases import NUMBER, YEAR, parts_of
from service.reading.spelling import Spelling
from service.reading.tokens import Token, fold, tokenise

_NO_MENTIONS = ("words.toml", "sections.toml")
_NESTED = ("context",)
_MOST_BETWEEN = 5
_MOST_MISSES = 20_000
_MOST_WORDS = 50_000
_WARMED_WORDS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A concept of one kind, with the attributes that its table in the lexicon states."""

    kind: str
    concept: str
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found at tokens `first` to `last` (inclusive) of a sentence."""

    entry: Entry
    first: int
    last: int


@dataclass(slots=True, eq=False)
class _Node:
    """A place in the phrases: the words that lead on from it, and the entries that are whole here."""

    next: dict[str, list[_Node]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def absorb(self, other: _Node) -> None:
        """Stand for the other place as well."""
        for word, nodes in other.next.items():
            self.next.setdefault(word, []).extend(nodes)
        self.entries.extend(entry for entry in other.entries if entry not in self.entries)


@dataclass(slots=True, eq=False)
class _State:
    """All the places that some words lead to; its moves are found when first walked."""

    nodes: tuple[_Node, ...]
    entries: tuple[Entry, ...]
    moves: dict[str, _State | None] = field(default_factory=dict)

    def move(self, word: str) -> _State | None:
        """Return the state that a word leads to, if any."""
        try:
            return self.moves[word]
        except KeyError:
            pass
        found = [node for place in self.nodes for key in _readings(word) for node in place.next.get(key, ())]
        state = _state(dict.fromkeys(found)) if found else None
        if state is not None or len(self.moves) < _MOST_MISSES:
            self.moves[word] = state
        return state


def _state(nodes: Iterable[_Node]) -> _State:
    nodes = tuple(nodes)
    return _State(nodes, tuple(dict.fromkeys(entry for node in nodes for entry in node.entries)))


def _readings(word: str) -> tuple[str, ...]:
    """Return a word and the placeholder that may stand for it in a phrase."""
    if not word[0].isdigit():
        return (word,)
    return (word, YEAR if len(word) == 4 and word[:2] in ("19", "20") else NUMBER)


class Lexicon:
    """Every phrase of every file, indexed by its words."""

    def __init__(self, files: Mapping[str, str]) -> None:
        """Index the TOML texts by file name; raise `LexiconError` naming the file and the table at fault."""
        words = _document("words.toml", files["words.toml"])
        self._between = _word_set(words, "between")
        exact = _word_set(words, "exact")
        self._vocabulary: set[str] = set()
        root = _Node()
        for name, text in sorted(files.items()):
            if name in _NO_MENTIONS:
                continue
            for entry, phrases in _tables(name, text):
                whole = _Node(entries=[entry])
                for phrase in phrases:
                    try:
                        root.absorb(self._compile(phrase, whole))
                    except LexiconError as error:
                        raise LexiconError(f"{name}: [{entry.concept}] {error}") from None
        self._root = _state([root])
        self._spelling = Spelling(self._vocabulary, exact)
        self._norms: dict[str, str] = {}

    def _compile(self, phrase: str, after: _Node) -> _Node:
        """Return the place before a phrase: its choices branch and meet again at `after`."""
        node = after
        for part in reversed(parts_of(phrase)):
            node = self._choice(part, node) if isinstance(part, list) else self._word(part, node)
        return node

    def _choice(self, options: list[str], after: _Node) -> _Node:
        node = _Node()
        for option in options:
            node.absorb(self._compile(option, after) if option.strip() else after)
        return node

    def _word(self, word: str, after: _Node) -> _Node:
        self._vocabulary.add(word)
        return _Node(next={word: [after]})

    def norm(self, word: str) -> str:
        """Return a word of a note as the lexicon spells it: folded, and corrected where long and unknown."""
        found = self._norms.get(word)
        if found is None:
            if len(self._norms) > _MOST_WORDS:
                self._norms.clear()
            found = self._norms[word] = self._spelling.correct(fold(word))
        return found

    def warm(self) -> None:
        """Walk the first words of every phrase once, so that the first notes are as fast as the next."""
        states: list[_State | None] = [self._root]
        for _ in range(_WARMED_WORDS):
            states = [
                state.move(word)
                for state in states
                if state is not None
                for word in {word for node in state.nodes for word in node.next}
            ]

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Return the longest match at each place for each kind of entry, in order of place.

        A phrase that stands in two tables is found in both.
        """
        found: list[Match] = []
        reach: dict[str, int] = {}
        for first in range(len(tokens)):
            state = self._root.move(tokens[first].norm)
            if state is None:
                continue
            best: dict[str, list[Match]] = {}
            self._walk(state, tokens, first, first, 0, best)
            for kind, matches in best.items():
                if matches[0].last > reach.get(kind, -1) or kind in _NESTED:
                    found.extend(matches)
                    reach[kind] = matches[0].last
        return found

    def _walk(
        self,
        state: _State,
        tokens: Sequence[Token],
        first: int,
        last: int,
        between: int,
        best: dict[str, list[Match]],
    ) -> None:
        for entry in state.entries:
            held = best.get(entry.kind)
            if held is None or last > held[0].last:
                best[entry.kind] = [Match(entry, first, last)]
            elif last == held[0].last and all(match.entry is not entry for match in held):
                held.append(Match(entry, first, last))
        for following in range(last + 1, len(tokens)):
            norm = tokens[following].norm
            moved = state.move(norm)
            if moved is not None:
                self._walk(moved, tokens, first, following, between, best)
            if norm not in self._between or between >= _MOST_BETWEEN:
                return
            between += 1


@cache
def load() -> Lexicon:
    """Return the lexicon that stands beside this module, read once a process."""
    folder = resources.files("service.reading") / "lexicon"
    return Lexicon(
        {item.name: item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith(".toml")}
    )


def _document(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{name}: {error}") from None


def _word_set(words: Mapping[str, Any], name: str) -> set[str]:
    if not _is_texts(words.get(name)):
        raise LexiconError(f"words.toml: [{name}] is no list of words")
    return {token.norm for word in words[name] for token in tokenise(word)}


def _tables(name: str, text: str) -> Iterator[tuple[Entry, list[str]]]:
    for concept, table in _document(name, text).items():
        phrases = table.pop("phrases", None) if isinstance(table, dict) else None
        if not _is_texts(phrases):
            raise LexiconError(f"{name}: [{concept}] has no list of phrases")
        yield Entry(name.removesuffix(".toml"), concept, table), phrases


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
