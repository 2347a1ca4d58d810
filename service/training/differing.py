"""What differs between two versions, by their cards and their weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from service.classifier.artifact import Model, load
from service.classifier.card import Card
from service.domain import Frozen

Value = int | float | str | None

_MOST_WEIGHTS = 20


class Change(Frozen):
    """A value of both versions that is not the same in both; None where one has none."""

    name: str
    before: Value
    after: Value


class Differences(Frozen):
    """What differs, by what it is; figures are each of the version's own test, so only hints."""

    before: str
    after: str
    data: tuple[Change, ...]
    settings: tuple[Change, ...]
    figures: tuple[Change, ...]
    weights: tuple[Change, ...]
    new_features: int
    lost_features: int


def diff(models: Path, before: str, after: str) -> Differences:
    """Compare two versions' cards and weights; raise ModelError if one cannot be loaded."""
    return diff_models(load(models / before), load(models / after))


def diff_models(before: Model, after: Model) -> Differences:
    """Compare two models; `weights` are those that moved furthest, a feature that is not there counting 0."""
    one, other = before.weights, after.weights
    moved = sorted(
        one.keys() | other.keys(), key=lambda name: (-abs(other.get(name, 0) - one.get(name, 0)), name)
    )
    return Differences(
        before=before.version,
        after=after.version,
        data=_changes(_data(before.card), _data(after.card)),
        settings=_changes(_settings(before.card), _settings(after.card)),
        figures=_changes(_figures(before.card), _figures(after.card)),
        weights=_changes(one, other, moved[:_MOST_WEIGHTS]),
        new_features=len(other.keys() - one.keys()),
        lost_features=len(one.keys() - other.keys()),
    )


def _changes(
    before: Mapping[str, Value], after: Mapping[str, Value], names: Sequence[str] | None = None
) -> tuple[Change, ...]:
    return tuple(
        Change(name=name, before=before.get(name), after=after.get(name))
        for name in (names if names is not None else dict.fromkeys((*before, *after)))
        if before.get(name) != after.get(name)
    )


def _data(card: Card) -> dict[str, Value]:
    counts = card.data.counts
    found: dict[str, Value] = {
        "fingerprint": card.data.fingerprint,
        "snippets": counts.snippets,
        "without a code": counts.without_code,
    }
    tables = {
        "": counts.by_code,
        "disposition ": counts.by_disposition,
        "kind ": counts.by_kind,
        "style ": counts.by_style,
        "writer ": counts.by_writer,
        "source ": counts.by_source,
    }
    return found | {f"{title}{key}": n for title, table in tables.items() for key, n in table.items()}


def _settings(card: Card) -> dict[str, Value]:
    training = card.training
    found: dict[str, Value] = {
        "trained at": card.trained_at.isoformat(),
        "seed": training.seed,
        "regularisation": training.regularisation,
        "rarest feature": training.rarest_feature,
        "most false notes": training.most_false_notes,
        "operating point": card.operating_point,
        "calibration": card.calibration.method,
        "features": card.features,
        "writers held apart for the test": ", ".join(training.test_groups),
    }
    return found | {f"library {name}": version for name, version in card.libraries.items()}


def _figures(card: Card) -> dict[str, Value]:
    sets = {"test": card.figures.test, "out of fold": card.figures.out_of_fold}
    return {
        f"{name}, {where}": value
        for where, figures in sets.items()
        for name, value in figures.model_dump().items()
    }
