"""A shard: what training keeps of a block of snippets once they are read, in memory or in one file.

The file is an archive of numpy arrays, without pickles. It has the names of the features, among them words of
the snippets, and no text.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from service.domain import Disposition
from service.training.labels import Label
from service.training.listing import digest
from service.training.pairs import Pair, pairs_of
from service.training.seen import Fingerprints, fingerprint_of
from service.training.snippets import Snippet, Source, said_by
from service.training.splits import unit_of

Places = NDArray[np.int32]
T = TypeVar("T", bound=Hashable)


class Said(NamedTuple):
    """A proposed code with its disposition and replacements."""

    code: str
    disposition: Disposition
    instead: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shard:
    """A block of snippets. What repeats stands once, in a table; the arrays say which of it.

    Of each snippet: `texts`, the fingerprint of its words; `pairs`, how many it has; `labelled`, which of
    `gold` it has; `written`, which of `units` it is of; `made_up`, whether it is nobody's. Of each pair:
    `widths`, how many features it has; `saying`, which of `said` it is; `truth`. `columns` has the features
    of one pair after those of another, each a place in `names`.
    """

    digest: str
    names: tuple[str, ...]
    said: tuple[Said, ...]
    gold: tuple[tuple[Label, ...], ...]
    units: tuple[str, ...]
    texts: Fingerprints
    pairs: Places
    labelled: Places
    written: Places
    made_up: NDArray[np.bool_]
    widths: Places
    saying: Places
    truth: NDArray[np.bool_]
    columns: Places

    @classmethod
    def of(cls, snippets: Sequence[Snippet], pairs: Sequence[Sequence[Pair]] | None = None) -> Shard:
        """Read snippets as notes are read; or take the pairs of each as given."""
        of_each = [pairs_of(snippet) for snippet in snippets] if pairs is None else pairs
        every = [pair for pairs in of_each for pair in pairs]
        names, columns = _tabled(name for pair in every for name in pair.features)
        said, saying = _tabled(Said(pair.code, pair.disposition, pair.instead) for pair in every)
        gold, labelled = _tabled(snippet.codes for snippet in snippets)
        units, written = _tabled(unit_of(snippet) for snippet in snippets)
        return cls(
            digest(map(said_by, snippets)),
            names,
            said,
            gold,
            units,
            np.array([fingerprint_of(snippet.text) for snippet in snippets], dtype=np.uint64),
            np.array([len(pairs) for pairs in of_each], dtype=np.int32),
            labelled,
            written,
            np.array([snippet.source is Source.SYNTHETIC for snippet in snippets], dtype=bool),
            np.array([len(pair.features) for pair in every], dtype=np.int32),
            saying,
            np.array([pair.true for pair in every], dtype=bool),
            columns,
        )

    def write(self, path: Path) -> None:
        """Write the shard by one rename."""
        tables = {
            "digest": self.digest,
            "names": self.names,
            "said": [(one.code, one.disposition, sorted(one.instead)) for one in self.said],
            "gold": [[label.model_dump(mode="json") for label in labels] for labels in self.gold],
            "units": self.units,
        }
        draft = path.with_suffix(".draft")
        with draft.open("wb") as file:
            np.savez(
                file,
                tables=np.frombuffer(json.dumps(tables).encode(), dtype=np.uint8),
                allow_pickle=False,
                **{name: getattr(self, name) for name in _ARRAYS},
            )
        os.replace(draft, path)

    @classmethod
    def read(cls, path: Path) -> Shard:
        """Read a shard that `write` wrote."""
        with np.load(path, allow_pickle=False) as archive:
            tables = json.loads(archive["tables"].tobytes())
            return cls(
                tables["digest"],
                tuple(tables["names"]),
                tuple(
                    Said(code, Disposition(how), frozenset(instead)) for code, how, instead in tables["said"]
                ),
                tuple(_labels(json.dumps(labels)) for labels in tables["gold"]),
                tuple(tables["units"]),
                **{name: archive[name] for name in _ARRAYS},
            )


_ARRAYS = ("texts", "pairs", "labelled", "written", "made_up", "widths", "saying", "truth", "columns")


def digest_of(path: Path) -> str | None:
    """Return the digest of the block that a file was made of; None if there is no whole file."""
    try:
        # Opened here, for numpy leaves a file open that is no archive.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            for name in _ARRAYS:
                archive[name]
            return str(json.loads(archive["tables"].tobytes())["digest"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


class Spool(Sequence[Shard]):
    """The shards of a folder, each read when it is asked for."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths

    def __len__(self) -> int:
        return len(self._paths)

    def __getitem__(self, place: Any) -> Any:
        return Shard.read(self._paths[place])

    def __iter__(self) -> Iterator[Shard]:
        return map(Shard.read, self._paths)


@lru_cache(maxsize=4096)
def _labels(said: str) -> tuple[Label, ...]:
    return tuple(map(Label.model_validate, json.loads(said)))


def _tabled(things: Iterable[T]) -> tuple[tuple[T, ...], Places]:
    """Return the distinct things in the order in which they come, and which each is."""
    table: dict[T, int] = {}
    places = [table.setdefault(thing, len(table)) for thing in things]
    return tuple(table), np.array(places, dtype=np.int32)
