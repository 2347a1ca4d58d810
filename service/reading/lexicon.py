"""The lexicon: phrases that clinicians write, as data, and the index that finds them in a sentence.

Each TOML file in `lexicon/` is one kind of mention; each table in it is a concept, with its `phrases` and
whatever attributes the rules read of it. Words listed as `between` (sides, articles, severities) may stand
inside a phrase without being named; unknown long words are corrected to the nearest word of the lexicon.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from service.errors import LexiconError
from service.reading.entries import Entry, Match, document, entries, is_texts
from service.reading.phrases import parts_of
from service.reading.spelling import Spelling
from service.reading.states import Node, State, states
from service.reading.tokens import Pieces, fold, tokenise

_NO_MENTIONS = ("words.toml", "sections.toml")
_NESTED = ("context",)
_MOST_BETWEEN = 5

# A kind, the last token of its phrase, and the entries that the phrase stands for.
_End = tuple[str, int, tuple[Entry, ...]]
# What stands after the last word of a sentence, and in no phrase.
_AFTER = "\n"


class Lexicon:
    """Every phrase of every file, indexed by its words."""

    def __init__(self, files: Mapping[str, str]) -> None:
        """Index the TOML texts by file name; raise `LexiconError` naming the file and the table at fault."""
        words = document("words.toml", files["words.toml"])
        self._between = _word_set(words, "between")
        exact = _word_set(words, "exact")
        self._vocabulary: set[str] = set()
        root = Node()
        for name, text in sorted(files.items()):
            if name in _NO_MENTIONS:
                continue
            for entry, phrases in entries(name, text):
                whole = Node(entries=[entry])
                for phrase in phrases:
                    try:
                        root.absorb(self._compile(phrase, whole))
                    except LexiconError as error:
                        raise LexiconError(f"{name}: [{entry.concept}] {error}") from None
        self._root = states(root, [word for word in self._vocabulary if word[0].isdigit()])
        spelling = Spelling(self._vocabulary, exact)
        self.pieces = Pieces(lambda word: spelling.correct(fold(word)))
        """Tokens in the lexicon's spelling: folded, and corrected where long and unknown."""

    def _compile(self, phrase: str, after: Node) -> Node:
        """Return the place before a phrase: its choices branch and meet again at `after`."""
        node = after
        for part in reversed(parts_of(phrase)):
            node = self._choice(part, node) if isinstance(part, list) else self._word(part, node)
        return node

    def _choice(self, options: list[str], after: Node) -> Node:
        node = Node()
        for option in options:
            node.absorb(self._compile(option, after) if option.strip() else after)
        return node

    def _word(self, word: str, after: Node) -> Node:
        self._vocabulary.add(word)
        return Node(next={word: [after]})

    def find(self, norms: Sequence[str]) -> list[Match]:
        """Return the longest match at each place for each kind of entry, in order of place.

        `norms` are the tokens of one sentence. A phrase that stands in two tables is found in both.
        """
        words = [*norms, _AFTER]
        found: list[Match] = []
        reach: dict[str, int] = {}
        root, between = self._root, self._between
        leading = root.next.get
        for first, word in enumerate(norms):
            state = leading(word)
            if state is None:
                state = root.after(word) if word[0].isdigit() else None
                if state is None:
                    continue
            onward = state.next
            following = words[first + 1]
            if following in between and following not in onward:
                following = self._past(words, first + 1, state)
            # Most phrases that begin are not gone on with, which is seen sooner than searched.
            if following in onward or (state.counts and following[0].isdigit()):
                for kind, last, concepts in self._longest(state, words, first):
                    if last > reach.get(kind, -1) or kind in _NESTED:
                        for entry in concepts:
                            found.append((entry, first, last))
                        reach[kind] = last
                continue
            for kind, concepts in state.whole:
                if first > reach.get(kind, -1) or kind in _NESTED:
                    for entry in concepts:
                        found.append((entry, first, first))
                    reach[kind] = first
        return found

    def _past(self, words: Sequence[str], place: int, state: State) -> str:
        """Return the first word from a place on that leads on, or that ends what may be passed over."""
        for word in words[place : place + _MOST_BETWEEN]:
            if word not in self._between or word in state.next:
                return word
        return words[min(place + _MOST_BETWEEN, len(words) - 1)]

    def _longest(self, state: State, words: Sequence[str], first: int) -> Iterable[_End]:
        """Return for each kind the last token of its longest phrase that begins so, and its entries."""
        longest: dict[str, _End] = {}
        between = self._between
        places = [(state, first, 0)]
        while places:
            state, last, passed = places.pop()
            for kind, concepts in state.whole:
                held = longest.get(kind)
                if held is None or last > held[1]:
                    longest[kind] = (kind, last, concepts)
                elif last == held[1]:
                    longest[kind] = (kind, last, tuple(dict.fromkeys(held[2] + concepts)))
            if not state.next:
                continue
            ahead = []
            while True:
                last += 1
                word = words[last]
                moved = state.after(word)
                if moved is not None:
                    ahead.append((moved, last, passed))
                if word not in between or passed >= _MOST_BETWEEN:
                    break
                passed += 1
            # The nearest is followed first, as it was written first.
            places += ahead[::-1]
        return longest.values()


@cache
def load() -> Lexicon:
    """Return the lexicon that stands beside this module, read once a process."""
    folder = resources.files("service.reading") / "lexicon"
    return Lexicon(
        {item.name: item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith(".toml")}
    )


def _word_set(words: Mapping[str, Any], name: str) -> set[str]:
    if not is_texts(words.get(name)):
        raise LexiconError(f"words.toml: [{name}] is no list of words")
    return {token.norm for word in words[name] for token in tokenise(word)}
