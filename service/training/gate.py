"""The gate of promotion: a challenger goes live on a comparison that passes, or on a reason that the log
keeps.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from pathlib import Path

from service.classifier.artifact import Compared, Promotion
from service.errors import ModelError, TrainingError
from service.training.calibrating import MOST_FALSE_NOTES
from service.training.comparison import COMPARISONS, Comparison, read_comparisons
from service.training.held_out import holds
from service.training.paired import SMALL_IS_GOOD
from service.training.registry import Grounds, append, live, sha256_of_card
from service.training.seen import read_seen
from service.training.verifying import verify

# By how much a code's recall may fall. A single note of a rare code is more than that, and is let pass.
MOST_RECALL_LOST = 0.05
# How many times the champion's time a challenger may take.
MOST_SLOWER = 1.2
# Fewer texts than this prove nothing.
FEWEST_TEXTS = 50


def refusals(comparison: Comparison) -> Iterator[str]:
    """Yield a sentence for each thing for which the gate refuses the challenger; none if it passes."""
    if len(comparison.texts) < FEWEST_TEXTS:
        yield f"{len(comparison.texts)} texts are too few to judge by; {FEWEST_TEXTS} are needed"
    for name, one in comparison.figures.items():
        if one.is_worse(name):
            bounds = (
                f", 95 % interval {one.interval.low:+.3f} to {one.interval.high:+.3f}" if one.interval else ""
            )
            way = "up" if name in SMALL_IS_GOOD else "down"
            yield f"{name} goes {way}, from {_shown(one.champion)} to {_shown(one.challenger)}{bounds}"
    for code in comparison.codes:
        if code.fall > MOST_RECALL_LOST and code.champion - code.challenger > 1:
            yield (
                f"{code.name}: recall falls from {code.champion} to {code.challenger} of {code.labels}, "
                f"by more than {MOST_RECALL_LOST:.0%}"
            )
    false_notes = comparison.figures["false_note"].challenger
    if false_notes is not None and false_notes > MOST_FALSE_NOTES:
        yield (
            f"{false_notes:.1%} of the notes without a code get one; "
            f"the operating limit is {MOST_FALSE_NOTES:.0%}"
        )
    if comparison.latency.ratio > MOST_SLOWER:
        yield f"it takes {comparison.latency.ratio:.2f} times the champion's time; {MOST_SLOWER} is allowed"


def promote(
    models: Path, version: str, who: str, why: str, at: datetime.datetime, override: str | None = None
) -> Promotion:
    """Make a version live if the gate lets it pass.

    Raises TrainingError with the refusals if it does not, or if another version went live meanwhile;
    ModelError if a version or a comparison cannot be trusted.
    """
    champion = live(models)
    if champion == version:
        raise TrainingError(f"{version} is live already")
    verify(models, version)
    grounds = Grounds(override=override)
    if champion is not None and override is None:
        grounds = Grounds(comparison=allow(models, version, champion))
    return append(models, champion, version, who, why, at, grounds)


def allow(models: Path, challenger: str, champion: str) -> Compared:
    """Return the comparison that lets a challenger pass; raise TrainingError if the newest does not.

    What the comparison says is judged anew here, by the limits in force, and its texts are held once more
    against what both models learned from.
    """
    path, newest = _newest(models, challenger, champion)
    found = [*_learned_from(models, newest), *refusals(newest)]
    if found:
        reasons = "".join(f"\n  {reason}" for reason in found)
        raise TrainingError(
            f"{challenger} does not pass the gate, by {COMPARISONS}/{path.name}:{reasons}\n"
            "Mend it and compare again, or say with --override why it should go live all the same"
        )
    return Compared(file=path.name, sha256=_sha256(path), summary=newest.summary)


def _newest(models: Path, challenger: str, champion: str) -> tuple[Path, Comparison]:
    cards = tuple(sha256_of_card(models, version) for version in (challenger, champion))
    found = []
    for path, one in read_comparisons(models):
        if isinstance(one, ModelError):
            if path.name.startswith(f"{challenger}-against-{champion}-"):
                raise one
        elif (one.challenger.card_sha256, one.champion.card_sha256) == cards:
            found.append((one.at, path, one))
    if not found:
        raise TrainingError(
            f"{challenger} was not compared with {champion}, which is live; "
            f"run `scribe-assist compare {challenger}` first, or say with --override why not"
        )
    _, path, newest = max(found, key=lambda one: one[:2])
    return path, newest


def _learned_from(models: Path, comparison: Comparison) -> Iterator[str]:
    for side in (comparison.challenger, comparison.champion):
        seen = read_seen(models / side.version)
        known = sum(holds(seen, int(text, 16)) for text in comparison.texts)
        if known:
            yield f"{side.version} learned from {known} of the {len(comparison.texts)} texts it was judged on"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
