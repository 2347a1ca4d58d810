"""Every byte of the registry is accounted for."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from service.training.registry import promote
from service.training.verifying import findings_of_log, findings_of_version, vouched_by

NOW = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)


@pytest.fixture
def copy(models: Path, tmp_path: Path) -> Path:
    shutil.copytree(models / "small", tmp_path / "small")
    return tmp_path


def test_what_is_as_it_was_written_has_no_finding_and_the_log_vouches_for_its_card(copy: Path) -> None:
    assert findings_of_version(copy, "small") == findings_of_log(copy) == []
    assert vouched_by(copy, "small") == "nothing yet"
    promote(copy, "small", "ada", "the first", NOW)
    assert findings_of_version(copy, "small") == findings_of_log(copy) == []
    assert vouched_by(copy, "small") == "the log of promotions"


def test_one_altered_bit_of_any_file_is_found(copy: Path) -> None:
    promote(copy, "small", "ada", "the first", NOW)
    for path in sorted((copy / "small").iterdir()):
        whole = path.read_bytes()
        bytes_ = bytearray(whole)
        bytes_[len(bytes_) // 2] ^= 1
        path.write_bytes(bytes_)
        assert any(path.name in finding for finding in findings_of_version(copy, "small")), path.name
        path.write_bytes(whole)
    assert findings_of_version(copy, "small") == []


@pytest.mark.parametrize(
    ("harm", "finding"),
    [
        (lambda models: (models / "small" / "seen.npy").unlink(), "seen.npy: is missing"),
        (lambda models: (models / "small" / "notes.txt").touch(), "notes.txt: is not listed in the card"),
        (lambda models: shutil.rmtree(models / "small"), "no such version"),
    ],
    ids=["missing", "unexpected", "gone"],
)
def test_files_that_should_not_be_missing_or_there_are_found(
    copy: Path, harm: Callable[[Path], None], finding: str
) -> None:
    harm(copy)
    assert any(finding in found for found in findings_of_version(copy, "small"))


def test_a_log_that_does_not_hang_together_is_found(copy: Path) -> None:
    promote(copy, "small", "ada", "the first", NOW)
    path = copy / "promotions.jsonl"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"from":null', '"from":"older"'), encoding="utf-8"
    )
    assert findings_of_log(copy) == [f"{path}: line 1: comes from older, but None was live"]
    shutil.rmtree(copy / "small")
    (copy / ".small.x.draft").mkdir()
    (copy / "notes.txt").touch()
    assert len(findings_of_log(copy)) == 4
    assert findings_of_log(copy / "nowhere") == [f"{copy / 'nowhere'}: is no folder"]
