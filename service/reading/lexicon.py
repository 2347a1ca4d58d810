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
from typing import Any, NamedTuple, TypeGuard

from pydantic import ValidationError

from service.errors import LexiconError
from service.reading.cues import Cue
from service.reading.phrases import NUMBER, YEAR, parts_of
from service.reading.spelling import Spelling
from service.reading.tokens import Pieces, fold, is_year, tokenise

_NO_MENTIONS = ("words.toml", "sections.toml")
_CUES = "context.toml"
_NESTED = ("context",)
_MOST_BETWEEN = 5
_MOST_MISSES = 20_000
_WARMED_WORDS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A concept of one kind, with the attributes that its table states; one of context is a cue as well."""

    kind: str
    concept: str
    attributes: Mapping[str, Any]
    cue: Cue | None = None


class Match(NamedTuple):
    """An entry found at tokens `first` to `last` (inclusive) of a sentence."""

    entry: Entry
    first: int
    last: int


# A kind, the last token of its phrase, and the entries that the phrase stands for.
_End = tuple[str, int, tuple[Entry, ...]]
# What stands after the last word of a sentence, and in no phrase.
_AFTER = "\n"


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


class _State(dict[str, "_State | None"]):
    """All the places that some words lead to, and the states that further words lead to from here: each is
    found when first walked.
    """

    __slots__ = ("nodes", "whole")

    def __init__(self, nodes: Iterable[_Node]) -> None:
        super().__init__()
        self.nodes = tuple(nodes)
        whole: dict[str, dict[Entry, None]] = {}
        for node in self.nodes:
            for entry in node.entries:
                whole.setdefault(entry.kind, {})[entry] = None
        self.whole = tuple((kind, tuple(entries)) for kind, entries in whole.items())
        """The entries that are whole here, by their kinds."""

    def __missing__(self, word: str) -> _State | None:
        found = [node for place in self.nodes for key in _readings(word) for node in place.next.get(key, ())]
        state = _State(dict.fromkeys(found)) if found else None
        if state is not None or len(self) < _MOST_MISSES:
            self[word] = state
        return state


def _readings(word: str) -> tuple[str, ...]:
    """Return a word and the placeholder that may stand for it in a phrase."""
    if not word[0].isdigit():
        return (word,)
    return (word, YEAR if is_year(word) else NUMBER)


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
        self._root = _State([root])
        spelling = Spelling(self._vocabulary, exact)
        self.pieces = Pieces(lambda word: spelling.correct(fold(word)))
        """Tokens in the lexicon's spelling: folded, and corrected where long and unknown."""

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

    def warm(self) -> None:
        """Walk the first words of every phrase once, so that the first notes are as fast as the next."""
        states: list[_State | None] = [self._root]
        for _ in range(_WARMED_WORDS):
            states = [
                state[word]
                for state in states
                if state is not None
                for word in {word for node in state.nodes for word in node.next}
            ]

    def find(self, norms: Sequence[str]) -> list[Match]:
        """Return the longest match at each place for each kind of entry, in order of place.

        `norms` are the tokens of one sentence. A phrase that stands in two tables is found in both.
        """
        found: list[Match] = []
        reach: dict[str, int] = {}
        root, between = self._root, self._between
        for first, (norm, following) in enumerate(zip(norms, [*norms[1:], _AFTER], strict=False)):
            state = root[norm]
            if state is None:
                continue
            if following in between or state[following] is not None:
                ends = self._longest(state, norms, first)
            elif state.whole:
                # Most words lead no further, and need no search.
                ends = [(kind, first, entries) for kind, entries in state.whole]
            else:
                continue
            for kind, last, entries in ends:
                if last > reach.get(kind, -1) or kind in _NESTED:
                    for entry in entries:
                        found.append(Match(entry, first, last))
                    reach[kind] = last
        return found

    def _longest(self, state: _State, norms: Sequence[str], first: int) -> list[_End]:
        """Return for each kind the last token of its longest phrase that begins so, and its entries."""
        longest: dict[str, _End] = {}
        places = [(state, first, 0)]
        while places:
            state, last, between = places.pop()
            for kind, entries in state.whole:
                held = longest.get(kind)
                if held is None or last > held[1]:
                    longest[kind] = (kind, last, entries)
                elif last == held[1]:
                    longest[kind] = (kind, last, tuple(dict.fromkeys(held[2] + entries)))
            ahead = []
            for place in range(last + 1, len(norms)):
                norm = norms[place]
                moved = state[norm]
                if moved is not None:
                    ahead.append((moved, place, between))
                if norm not in self._between or between >= _MOST_BETWEEN:
                    break
                between += 1
            # The nearest is followed first, as it was written first.
            places += reversed(ahead)
        return list(longest.values())


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
        cue = _cue(concept, table) if name == _CUES else None
        yield Entry(name.removesuffix(".toml"), concept, table, cue), phrases


def _cue(concept: str, table: dict[str, Any]) -> Cue:
    try:
        return Cue.model_validate(table)
    except ValidationError as error:
        at_fault = error.errors()[0]
        place = ".".join(map(str, at_fault["loc"]))
        raise LexiconError(f"{_CUES}: [{concept}] {place}: {at_fault['msg']}") from None


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
