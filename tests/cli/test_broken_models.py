"""A server with a damaged model does not start, and says which file is damaged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from service.classifier.artifact import CARD, FEATURES, WEIGHTS
from tests.cli.test_command import call

MODELS = Path(__file__).parent.parent.parent / "models"
PROMOTIONS = MODELS / "promotions.jsonl"


def live_files() -> list[str]:
    """Return the files that a server reads, by their path inside `models`."""
    if not PROMOTIONS.exists():
        return []
    live = json.loads(PROMOTIONS.read_text(encoding="utf-8").splitlines()[-1])["to"]
    return [PROMOTIONS.name, *(f"{live}/{name}" for name in (CARD, FEATURES, WEIGHTS))]


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def alter(file: Path) -> None:
    """Change one bit in the middle."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


# A promotion that reads well is a promotion: only a model's own files can be known to be altered.
DAMAGED = [
    (name, damage)
    for name in live_files()
    for damage in (Path.unlink, truncate, alter)
    if not (name == PROMOTIONS.name and damage is alter)
]


@pytest.mark.parametrize(
    ("name", "damage"), DAMAGED, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_a_damaged_file_stops_the_start(tmp_path: Path, name: str, damage: Callable[[Path], None]) -> None:
    models = tmp_path / "models"
    shutil.copytree(MODELS, models)
    damage(models / name)
    called = call("serve", "--port", "0", SCRIBE_ASSIST_MODELS=str(models))
    assert called.returncode == 1
    assert Path(name).name in called.stderr and "Traceback" not in called.stderr
