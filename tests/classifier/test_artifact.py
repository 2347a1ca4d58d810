"""A model on disk: believed only when every byte is as recorded, and scored as scikit-learn scores it."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from service.classifier.artifact import Model, load, load_live, promotions
from service.classifier.calibration import Platt
from service.errors import ModelError

FIGURES = dict.fromkeys(
    "exact f1 macro_f1 top1 top3 disposition instead false_note quiet ece".split(), None
) | {"notes": 0}
COUNTS: dict[str, Any] = dict.fromkeys(
    "by_code by_disposition by_kind by_style by_writer by_source".split(), {}
) | {
    "snippets": 0,
    "without_code": 0,
}


def archive(**arrays: Any) -> bytes:
    content = io.BytesIO()
    np.savez(content, **arrays)
    return content.getvalue()


def files() -> dict[str, bytes]:
    weights = np.array([0.5, -1.25, 2.0])
    return {
        "weights.npz": archive(weights=weights, intercept=np.array([0.25])),
        "features.json": json.dumps(["one", "two", "three"]).encode(),
    }


def card(contents: dict[str, bytes], **changes: Any) -> dict[str, Any]:
    return {
        "version": "1",
        "trained_at": "2026-01-02",
        "data": {"fingerprint": "0" * 64, "counts": COUNTS},
        "training": {
            "seed": 0,
            "regularisation": 1.0,
            "losses": {},
            "rarest_feature": 1,
            "most_false_notes": 0.03,
            "fitted_groups": [],
            "test_groups": [],
        },
        "figures": {
            "out_of_fold": FIGURES,
            "test": FIGURES,
            "reach_out_of_fold": None,
            "reach_test": None,
        },
        "features": 3,
        "operating_point": 0.5,
        "calibration": {"method": "platt", "slope": 1.0, "intercept": 0.0},
        "libraries": {},
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    } | changes


def write(folder: Path, contents: dict[str, bytes], **changes: Any) -> Path:
    """Write a version whose card fits its files, and promote it."""
    version = folder / "1"
    version.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (version / name).write_bytes(content)
    text = json.dumps(card(contents, **changes)).encode()
    (version / "card.json").write_bytes(text)
    line = {
        "at": "2026-01-02T03:04:05Z",
        "who": "ada",
        "from": None,
        "to": "1",
        "why": "the first",
        "card_sha256": hashlib.sha256(text).hexdigest(),
    }
    (folder / "promotions.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    return version


def test_a_whole_model_loads(tmp_path: Path) -> None:
    write(tmp_path, files())
    model = load_live(tmp_path)
    assert (model.version, model.operating_point, model.intercept) == ("1", 0.5, 0.25)
    assert model.weights == {"one": 0.5, "two": -1.25, "three": 2.0}
    assert model.score(["three", "one", "three", "unheard of"]) == 2.75


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def alter(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [Path.unlink, truncate, alter])
@pytest.mark.parametrize("name", ["card.json", "weights.npz", "features.json"])
def test_a_damaged_file_is_named(tmp_path: Path, name: str, damage: Callable[[Path], None]) -> None:
    damage(write(tmp_path, files()) / name)
    with pytest.raises(ModelError) as caught:
        load_live(tmp_path)
    assert caught.value.file == tmp_path / "1" / name


MALFORMED = {
    "weights.npz": {
        "no archive": b"weights",
        "no intercept": archive(weights=np.zeros(3)),
        "objects": archive(weights=np.array([{}, {}, {}], dtype=object), intercept=np.zeros(1)),
        "not a number": archive(weights=np.array([0, np.nan, 0]), intercept=np.zeros(1)),
        "too few": archive(weights=np.zeros(2), intercept=np.zeros(1)),
        "a table": archive(weights=np.zeros((3, 1)), intercept=np.zeros(1)),
        "two intercepts": archive(weights=np.zeros(3), intercept=np.zeros(2)),
        "text": archive(weights=np.array(["a", "b", "c"]), intercept=np.zeros(1)),
    },
    "features.json": {
        "no JSON": b"one, two, three",
        "no list": b'{"one": 1}',
        "numbers": b"[1, 2, 3]",
        "twice": b'["one", "two", "one"]',
    },
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(name, content, id=f"{name} {what}")
        for name, contents in MALFORMED.items()
        for what, content in contents.items()
    ],
)
def test_a_malformed_file_is_named_though_its_sha256_is_right(
    tmp_path: Path, name: str, content: bytes
) -> None:
    folder = write(tmp_path, files() | {name: content})
    with pytest.raises(ModelError) as caught:
        load(folder)
    assert caught.value.file == folder / name


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "2"},
        {"operating_point": 1.5},
        {"calibration": {"method": "platt", "slope": -1.0, "intercept": 0.0}},
        {"calibration": {"method": "isotonic", "scores": [0.0, 1.0], "probabilities": [0.9, 0.1]}},
        {"files": {}},
        {"files": {"../../secret": "0" * 64}},
    ],
    ids=str,
)
def test_a_card_that_does_not_hold_is_named(tmp_path: Path, changes: dict[str, Any]) -> None:
    folder = write(tmp_path, files(), **changes)
    with pytest.raises(ModelError) as caught:
        load(folder)
    assert caught.value.file == folder / "card.json"


@pytest.mark.parametrize("content", [b"", b'{"at": "2026', b"{}\n", b'{"to": "../1"}\n'])
def test_a_broken_log_of_promotions_is_named(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, files())
    log = tmp_path / "promotions.jsonl"
    log.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        load_live(tmp_path)
    assert caught.value.file == log


def test_a_promotion_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, files())
    log = tmp_path / "promotions.jsonl"
    log.write_text(log.read_text(encoding="utf-8").replace('"to": "1"', '"to": "../1"'), encoding="utf-8")
    with pytest.raises(ModelError, match=r"line 1: to: "):
        promotions(tmp_path)


def test_our_scores_are_those_of_scikit_learn(tmp_path: Path) -> None:
    """With the curve left straight, the probability is predict_proba's to twelve digits."""
    random = np.random.default_rng(3)
    names = [f"feature {n}" for n in range(200)]
    has = random.random((500, 200)) < 0.1
    truth = has[:, :100].sum(axis=1) + random.normal(size=500) > has[:, 100:].sum(axis=1)
    regression = LogisticRegression(C=3.0).fit(has, truth)
    content = {
        "weights.npz": archive(weights=regression.coef_[0], intercept=regression.intercept_),
        "features.json": json.dumps(names).encode(),
    }
    model: Model = load(write(tmp_path, content, features=200))
    assert model.calibration == Platt(slope=1.0, intercept=0.0)
    expected = regression.predict_proba(has)[:, 1]
    for row, chance in zip(has, expected, strict=True):
        features = [name for name, held in zip(names, row, strict=True) if held]
        assert model.probability(features[::-1]) == pytest.approx(chance, abs=1e-12, rel=0)
