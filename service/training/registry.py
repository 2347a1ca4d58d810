"""The registry: which versions there are, which one is live, and how one takes another's place.

A version's folder is written once. The log of promotions only grows, and its last line is the live version.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from service.classifier.artifact import CARD, PROMOTIONS, Compared, Promotion, promotions
from service.classifier.card import VERSION_FORM
from service.errors import ModelError, TrainingError
from service.training.durable import alone, write_file
from service.training.publishing import RESERVED
from service.training.verifying import verify


class Grounds(NamedTuple):
    """What allows a promotion: a comparison that passes, the reason to do without, or that it goes back."""

    comparison: Compared | None = None
    override: str | None = None
    rollback: bool = False


def versions(models: Path) -> tuple[str, ...]:
    """Return the versions in a folder, in the order of their names; ModelError if it cannot be read."""
    try:
        named = [folder.name for folder in models.iterdir() if folder.is_dir()]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ModelError(models, f"cannot be read: {error.strerror}") from None
    return tuple(sorted(name for name in named if re.match(VERSION_FORM, name) and name not in RESERVED))


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


def before(promoted: Iterable[Promotion]) -> str | None:
    """Return the version to go back to: the one live before, without those that were gone back from."""
    past: list[str] = []
    for promotion in promoted:
        if promotion.rollback and len(past) > 1:
            past.pop()
        else:
            past.append(promotion.to)
    return past[-2] if len(past) > 1 else None


def promote(
    models: Path, version: str, who: str, why: str, at: datetime.datetime, grounds: Grounds | None = None
) -> Promotion:
    """Make a version live: verify it, and add a line to the log. Whether it may is for the gate to say.

    Raises ModelError if the version cannot be trusted or the log cannot be written, TrainingError if it is
    live already or another one went live meanwhile.
    """
    expected = live(models)
    if expected == version:
        raise TrainingError(f"{version} is live already")
    verify(models, version)
    return append(models, expected, version, who, why, at, grounds or Grounds())


def rollback(models: Path, who: str, why: str, at: datetime.datetime) -> Promotion:
    """Make the version live that was so before; raise as `promote` does, TrainingError also if none was.

    Twice in a row goes back two promotions, not to and fro.
    """
    promoted = log(models)
    target = before(promoted)
    if target is None:
        raise TrainingError(f"{models / PROMOTIONS}: no version was live before the one that is")
    verify(models, target)
    return append(models, promoted[-1].to, target, who, why, at, Grounds(rollback=True))


def append(
    models: Path,
    expected: str | None,
    version: str,
    who: str,
    why: str,
    at: datetime.datetime,
    grounds: Grounds,
) -> Promotion:
    """Add a line to the log if `expected` is still live; raise TrainingError if it is not."""
    path = models / PROMOTIONS
    with alone(models):
        found = live(models)
        if found != expected:
            raise TrainingError(
                f"{found} was made live meanwhile, in the place of {expected or 'none'}; "
                f"{version} was not promoted"
            )
        promotion = Promotion.model_validate(
            {
                "at": at,
                "who": who,
                "from": expected,
                "to": version,
                "why": why,
                "card_sha256": sha256_of_card(models, version),
                **grounds._asdict(),
            }
        )
        past = path.read_bytes() if path.exists() else b""
        write_file(path, past + promotion.model_dump_json(by_alias=True).encode() + b"\n")
    return promotion


def sha256_of_card(models: Path, version: str) -> str:
    """Return the SHA-256 of a card, which stands for all its version: it holds that of every other file."""
    path = models / version / CARD
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        raise ModelError(path, "is missing; `models list` shows which versions there are") from None
    except OSError as error:
        raise ModelError(path, f"cannot be read: {error.strerror}") from None
