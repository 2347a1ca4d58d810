"""The lexicon: phrases that clinicians write, as data, and the index that finds them in a sentence.

Each TOML file beside this module is one kind of mention; each table in it is a concept, with its
`phrases` and whatever attributes the rules read of it. In a phrase, `(a|b c|)` is a choice and
`<level>` stands for a spinal level. Words listed as `between` (sides, articles, severities) may stand inside a
phrase without being named; unknown long words are corrected to the nearest word of the lexicon.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from service.errors import LexiconError
from service.reading.tokens import Token, fold, tokenise

LEVEL = "<level>"
NUMBER = "<number>"
YEAR = "<year>"
_NO_MENTIONS = ("words.toml", "sections.toml")
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "their"})
_NESTED = ("context",)
_MOST_BETWEEN = 5
_MOST_MISSES = 20_000
_MOST_WORDS = 50_000
_GLUED = re.compile(
    r"(?P<before>[^\s()|]+)\((?P<options>[^()]*)\)(?P<after>[^\s()|]+)?|\((?P<leading>[^()]*)\)(?P<ahead>[^\s()|]+)"
)
_PLACEHOLDER = re.compile(r"(<(?:level|number|year)>)")
_SHORTEST_CORRECTED = 7
_SHORTEST_CORRECTED_TWICE = 10
_LONGEST_CORRECTED = 24


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
        words = tomllib.loads(files["words.toml"])
        self._between = {token.norm for word in words["between"] for token in tokenise(word)}
        self._exact = {token.norm for word in words["exact"] for token in tokenise(word)}
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
        self._near = _deletions(word for word in self._vocabulary if len(word) >= _SHORTEST_CORRECTED - 1)
        self._norms: dict[str, str] = {}

    def _compile(self, phrase: str, after: _Node) -> _Node:
        """Return the place before a phrase: its choices branch and meet again at `after`."""
        node = after
        for part in reversed(_parts(phrase)):
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
        """Return a word of a note as the lexicon would spell it: folded, and corrected where it is long and unknown."""
        found = self._norms.get(word)
        if found is None:
            if len(self._norms) > _MOST_WORDS:
                self._norms.clear()
            found = self._norms[word] = self.correct(fold(word))
        return found

    def correct(self, word: str) -> str:
        """Return the lexicon's word nearest to an unknown long one, or the word itself."""
        if not _SHORTEST_CORRECTED <= len(word) <= _LONGEST_CORRECTED or not word.isalpha():
            return word
        if word in self._vocabulary or word in self._exact:
            return word
        return self._nearest(word)

    def _nearest(self, word: str) -> str:
        allowed = 2 if len(word) >= _SHORTEST_CORRECTED_TWICE else 1
        near = {other for form in _forms(word) for other in self._near.get(form, ())}
        scored = [
            (distance, other)
            for other in near
            if other[0] == word[0] and (distance := edit_distance(word, other)) <= allowed
        ]
        return min(scored)[1] if scored else word

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


def expand(phrase: str) -> set[str]:
    """Return every word sequence that a phrase with choices stands for, folded, its words parted by spaces."""
    options = [""]
    for part in _parts(phrase):
        ends = {end for option in part for end in expand(option)} if isinstance(part, list) else {part}
        options = [f"{option} {end}".strip() for option in options for end in ends]
    return set(options)


def _parts(phrase: str) -> list[str | list[str]]:
    """Return the folded words of a phrase in order, a choice among them as the list of its options."""
    parts: list[str | list[str]] = []
    phrase = _whole_words(phrase)
    place = 0
    while place < len(phrase):
        opened = phrase.find("(", place)
        if opened < 0:
            opened = len(phrase)
        for piece in _PLACEHOLDER.split(phrase[place:opened]):
            if piece in (LEVEL, NUMBER, YEAR):
                parts.append(piece)
            else:
                parts.extend(token.norm for token in tokenise(piece))
        if opened == len(phrase):
            break
        options, place = _options(phrase, opened)
        parts.append(options)
    alone = len(parts) == 1
    return [
        [part, ""] if isinstance(part, str) and part in _ARTICLES and not alone else part for part in parts
    ]


def _whole_words(phrase: str) -> str:
    """Write endings and beginnings out: "root(s|)" as "(roots|root)"."""
    while match := _GLUED.search(phrase):
        before, after = match["before"] or "", match["after"] or match["ahead"] or ""
        options = (match["options"] if match["before"] else match["leading"]).split("|")
        written = "|".join(f"{before}{option}{after}" for option in options)
        phrase = f"{phrase[: match.start()]}({written}){phrase[match.end() :]}"
    return phrase


def _options(phrase: str, opened: int) -> tuple[list[str], int]:
    """Return the options of the choice that opens at `opened`, and where the phrase goes on."""
    options, depth, start = [], 0, opened + 1
    for place in range(opened, len(phrase)):
        letter = phrase[place]
        depth += (letter == "(") - (letter == ")")
        if (letter == "|" and depth == 1) or depth == 0:
            options.append(phrase[start:place])
            start = place + 1
        if depth == 0:
            return options, place + 1
    raise LexiconError(f"{phrase!r} opens a choice that it does not close")


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


def _tables(name: str, text: str) -> Iterator[tuple[Entry, list[str]]]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{name}: {error}") from None
    for concept, table in document.items():
        phrases = table.pop("phrases", None)
        if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
            raise LexiconError(f"{name}: [{concept}] has no list of phrases")
        yield Entry(name.removesuffix(".toml"), concept, table), phrases


def _forms(word: str) -> set[str]:
    """Return a word and all its spellings with one letter dropped, or two from a long word."""
    once = {word[:i] + word[i + 1 :] for i in range(len(word))}
    if len(word) < _SHORTEST_CORRECTED_TWICE - 1:
        return once | {word}
    return once | {word} | {form[:i] + form[i + 1 :] for form in once for i in range(len(form))}


def _deletions(words: Iterable[str]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for word in words:
        for form in _forms(word):
            index.setdefault(form, []).append(word)
    return index
