"""The registry: which versions there are, whether their bytes are as they were written, which one is live."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
from pathlib import Path

from service.classifier.artifact import CARD, PROMOTIONS, Promotion, load, promotions
from service.classifier.card import VERSION_FORM
from service.errors import ModelError, TrainingError


def versions(models: Path) -> tuple[str, ...]:
    """Return the versions in a folder, in the order of their names."""
    if not models.is_dir():
        return ()
    named = (folder.name for folder in models.iterdir() if folder.is_dir())
    return tuple(sorted(name for name in named if re.match(VERSION_FORM, name)))


def next_version(models: Path, today: datetime.date) -> str:
    """Return the first free version of a day: 2026.11.21, then 2026.11.21.1."""
    day, taken = f"{today:%Y.%m.%d}", versions(models)
    numbered = (f"{day}.{number}" for number in range(1, len(taken) + 1))
    return next(name for name in (day, *numbered) if name not in taken)


def log(models: Path) -> tuple[Promotion, ...]:
    """Return the promotions, oldest first; none where nothing was promoted yet."""
    return promotions(models) if (models / PROMOTIONS).exists() else ()


def live(models: Path) -> str | None:
    """Return the live version, if one was promoted."""
    promoted = log(models)
    return promoted[-1].to if promoted else None


def verify(models: Path, version: str) -> None:
    """Check every byte of a version against its card, and its card against the log; raise ModelError."""
    promoted = [promotion for promotion in log(models) if promotion.to == version]
    load(models / version, promoted[-1].card_sha256 if promoted else None)


def promote(models: Path, version: str, who: str, why: str, at: datetime.datetime) -> Promotion:
    """Make a version live: verify it, and add a line to the log.

    Raises ModelError if the version cannot be trusted, TrainingError if it is live already.
    """
    verify(models, version)
    past = log(models)
    before = past[-1].to if past else None
    if before == version:
        raise TrainingError(f"{version} is live already")
    card = (models / version / CARD).read_bytes()
    promotion = Promotion.model_validate(
        {
            "at": at,
            "who": who,
            "from": before,
            "to": version,
            "why": why,
            "card_sha256": hashlib.sha256(card).hexdigest(),
        }
    )
    _append(models / PROMOTIONS, promotion.model_dump_json(by_alias=True))
    return promotion


def _append(path: Path, line: str) -> None:
    """Put the file with the line in the place of the file without it, by one rename."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        before = path.read_bytes() if path.exists() else b""
        with draft.open("wb") as file:
            file.write(before + line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ModelError(path, f"cannot be written: {error.strerror}") from None
