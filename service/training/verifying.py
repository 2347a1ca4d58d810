"""Is the registry as it was written? Every byte against its card, each card and comparison against the log.

A card cannot hold its own SHA-256. Once its version was promoted the log holds it, and once it was compared
so does the comparison; before either, nothing vouches for the card itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from service.classifier.artifact import CARD, PROMOTIONS, load, promotions, read_card, verified
from service.errors import ModelError
from service.training.comparison import COMPARISONS, Comparison, Side, read_comparisons
from service.training.durable import DRAFT


def verify(models: Path, version: str) -> None:
    """Check every byte of a version; raise ModelError at the first thing that is wrong."""
    for finding in _findings(models, version):
        raise finding


def findings_of_version(models: Path, version: str) -> list[str]:
    """Return what is wrong with a version: files missing, altered, or that its card does not know."""
    return [str(finding) for finding in _findings(models, version)]


def vouched_by(models: Path, version: str) -> str:
    """Return what holds the SHA-256 of a version's card: the log, a comparison, or nothing yet."""
    if _recorded(models, version):
        return "the log of promotions"
    compared = any(side.version == version for side in _compared(models))
    return "a comparison" if compared else "nothing yet"


def findings_of_log(models: Path) -> list[str]:
    """Return what is wrong beside the versions: the log, the comparisons that it rests on, stray files."""
    return [str(finding) for finding in _of_log(models)]


def _recorded(models: Path, version: str) -> str | None:
    """Return the SHA-256 that the log has of a version's card; None if it was never promoted."""
    promoted = promotions(models) if (models / PROMOTIONS).exists() else ()
    return next((one.card_sha256 for one in reversed(promoted) if one.to == version), None)


def _compared(models: Path) -> Iterator[Side]:
    """Yield both sides of every comparison that can be read."""
    for _, one in read_comparisons(models):
        if isinstance(one, Comparison):
            yield from (one.challenger, one.champion)


def _findings(models: Path, version: str) -> Iterator[ModelError]:
    folder = models / version
    try:
        card = read_card(folder, _recorded(models, version))
    except ModelError as error:
        yield error
        return
    damaged = False
    for name, sha256 in card.files.items():
        try:
            verified(folder / name, sha256)
        except ModelError as error:
            damaged = True
            yield error
    for path in sorted(folder.iterdir()):
        if path.name not in {CARD, *card.files}:
            yield ModelError(path, "is not listed in the card")
    for side in _compared(models):
        if side.version == version and side.card_sha256 != _sha256(folder / CARD):
            damaged = True
            yield ModelError(folder / CARD, "is not the card that a comparison was made with")
            break
    if not damaged:
        try:
            load(folder)
        except ModelError as error:
            yield error


def _of_log(models: Path) -> Iterator[ModelError]:
    if not models.is_dir():
        yield ModelError(models, "is no folder")
        return
    path = models / PROMOTIONS
    if path.exists():
        try:
            yield from _of_lines(models)
        except ModelError as error:
            yield error
    for _, one in read_comparisons(models):
        if isinstance(one, ModelError):
            yield one
    for path in sorted(models.iterdir()):
        if path.name.startswith("."):
            # The lock, and what a training under way keeps, are nobody's version.
            if path.name.endswith(DRAFT):
                yield ModelError(path, "is what a writer left that died; the next one removes it")
        elif not path.is_dir() and path.name != PROMOTIONS:
            yield ModelError(path, "does not belong here")


def _of_lines(models: Path) -> Iterator[ModelError]:
    path, live = models / PROMOTIONS, None
    for number, promotion in enumerate(promotions(models), 1):
        if promotion.from_ != live:
            yield ModelError(path, f"line {number}: comes from {promotion.from_}, but {live} was live")
        live = promotion.to
        if not (models / promotion.to).is_dir():
            yield ModelError(path, f"line {number}: {promotion.to} is no longer there")
        if promotion.comparison:
            try:
                verified(models / COMPARISONS / promotion.comparison.file, promotion.comparison.sha256)
            except ModelError as error:
                yield error


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
