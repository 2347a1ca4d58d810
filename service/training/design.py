"""The design: pairs as the rows of a sparse matrix, features as its columns, on disk or in memory.

The matrix is walked in blocks of rows, so that what is computed from it needs the memory of one block. On
disk it is mapped, and its pages are the system's to drop.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from service.training.shards import Shard

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]
Columns = NDArray[np.int32]

# Ones in a block: 12 MB for their columns and values.
_IN_A_BLOCK = 1_000_000
_ARRAYS = ("columns", "starts", "truth", "folds")

# Returns the name by which a feature is kept, or None.
Keep = Callable[[str], str | None]


class Block(NamedTuple):
    """Some rows, and where they stand in the whole."""

    rows: slice
    matrix: csr_array[Any, Any]


@dataclass(frozen=True)
class Matrix:
    """The ones of each row: those of row n are `columns[starts[n]:starts[n + 1]]`."""

    columns: Columns
    starts: Integers
    truth: Bools
    folds: Integers
    width: int

    def __len__(self) -> int:
        return len(self.truth)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The whole, in order; of the blocks only their starts are held, besides what is mapped."""
        ones = np.ones(_IN_A_BLOCK)
        blocks = []
        first = 0
        while first < len(self):
            last = int(np.searchsorted(self.starts, self.starts[first] + _IN_A_BLOCK, side="right")) - 1
            begin, end = int(self.starts[first]), int(self.starts[last])
            starts = (self.starts[first : last + 1] - begin).astype(np.int32)
            parts = (ones[: end - begin], self.columns[begin:end], starts)
            blocks.append(Block(slice(first, last), csr_array(parts, shape=(last - first, self.width))))
            first = last
        return tuple(blocks)

    def seen(self, rows: Bools) -> Integers:
        """Return how many of some rows have each column."""
        times = np.zeros(self.width, dtype=np.int64)
        for block in self.blocks:
            times += np.rint(block.matrix.T @ rows[block.rows].astype(np.float64)).astype(np.int64)
        return times

    def in_memory(self) -> Matrix:
        """Return the same with no file behind it, to be sent elsewhere."""
        columns, starts, truth, folds = map(np.array, (self.columns, self.starts, self.truth, self.folds))
        return Matrix(columns, starts, truth, folds, self.width)

    @classmethod
    def open(cls, folder: Path) -> Matrix:
        """Open a matrix that `design` wrote."""
        columns, starts, truth, folds = (
            np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS
        )
        width = int(np.load(folder / "width.npy", allow_pickle=False))
        return cls(columns, starts, truth, folds, width)


class Design(NamedTuple):
    """A matrix, the names of its columns, and the folder that it is in, if it is in any."""

    matrix: Matrix
    names: tuple[str, ...]
    folder: Path | None


@lru_cache(maxsize=1)
def opened(folder: Path) -> Matrix:
    """Return the matrix of a folder, opened once in each process."""
    return Matrix.open(folder)


def everything(feature: str) -> str:
    """Keep a feature as it is."""
    return feature


def design(
    shards: Sequence[Shard], folds: Integers, rarest: int, keep: Keep = everything, folder: Path | None = None
) -> Design:
    """Lay the pairs of the shards out; `folds` has the fold of each.

    Columns are in the order of their names. Features that fewer pairs have than `rarest` are left out, as no
    weight would be given to them. With a folder, the ones go there and are mapped.
    """
    times: Counter[str] = Counter()
    for names, columns, _ in _kept(shards, keep):
        for name, count in zip(names, np.bincount(columns, minlength=len(names)).tolist(), strict=True):
            times[name] += count
    common = tuple(sorted(name for name, count in times.items() if count >= rarest))
    ones = sum(times[name] for name in common)
    del times
    place = {name: column for column, name in enumerate(common)}
    truth: list[Bools] = []
    widths: list[Integers] = []

    def columns_of_each() -> Iterator[Columns]:
        for shard, (names, columns, rows) in zip(shards, _kept(shards, keep), strict=True):
            found = np.array([place.get(name, -1) for name in names], dtype=np.int32)[columns]
            widths.append(np.bincount(rows[found >= 0], minlength=len(shard.widths)))
            truth.append(shard.truth)
            yield found[found >= 0]

    if folder is None:
        columns = np.concatenate([np.zeros(0, dtype=np.int32), *columns_of_each()])
    else:
        _write(folder / "columns.npy", columns_of_each(), ones)
    starts = np.cumsum(np.concatenate([np.zeros(1, dtype=np.int64), *widths]))
    arrays = {"starts": starts, "truth": np.concatenate(truth), "folds": folds}
    if folder is None:
        return Design(Matrix(columns, **arrays, width=len(common)), common, None)
    for name, array in (arrays | {"width": np.array(len(common))}).items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    return Design(Matrix.open(folder), common, folder)


def _kept(shards: Iterable[Shard], keep: Keep) -> Iterator[tuple[tuple[str, ...], Columns, Integers]]:
    """Yield of each shard the names that are kept, and the column and the row of each one, each once."""
    for shard in shards:
        rows = np.repeat(np.arange(len(shard.widths)), shard.widths)
        if keep is everything:
            yield shard.names, shard.columns, rows
            continue
        table: dict[str, int] = {}
        renamed = [
            -1 if (kept := keep(name)) is None else table.setdefault(kept, len(table)) for name in shard.names
        ]
        columns = np.array(renamed, dtype=np.int32)[shard.columns]
        rows, columns = rows[columns >= 0], columns[columns >= 0]
        _, first = np.unique(rows * max(1, len(table)) + columns, return_index=True)
        first.sort()
        yield tuple(table), columns[first], rows[first]


def _write(path: Path, parts: Iterable[Columns], size: int) -> None:
    """Write an array of which the parts come one after another."""
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "<i4", "fortran_order": False, "shape": (size,)})
        for part in parts:
            file.write(part.astype("<i4").tobytes())
