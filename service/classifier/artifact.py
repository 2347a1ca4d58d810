"""The model on disk: numbers and names in plain files, each verified before it is believed.

`<version>/weights.npz` has `weights` (one a feature) and `intercept`; `features.json` the features' names
in the same order; `card.json` the rest, with the SHA-256 of every other file of the folder. What a maintainer
reads beside them (the report, the fingerprints) is not loaded here. `promotions.jsonl` beside the versions
says which is live: the `to` of its last line, which also holds the SHA-256 of that card, as no card can
hold its own. Nothing here executes what it loads.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import math
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import Field, ValidationError

from service.classifier.calibration import Calibration
from service.classifier.card import Card, Sha256, Version
from service.domain import Frozen
from service.errors import ModelError

WEIGHTS = "weights.npz"
FEATURES = "features.json"
CARD = "card.json"
PROMOTIONS = "promotions.jsonl"


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over named binary features, with its calibration and its operating point."""

    version: str
    card: Card
    weights: Mapping[str, float]
    intercept: float
    calibration: Calibration
    operating_point: float

    def score(self, features: Iterable[str]) -> float:
        """Return the log-odds before calibration; a feature counts once, an unknown one not at all."""
        weights = self.weights
        # fsum: the same sum in whatever order the set yields its names.
        return math.fsum([self.intercept, *(weights[name] for name in set(features) if name in weights)])

    def probability(self, features: Iterable[str]) -> float:
        """Return the calibrated probability that a careful coder would give the code its disposition."""
        return self.calibration.probability(self.score(features))


class Compared(Frozen):
    """The comparison that allowed a promotion: its file beside the versions, its SHA-256 and its outcome."""

    file: str
    sha256: Sha256
    summary: str


class Promotion(Frozen):
    """One line of the log of promotions: `from` is null in the first.

    `comparison` is what allowed it, `override` the reason why it went live without one that passes; a first
    promotion and a rollback need neither.
    """

    at: datetime.datetime
    who: str
    from_: Version | None = Field(alias="from")
    to: Version
    why: str
    card_sha256: Sha256
    rollback: bool = False
    comparison: Compared | None = None
    override: str | None = None


def load(folder: Path, card_sha256: str | None = None) -> Model:
    """Load a model; raise ModelError, naming the file, if one is missing, truncated, altered or malformed.

    With `card_sha256` the card itself is verified as well.
    """
    card = read_card(folder, card_sha256)
    contents = {}
    for name in (WEIGHTS, FEATURES):
        if name not in card.files:
            raise ModelError(folder / CARD, f"does not list {name}")
        contents[name] = verified(folder / name, card.files[name])
    names = _names(folder / FEATURES, contents[FEATURES])
    weights, intercept = _weights(folder / WEIGHTS, contents[WEIGHTS])
    if not len(weights) == len(names) == card.features:
        why = f"{len(weights)} weights for {len(names)} names; the card says {card.features}"
        raise ModelError(folder / WEIGHTS, why)
    return Model(
        version=card.version,
        card=card,
        weights=dict(zip(names, weights, strict=True)),
        intercept=intercept,
        calibration=card.calibration,
        operating_point=card.operating_point,
    )


def load_live(models: Path) -> Model:
    """Load the model that was promoted last; raise ModelError if there is none or it cannot be trusted."""
    promotion = promotions(models)[-1]
    return load(models / promotion.to, promotion.card_sha256)


def live_version(models: Path) -> str:
    """Return the version that was promoted last; raise ModelError if there is none."""
    return promotions(models)[-1].to


def promotions(models: Path) -> tuple[Promotion, ...]:
    """Return the log of promotions, oldest first, at least one; raise ModelError if it cannot be read."""
    path = models / PROMOTIONS
    lines = _read(path).split(b"\n")
    if len(lines) == 1:
        raise ModelError(path, "its last line is cut off" if lines[0] else "no model has been promoted")
    if lines.pop():
        raise ModelError(path, "its last line is cut off")
    return tuple(_promotion(path, number, line) for number, line in enumerate(lines, 1))


def read_card(folder: Path, card_sha256: str | None = None) -> Card:
    """Return a model's card; raise ModelError if it is missing, malformed or not the one expected."""
    if not folder.is_dir():
        raise ModelError(folder, "no such version; `scribe-assist models list` names those there are")
    path = folder / CARD
    content = _read(path) if card_sha256 is None else verified(path, card_sha256)
    try:
        card = Card.model_validate_json(content)
    except ValidationError as error:
        raise ModelError(path, f"is no card: {faults(error)}") from None
    if card.version != folder.name:
        raise ModelError(path, f"is the card of version {card.version}")
    return card


def faults(error: ValidationError) -> str:
    """Return what a validation found, place by place, without the values."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'line'}: {fault['msg']}" for fault in found)


def _promotion(path: Path, number: int, line: bytes) -> Promotion:
    try:
        return Promotion.model_validate_json(line)
    except ValidationError as error:
        raise ModelError(path, f"line {number}: {faults(error)}") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ModelError(path, "is missing") from None
    except OSError as error:
        raise ModelError(path, f"cannot be read: {error.strerror}") from None


def verified(path: Path, sha256: str) -> bytes:
    """Return what a file holds; raise ModelError if that is missing or not what was recorded."""
    content = _read(path)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelError(path, "is truncated or altered: its SHA-256 is not the one recorded")
    return content


def _names(path: Path, content: bytes) -> list[str]:
    try:
        names = json.loads(content)
    except ValueError:
        raise ModelError(path, "is not JSON") from None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ModelError(path, "is not a list of names")
    if len(set(names)) < len(names):
        raise ModelError(path, "names a feature twice")
    return names


def _weights(path: Path, content: bytes) -> tuple[list[float], float]:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            weights, intercept = arrays["weights"], arrays["intercept"]
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile):
        raise ModelError(path, "is not an archive of the arrays weights and intercept") from None
    if not (_is_vector(weights) and _is_vector(intercept) and intercept.shape == (1,)):
        raise ModelError(path, "needs a vector of finite weights and one finite intercept, in float64")
    return weights.tolist(), float(intercept[0])


def _is_vector(array: Any) -> bool:
    return bool(array.dtype == np.float64 and array.ndim == 1 and np.isfinite(array).all())
