"""As many snippets as are asked for, made from the real ones, to measure training at sizes that nobody wrote.

`python -m benchmarks.generating 1000000 folder` writes them, one at a time. Each is a real snippet with its
labels: the words that say why are kept, each with its exact place; around them one sentence may go and one
of another snippet with the same labels may come, numbers are others, and words that only one snippet has
give way to such words of other snippets, or to words that nobody uses, so that the vocabulary grows as it
does with real notes. The writers are new and mixed: what a model trained on these is worth says nothing.
What it costs does.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from service.training.snippets import Snippet, Span, read_snippets

SNIPPETS = Path("training_data/snippets")
_OF_A_WRITER = 2000
_FEWEST_WRITERS = 20
# Larger than any number that is asked for: a prime, so that no id comes twice.
_PRIME = 10_000_019

_NUMBER = re.compile(r"(?<![\w./-])[1-9]\d(?![\w/-]|\.\d)")
_WORD = re.compile(r"(?<![\w-])[a-z]{5,}(?![\w-])")
_SENTENCE = re.compile(r"(?<=[.!?]) +")
_SYLLABLES: list[str] = [one + two for one in "bdfgklmnprstvz" for two in "aeiou"]


class Piece(NamedTuple):
    """A part of a text: the words of a span, or what is between two."""

    text: str
    span: Span | None


class Generator:
    """Makes snippets of real ones; the same for the same seed."""

    def __init__(self, real: Sequence[Snippet], seed: int = 0) -> None:
        self._real = real
        self._random = random.Random(seed)
        times = Counter(word for snippet in real for word in set(_WORD.findall(snippet.text)))
        self._once: list[str] = sorted(word for word, count in times.items() if count == 1)
        self._is_once = frozenset(self._once)
        self._sentences: defaultdict[str, list[str]] = defaultdict(list)
        for snippet in real:
            self._sentences[_labels(snippet)] += _free_sentences(snippet)

    def snippets(self, count: int) -> Iterator[Snippet]:
        """Yield so many snippets, each with an id of its own, in no order."""
        writers = max(_FEWEST_WRITERS, count // _OF_A_WRITER)
        for number in range(count):
            real = self._random.choice(self._real)
            writer = f"g{self._random.randrange(writers):05}"
            text, spans = self._text(real)
            yield real.model_copy(
                update={
                    "id": f"g{number * 7919 % _PRIME:08}",
                    "text": text,
                    "spans": spans,
                    "writer": writer,
                    "group": f"{writer}-{real.group}",
                }
            )

    def _text(self, real: Snippet) -> tuple[str, tuple[Span, ...]]:
        pieces = list(_pieces(real))
        choose = self._random.random
        others = self._sentences[_labels(real)]
        if choose() < 0.5:
            place = self._random.randrange(len(pieces))
            pieces[place] = self._without_a_sentence(pieces, place)
        if others and pieces[-1].span is None and pieces[-1].text.endswith(".") and choose() < 0.5:
            pieces.append(Piece(f" {self._random.choice(others)}", None))
        text, spans = "", list[Span]()
        for piece in pieces:
            if piece.span is None:
                text += self._reworded(piece.text)
            else:
                end = len(text) + len(piece.text)
                spans.append(Span(start=len(text), end=end, role=piece.span.role))
                text += piece.text
        return text, tuple(spans)

    def _without_a_sentence(self, pieces: Sequence[Piece], place: int) -> Piece:
        """Return a piece without one of the sentences that lie wholly in it, if it is not the last word."""
        piece = pieces[place]
        parts = _SENTENCE.split(piece.text)
        if piece.span is not None or len(parts) < 3:
            return piece
        gone = self._random.randrange(1, len(parts) - 1)
        return Piece(" ".join(parts[:gone] + parts[gone + 1 :]), None)

    def _reworded(self, text: str) -> str:
        text = _NUMBER.sub(lambda _: str(self._random.randrange(10, 100)), text)
        return _WORD.sub(self._word, text)

    def _word(self, found: re.Match[str]) -> str:
        word: str = found.group()
        if word not in self._is_once or self._random.random() < 0.5:
            return word
        if self._random.random() < 0.8:
            return self._random.choice(self._once)
        return "".join(self._random.choices(_SYLLABLES, k=3))


def _labels(snippet: Snippet) -> str:
    """Return what two snippets have in common whose sentences may be exchanged."""
    labels = sorted((label.code, label.disposition, label.instead) for label in snippet.codes)
    return f"{labels} {snippet.kind} {snippet.setting}"


def _pieces(snippet: Snippet) -> Iterator[Piece]:
    """Yield the parts of a text; of spans that overlap, the first holds the others' words."""
    end = 0
    for span in sorted(snippet.spans, key=lambda span: (span.start, -span.end)):
        if span.start >= end:
            yield Piece(snippet.text[end : span.start], None)
            yield Piece(snippet.text[span.start : span.end], span)
            end = span.end
    yield Piece(snippet.text[end:], None)


def _free_sentences(snippet: Snippet) -> list[str]:
    """Return the sentences in which no span begins or ends."""
    return [
        sentence
        for piece in _pieces(snippet)
        if piece.span is None
        for sentence in _SENTENCE.split(piece.text)[1:]
        if sentence.endswith(".")
    ]


def write(folder: Path, count: int, seed: int = 0) -> Path:
    """Write so many snippets into one file of a folder, each as soon as it is made."""
    generator = Generator(read_snippets(SNIPPETS), seed)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "generated.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for snippet in generator.snippets(count):
            file.write(json.dumps(snippet.model_dump(mode="json"), ensure_ascii=False) + "\n")
    return path


if __name__ == "__main__":
    print(write(Path(sys.argv[2]), int(sys.argv[1])))
