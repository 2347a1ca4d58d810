"""Writing a model's folder: the same model gives the same bytes, and a reader never sees half of one."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.classifier.artifact import CARD, FEATURES, WEIGHTS
from service.classifier.card import Card
from service.errors import TrainingError

# The clock of a zip archive begins here; a later date would be in the bytes.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


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
    """Write a version's folder whole, by one rename; raise TrainingError if the version is there already."""
    folder = models / card.version
    draft = models / f".{card.version}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(parents=True)
        for name, content in files.items():
            (draft / name).write_bytes(content)
        (draft / CARD).write_text(card.model_dump_json(indent=2) + "\n", encoding="utf-8")
        # A rename onto a folder that has files fails: a version is written once.
        draft.rename(folder)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        why = "exists already" if folder.exists() else error.strerror
        raise TrainingError(f"{folder}: {why}") from None
    return folder


def _archive(arrays: Mapping[str, NDArray[np.float64]]) -> bytes:
    """Return what numpy.savez would write, without the time of day."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _NO_DATE), content.getvalue())
    return whole.getvalue()
