"""A small part of the real snippets, and a model trained on it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import pytest

from service.classifier.artifact import Model, load
from service.training.snippets import Snippet, read_snippets
from service.training.train import train

SNIPPETS = Path(__file__).parent.parent.parent / "training_data" / "snippets"
DATE = datetime.date(2026, 1, 2)


@pytest.fixture(scope="session")
def some() -> Sequence[Snippet]:
    """Eighty snippets of each of five writers, with a code and without."""
    by_writer = groupby(read_snippets(SNIPPETS), key=lambda snippet: snippet.writer)
    parts = [list(snippets)[::3][:80] for _, snippets in by_writer]
    return [snippet for part in parts[:5] for snippet in part]


@pytest.fixture(scope="session")
def models(some: Sequence[Snippet], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one trained model, "small", that nobody may change."""
    folder = tmp_path_factory.mktemp("models")
    train(some, folder, "small", DATE)
    return folder


@pytest.fixture(scope="session")
def model(models: Path) -> Model:
    return load(models / "small")
