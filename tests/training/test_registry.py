"""The registry: versions, the log of promotions, and bytes that are as they were written."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import pytest

from service.classifier.artifact import live_version, load_live
from service.errors import ModelError, TrainingError
from service.training.registry import (
    Grounds,
    append,
    live,
    log,
    next_version,
    promote,
    rollback,
    versions,
)
from service.training.verifying import verify

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
    assert last.keys() == {
        *("at", "who", "from", "to", "why", "card_sha256"),
        *("rollback", "comparison", "override"),
    }


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


def test_rolling_back_twice_goes_back_two_promotions_and_not_to_and_fro(copy: Path) -> None:
    with pytest.raises(TrainingError, match="no version was live before"):
        rollback(copy, "ada", "too much", NOW)
    shutil.copytree(copy / "small", copy / "third")
    card = copy / "third" / "card.json"
    card.write_text(card.read_text(encoding="utf-8").replace('"small"', '"third"'), encoding="utf-8")
    for name in ("small", "other", "third"):
        promote(copy, name, "ada", "better", NOW)
    assert rollback(copy, "ada", "worse", NOW).to == "other"
    assert rollback(copy, "ada", "worse still", NOW).to == "small"
    with pytest.raises(TrainingError, match="no version was live before"):
        rollback(copy, "ada", "too much", NOW)
    promote(copy, "third", "ada", "mended", NOW)
    assert rollback(copy, "ada", "no", NOW).to == live(copy) == "small"
    assert [line.rollback for line in log(copy)] == [False, False, False, True, True, False, True]


def test_of_two_promotions_at_once_one_wins_and_the_other_says_so(copy: Path) -> None:
    promote(copy, "small", "ada", "the first", NOW)
    before = (copy / "promotions.jsonl").read_bytes()
    promote(copy, "other", "bob", "mine", NOW)
    with pytest.raises(TrainingError, match="other was made live meanwhile, in the place of small"):
        append(copy, "small", "small", "ada", "mine", NOW, Grounds())
    assert (copy / "promotions.jsonl").read_bytes().startswith(before)
    assert [line.who for line in log(copy)] == ["ada", "bob"]


@pytest.mark.parametrize("line", ["{}", '{"at": 1', "half a li"])
def test_a_log_with_a_broken_line_is_named_and_not_written_to(copy: Path, line: str) -> None:
    promote(copy, "small", "ada", "the first", NOW)
    path = copy / "promotions.jsonl"
    broken = path.read_text(encoding="utf-8") + line + "\n"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(ModelError, match=r"promotions\.jsonl: line 2"):
        promote(copy, "other", "ada", "better", NOW)
    assert path.read_text(encoding="utf-8") == broken


def test_versions_of_what_is_no_folder_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "models").write_bytes(b"")
    with pytest.raises(ModelError, match="models: cannot be read"):
        versions(tmp_path / "models")


def test_a_day_has_as_many_versions_as_it_needs(tmp_path: Path) -> None:
    day = datetime.date(2026, 11, 21)
    given = []
    for _ in range(3):
        given.append(next_version(tmp_path, day))
        (tmp_path / given[-1]).mkdir()
    assert given == ["2026.11.21", "2026.11.21.1", "2026.11.21.2"]
