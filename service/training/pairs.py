"""What the classifier learns from: each snippet with each code that the rules propose for it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from service.classifier.candidates import assess
from service.classifier.features import features
from service.domain import Disposition
from service.reading import read
from service.settings import cores
from service.suggesting.dispositions import judge
from service.training.snippets import Snippet

# Fewer snippets than this are read sooner than a process starts.
_WORTH_A_PROCESS = 500
_CHUNK = 100


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposed code, and whether the snippet's gold has it with this disposition and these replacements."""

    code: str
    disposition: Disposition
    instead: frozenset[str]
    features: tuple[str, ...]
    true: bool


def pairs_of(snippet: Snippet) -> tuple[Pair, ...]:
    """Read a snippet as a note is read, and hold what is proposed against its gold."""
    gold = {(label.code, label.disposition, frozenset(label.instead)) for label in snippet.codes}
    assessed = assess(read(snippet.text))
    pairs = []
    for candidate in assessed.candidates:
        judgement = judge(assessed, candidate, snippet.setting)
        said = (candidate.code, judgement.disposition, frozenset(judgement.instead))
        pairs.append(Pair(*said, tuple(features(assessed, candidate)), said in gold))
    return tuple(pairs)


def pairs_of_all(
    snippets: Sequence[Snippet], advance: Callable[[int, int], None] = lambda done, of: None
) -> list[tuple[Pair, ...]]:
    """Return the pairs of each snippet, in order; `advance` is told how many are done, of how many."""
    found: list[tuple[Pair, ...]] = []
    for pairs in _read(snippets):
        found.append(pairs)
        if len(found) % _CHUNK == 0 or len(found) == len(snippets):
            advance(len(found), len(snippets))
    return found


def _read(snippets: Sequence[Snippet]) -> Iterator[tuple[Pair, ...]]:
    processes = min(cores(), len(snippets) // _WORTH_A_PROCESS)
    if processes < 2:
        yield from map(pairs_of, snippets)
        return
    # Spawned, not forked: a fork of a process with threads may hang.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(pairs_of, snippets, chunksize=_CHUNK)
