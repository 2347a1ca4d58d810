"""A small part of the real snippets, and models trained on it, once for all tests."""

from __future__ import annotations

import datetime
import itertools
import shutil
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import pytest

from service.classifier.artifact import Model, load
from service.training import gate
from service.training.comparing import compare
from service.training.comparison import Comparison
from service.training.held_out import Item
from service.training.snippets import Snippet, read_snippets
from service.training.train import train
from tests.training.conftest import DATE, SNIPPETS

NOW = datetime.datetime(2026, 1, 3, 4, 5, 6, tzinfo=datetime.UTC)
# The code of which "worse" was taught nothing right.
TURNED = "M54.12"


@pytest.fixture(scope="session")
def some() -> Sequence[Snippet]:
    """A hundred snippets of each of four writers, with a code and without.

    One writer is more than a fifth of them, and stays so beside some reviewed notes: which writers are held
    apart does not hang on the notes' random ids.
    """
    by_writer = groupby(read_snippets(SNIPPETS), key=lambda snippet: snippet.writer)
    parts = [list(snippets)[::3][:100] for _, snippets in by_writer]
    return [snippet for part in parts[:4] for snippet in part]


@pytest.fixture(scope="session")
def models(some: Sequence[Snippet], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one trained model, "small", that nobody may change."""
    folder = tmp_path_factory.mktemp("models")
    train(some, folder, "small", DATE)
    return folder


@pytest.fixture(scope="session")
def model(models: Path) -> Model:
    return load(models / "small")


def without(snippet: Snippet) -> Snippet:
    """A snippet of which a careless hand took the label."""
    return snippet.model_copy(update={"codes": (), "kind": "other"})


@pytest.fixture(scope="session")
def trained(some: Sequence[Snippet], models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with "small", "same" (less to learn from, as well made), and "worse" (one code turned)."""
    folder = tmp_path_factory.mktemp("trained")
    shutil.copytree(models / "small", folder / "small")
    tested = set(load(folder / "small").card.training.test_groups)
    fewer = [one for place, one in enumerate(some) if one.writer in tested or place % 20]
    worse = [
        without(one) if one.writer not in tested and any(label.code == TURNED for label in one.codes) else one
        for one in some
    ]
    train(fewer, folder, "same", DATE)
    train(worse, folder, "worse", DATE)
    return folder


def steady() -> Callable[[], float]:
    """A clock by which every answer takes the same time, whatever the machine is busy with."""
    return itertools.count().__next__


@pytest.fixture
def registry(trained: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    shutil.copytree(trained, folder)
    gate.promote(folder, "small", "ada", "the first", NOW)
    return folder


@pytest.fixture(scope="session")
def items(some: Sequence[Snippet]) -> Sequence[Item]:
    return [Item.of_snippet(snippet) for snippet in some]


@pytest.fixture(scope="session")
def compared(trained: Path, items: Sequence[Item]) -> Mapping[str, Comparison]:
    """Each challenger as it was compared with "small", not stored yet."""
    return {name: compare(trained, name, "small", items, NOW, steady()) for name in ("same", "worse")}
