"""Writing a model's folder: the same model gives the same bytes, and a reader never sees half of one."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.classifier.artifact import CARD, FEATURES, WEIGHTS
from service.classifier.card import Card
from service.errors import TrainingError
from service.training.durable import alone, write_folder

# The clock of a zip archive begins here; a later date would be in the bytes.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
# Beside the versions stand their comparisons.
RESERVED = frozenset({"comparisons"})


def contents(names: Sequence[str], weights: NDArray[np.float64], intercept: float) -> Mapping[str, bytes]:
    """Return the files of the weights, by name."""
    return {
        WEIGHTS: _archive({"weights": weights, "intercept": np.array([intercept])}),
        FEATURES: (json.dumps(list(names), ensure_ascii=False, indent=0) + "\n").encode(),
    }


def sha256_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file, as the card lists them."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}


def publish(models: Path, card: Card, files: Mapping[str, bytes]) -> Path:
    """Write a version's folder whole, by one rename; raise TrainingError if the version is there already.

    Of two trainers that write the same version, the first to finish has it.
    """
    folder = models / card.version
    text = (card.model_dump_json(indent=2) + "\n").encode()
    with alone(models):
        require_free(models, card.version)
        write_folder(folder, {**files, CARD: text})
    return folder


def require_free(models: Path, version: str) -> None:
    """Raise TrainingError if a version cannot be written: there is one of the name, or nowhere to put it."""
    if version in RESERVED:
        raise TrainingError(
            f"{version} is no name for a version: {models / version} is kept for other things"
        )
    standing = next(path for path in (models, *models.absolute().parents) if path.exists())
    if not standing.is_dir() or not os.access(standing, os.W_OK | os.X_OK):
        raise TrainingError(
            f"{models}: no version can be written here; {standing} is not a folder to write to"
        )
    if os.path.lexists(models / version):
        raise TrainingError(f"{models / version}: exists already")


def _archive(arrays: Mapping[str, NDArray[np.float64]]) -> bytes:
    """Return what numpy.savez would write, without the time of day."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _NO_DATE), content.getvalue())
    return whole.getvalue()
