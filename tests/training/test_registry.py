"""The registry: versions, the log of promotions, and bytes that are as they were written."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import pytest

from service.classifier.artifact import live_version, load_live
from service.errors import ModelError, TrainingError
from service.training.registry import live, log, next_version, promote, verify, versions

NOW = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)


@pytest.fixture
def copy(models: Path, tmp_path: Path) -> Path:
    """A folder with two versions, neither of them live."""
    for name in ("small", "other"):
        shutil.copytree(models / "small", tmp_path / name)
    card = tmp_path / "other" / "card.json"
    card.write_text(card.read_text(encoding="utf-8").replace('"small"', '"other"'), encoding="utf-8")
    return tmp_path


def test_the_last_promotion_is_live_and_the_log_keeps_all(copy: Path) -> None:
    assert versions(copy) == ("other", "small") and live(copy) is None
    promote(copy, "small", "ada", "the first", NOW)
    promote(copy, "other", "ada", "better", NOW)
    promote(copy, "small", "ada", "back", NOW)
    assert [(line.from_, line.to) for line in log(copy)] == [
        (None, "small"),
        ("small", "other"),
        ("other", "small"),
    ]
    assert live_version(copy) == load_live(copy).version == "small"
    last = json.loads((copy / "promotions.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert last.keys() == {"at", "who", "from", "to", "why", "card_sha256"}


def test_what_is_live_is_not_promoted_again(copy: Path) -> None:
    promote(copy, "small", "ada", "the first", NOW)
    with pytest.raises(TrainingError, match="live already"):
        promote(copy, "small", "ada", "again", NOW)


def test_a_damaged_version_is_not_promoted(copy: Path) -> None:
    (copy / "other" / "features.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ModelError, match=r"features\.json"):
        promote(copy, "other", "ada", "better", NOW)
    assert live(copy) is None


def test_a_card_altered_after_its_promotion_is_found(copy: Path) -> None:
    promote(copy, "small", "ada", "the first", NOW)
    card = copy / "small" / "card.json"
    card.write_text(card.read_text(encoding="utf-8").replace("2026-01-02", "2026-01-03"), encoding="utf-8")
    for look in (lambda: verify(copy, "small"), lambda: load_live(copy)):
        with pytest.raises(ModelError, match=r"card\.json"):
            look()


def test_a_day_has_as_many_versions_as_it_needs(tmp_path: Path) -> None:
    day = datetime.date(2026, 11, 21)
    given = []
    for _ in range(3):
        given.append(next_version(tmp_path, day))
        (tmp_path / given[-1]).mkdir()
    assert given == ["2026.11.21", "2026.11.21.1", "2026.11.21.2"]
