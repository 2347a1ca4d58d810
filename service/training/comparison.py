"""What a comparison of two models found, as it is kept beside the versions.

`comparisons/<challenger>-against-<champion>-<digest>.json`: written once, named after its own bytes.
It knows both models by the SHA-256 of their cards, and the texts by their fingerprints; it holds no word
of them.
"""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from service.classifier.artifact import Compared, faults
from service.classifier.card import Count, Sha256, Version
from service.domain import Frozen
from service.errors import ModelError
from service.training.durable import alone, write_file
from service.training.paired import Difference

COMPARISONS = "comparisons"


class Side(Frozen):
    """One of the two models: its card's SHA-256 stands for all its bytes."""

    version: Version
    card_sha256: Sha256
    trained_at: datetime.date


class Group(Frozen):
    """A writer, or the group of a reviewed note: how many of its texts were judged, or why none was."""

    name: str
    texts: Count
    why_not: str | None = None


class Part(Frozen):
    """Some of the texts: those of a writer, or of a time."""

    name: str
    texts: Count
    figures: dict[str, Difference]


class Recall(Frozen):
    """Of the labels with a code, or of a class, how many each model answers as the gold does."""

    name: str
    labels: Count
    challenger: Count
    champion: Count

    @property
    def fall(self) -> float:
        """By how much the share has fallen; below zero where it has risen."""
        return (self.champion - self.challenger) / self.labels if self.labels else 0.0


class Changed(Frozen):
    """A text that the two answer differently: code and disposition, with `!` where it is recommended."""

    id: str
    gold: str
    champion: str
    challenger: str
    verdict: Annotated[str, Field(pattern="^(better|worse|neither)$")]


class Latency(Frozen):
    """Milliseconds a text, both measured in one run, turn by turn; their ratio is challenger by champion."""

    challenger: float
    champion: float
    ratio: float
    texts: Count
    rounds: Count


class Comparison(Frozen):
    """Two models on the same texts, from which neither learned.

    `texts_sha256` is of the texts with their labels, `texts` the fingerprint of each as sixteen hexadecimal
    digits. `refusals` is what the gate found when the comparison was made; none means that it passed.
    """

    at: datetime.datetime
    challenger: Side
    champion: Side
    seed: int
    texts: tuple[Annotated[str, Field(pattern="^[0-9a-f]{16}$")], ...]
    texts_sha256: Sha256
    judged: tuple[Group, ...]
    left_out: tuple[Group, ...]
    figures: dict[str, Difference]
    by_writer: tuple[Part, ...]
    by_time: tuple[Part, ...]
    codes: tuple[Recall, ...]
    classes: tuple[Recall, ...]
    changed: tuple[Changed, ...]
    latency: Latency
    refusals: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """Which figures are better or worse beyond their intervals, in a sentence."""
        better = [name for name, one in self.figures.items() if one.is_better(name)]
        worse = [name for name, one in self.figures.items() if one.is_worse(name)]
        if not better and not worse:
            return "no figure differs beyond its interval: on these texts it is neither better nor worse"
        told = (("better", better), ("worse", worse))
        return "; ".join(f"{word} beyond the interval in {', '.join(names)}" for word, names in told if names)

    @property
    def summary(self) -> str:
        """The outcome in a sentence, for the log."""
        parts = [f"{len(self.texts)} texts of {len(self.judged)} groups"]
        for name in ("f1", "exact", "false_note"):
            one = self.figures[name]
            if one.challenger is not None and one.champion is not None:
                parts.append(f"{name} {one.champion:.3f} -> {one.challenger:.3f}")
        parts.append(f"latency x{self.latency.ratio:.2f}")
        parts.append(f"{len(self.refusals)} refusals" if self.refusals else "passes")
        return ", ".join(parts)


def store(models: Path, comparison: Comparison) -> Compared:
    """Write a comparison and return where it stands; raise ModelError if that fails."""
    content = (comparison.model_dump_json(indent=1) + "\n").encode()
    sha256 = hashlib.sha256(content).hexdigest()
    sides = f"{comparison.challenger.version}-against-{comparison.champion.version}"
    name = f"{sides}-{sha256[:12]}.json"
    with alone(models):
        write_file(models / COMPARISONS / name, content)
    return Compared(file=name, sha256=sha256, summary=comparison.summary)


def read_comparisons(models: Path) -> list[tuple[Path, Comparison | ModelError]]:
    """Return the comparisons in the order of their names, or of each that is none what is wrong with it."""
    folder = models / COMPARISONS
    return [(path, _read(path)) for path in sorted(folder.glob("*.json"))]


def _read(path: Path) -> Comparison | ModelError:
    try:
        content = path.read_bytes()
        if path.stem.rpartition("-")[2] != hashlib.sha256(content).hexdigest()[:12]:
            return ModelError(path, "is altered: it is named after other bytes")
        return Comparison.model_validate_json(content)
    except ValidationError as error:
        return ModelError(path, f"is no comparison: {faults(error)}")
    except OSError as error:
        return ModelError(path, f"cannot be read: {error.strerror}")
