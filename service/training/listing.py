"""The snippets in the order of their ids, without holding their texts: of each, only where it stands."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from service.classifier.card import Counts
from service.errors import SnippetError, TrainingError
from service.training.counting import count
from service.training.snippets import Snippet, read_lines, said_by
from service.training.splits import unit_of

# Snippets that are read, kept and read again together.
BLOCK = 1000
_CHUNK = 65_536
_MOST_OPEN = 64

T = TypeVar("T")


def batches(things: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Yield the things by so many at a time."""
    left = iter(things)
    while batch := tuple(islice(left, size)):
        yield batch


class Snippets(Protocol):
    """Snippets that can be read again and again, in the order of their ids."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __iter__(self) -> Iterator[Snippet]:
        """Yield each snippet."""

    def lines(self) -> Iterator[str]:
        """Yield each snippet as JSON."""


class InMemory:
    """Snippets in memory."""

    def __init__(self, snippets: Iterable[Snippet]) -> None:
        self._snippets = sorted(snippets, key=lambda snippet: snippet.id)

    def __len__(self) -> int:
        return len(self._snippets)

    def __iter__(self) -> Iterator[Snippet]:
        return iter(self._snippets)

    def lines(self) -> Iterator[str]:
        """Yield each snippet as JSON."""
        return (snippet.model_dump_json() for snippet in self._snippets)


class Listing:
    """The snippets of a folder. Some 40 bytes are held of each: its id, its file, and its place in it."""

    def __init__(self, files: Sequence[Path], of: NDArray[np.int32], places: NDArray[np.int64]) -> None:
        self._files = files
        self._of = of
        self._places = places

    @classmethod
    def of(cls, folder: Path) -> Listing:
        """List a folder; raise SnippetError at the first line that holds no snippet."""
        number: dict[Path, int] = {}
        chunks: list[tuple[Any, ...]] = []
        for chunk in batches(_sound(folder), _CHUNK):
            chunks.append(
                (
                    np.array([one for one, _, _ in chunk], dtype=np.dtypes.StringDType()),
                    np.array([number.setdefault(file, len(number)) for _, file, _ in chunk], dtype=np.int32),
                    np.array([place for _, _, place in chunk], dtype=np.int64),
                )
            )
        if not chunks:
            raise SnippetError(folder, 0, "holds no snippet")
        ids, of, places = map(np.concatenate, zip(*chunks, strict=True))
        order = np.argsort(ids, kind="stable")
        return cls(tuple(number), of[order], places[order])

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Snippet]:
        for lines in batches(self.lines(), BLOCK):
            yield from parsed(lines)

    def lines(self) -> Iterator[str]:
        """Yield the line of each snippet, in the order of the ids."""
        with ExitStack() as stack:
            opened: dict[int, Any] = {}
            for of, place in zip(self._of.tolist(), self._places.tolist(), strict=True):
                if of not in opened:
                    if len(opened) == _MOST_OPEN:
                        stack.close()
                        opened.clear()
                    opened[of] = stack.enter_context(self._files[of].open("rb"))
                opened[of].seek(place)
                yield opened[of].readline().decode(errors="replace")


def _sound(folder: Path) -> Iterator[tuple[str, Path, int]]:
    for found in read_lines(folder):
        if isinstance(found, SnippetError):
            raise found
        yield found.snippet.id, found.file, found.place


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of the snippets before any is read as a note.

    `sizes` has how many snippets each writer or group has; `blocks` the SHA-256 of each BLOCK of them.
    """

    fingerprint: str
    counts: Counts
    sizes: Counter[str]
    blocks: tuple[str, ...]


def survey(snippets: Snippets, advance: Callable[[int, int], None] = lambda done, of: None) -> Survey:
    """Look through the snippets once."""
    whole, sizes, blocks = hashlib.sha256(), Counter[str](), list[str]()

    def passing() -> Iterator[Snippet]:
        for block in batches(snippets, BLOCK):
            said = [said_by(snippet) for snippet in block]
            blocks.append(digest(said))
            for one in said:
                whole.update(one)
            sizes.update(map(unit_of, block))
            advance(sizes.total(), len(snippets))
            yield from block

    counts = count(passing())
    return Survey(whole.hexdigest(), counts, sizes, tuple(blocks))


def parsed(lines: Iterable[str]) -> list[Snippet]:
    """Return the snippets of lines that held some when they were listed; TrainingError if they do not now."""
    try:
        return [Snippet.model_validate_json(line) for line in lines]
    except ValidationError:
        raise TrainingError(CHANGED) from None


CHANGED = "the snippets were changed while they were read; train again"


def digest(said: Iterable[bytes]) -> str:
    """Return the SHA-256 of a block."""
    return hashlib.sha256(b"".join(said)).hexdigest()
