"""A shard on disk is the shard in memory, and half of one is none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from service.training.shards import Shard, digest_of
from service.training.snippets import Snippet


@pytest.fixture(scope="module")
def shard(some: Sequence[Snippet]) -> Shard:
    return Shard.of(some[:60])


def test_what_is_written_is_read(shard: Shard, tmp_path: Path) -> None:
    shard.write(tmp_path / "1.npz")
    again = Shard.read(tmp_path / "1.npz")
    for name in Shard.__slots__:
        one, other = getattr(shard, name), getattr(again, name)
        assert np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other, name
    assert (
        shard.columns.any() and shard.truth.any() and any(label.instead for of in shard.gold for label in of)
    )
    assert [file.name for file in tmp_path.iterdir()] == ["1.npz"]


def test_a_file_of_a_shard_has_no_text_and_no_pickle(
    shard: Shard, some: Sequence[Snippet], tmp_path: Path
) -> None:
    shard.write(tmp_path / "1.npz")
    with zipfile.ZipFile(tmp_path / "1.npz") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
        for name in archive.namelist():
            np.load(io.BytesIO(archive.read(name)), allow_pickle=False)
    assert not any(snippet.text.encode() in content for snippet in some[:60])


@pytest.mark.parametrize("size", [0, 1, 1000, -1])
def test_half_a_file_is_no_shard(shard: Shard, tmp_path: Path, size: int) -> None:
    path = tmp_path / "1.npz"
    shard.write(path)
    assert digest_of(path) == shard.digest
    path.write_bytes(path.read_bytes()[:size])
    assert digest_of(path) is None and digest_of(tmp_path / "2.npz") is None
