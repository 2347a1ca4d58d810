"""Going live without a gap: a promotion is picked up while the server answers.

Each worker looks at the log of promotions once a second, on a thread of its own. What was promoted is loaded
and tried beside the model that answers, and takes its place at the beginning of the worker's next request:
so one request is answered by one model, whole, and none waits for a load. What cannot be trusted is refused:
the old model answers on, `/readyz` and the log say what was refused and why, and it is tried again, as the
log may have been copied here sooner than the files.
"""

from __future__ import annotations

import datetime
import logging
import math
import os
import threading
import time
from pathlib import Path
from typing import Protocol

from service.classifier.artifact import PROMOTIONS, Model, load, promotions
from service.domain import Frozen
from service.errors import ModelError
from service.suggesting import Suggester

EVERY_SECONDS = 1.0
# After a refusal, the next attempts come after twice as long each time, until this.
MOST_SECONDS = 60.0
# Of no patient: what a model must be able to answer before it may answer anyone.
TRIALS = (
    "ASSESSMENT: Right C6 radiculopathy. Numb thumb and index finger. MRI: C5-C6 foraminal stenosis.",
    "IMPRESSION: Enthesopathy of the lumbar spine at the interspinous ligament, tender insertion at L4.",
    "No radiculopathy. Follow up as needed.",
)

log = logging.getLogger("scribe_assist.model")

Signature = tuple[int, int, int]


class Refused(Frozen):
    """A promotion that was not followed: which version (null if the log cannot be read), why, since when."""

    model: str | None
    why: str
    since: datetime.datetime


class Live(Frozen):
    """Which model the log names: its version and the SHA-256 of its card."""

    version: str
    card_sha256: str


def open_live(models: Path) -> tuple[Model, Live]:
    """Load the model that was promoted last; raise ModelError if there is none or it cannot be trusted."""
    live = _last(models)
    return load(models / live.version, live.card_sha256), live


class Witness(Protocol):
    """Who is told what becomes of promotions."""

    def loaded(self, result: str) -> None:
        """Hear that a promotion was "loaded" or "refused"."""

    def serves(self, version: str) -> None:
        """Hear which model answers from now on."""


class Reloader:
    """Follows the log of promotions for one worker; `witness` is told what becomes of each."""

    def __init__(
        self, models: Path, suggester: Suggester, live: Live, witness: Witness | None = None
    ) -> None:
        self._models = models
        self._suggester = suggester
        self._live = live
        self.witness = witness
        self.refused: Refused | None = None
        self._pending: Model | None = None
        self._seen: Signature | None = None
        self._again_at = math.inf
        self._wait = EVERY_SECONDS

    def start(self) -> None:
        """Begin to follow, in a worker, before its first request: it was forked from what was live then."""
        self.look()
        threading.Thread(target=self._follow, name="model", daemon=True).start()

    def adopt(self) -> None:
        """Answer from now on with what was loaded since; to be called between requests."""
        if self._pending is not None:
            model, self._pending = self._pending, None
            before, self._suggester.model = self._suggester.model.version, model
            if model.version != before:
                log.info("model %s answers now, in the place of %s", model.version, before)

    def look(self, now: float | None = None) -> None:
        """Look whether another model was promoted; load it, try it, and keep it ready, or refuse it."""
        now = time.monotonic() if now is None else now
        seen = _signature(self._models / PROMOTIONS)
        if seen == self._seen and now < self._again_at:
            return
        if seen != self._seen:
            self._wait = EVERY_SECONDS
        self._seen, self._again_at = seen, math.inf
        promoted: Live | None = None
        try:
            promoted = _last(self._models)
            if promoted != self._live:
                self._ready(load(self._models / promoted.version, promoted.card_sha256), promoted)
        except ModelError as error:
            self._refuse(promoted, _beside(error, self._models), now)
        except Exception as error:
            # Whatever it is: a model that cannot be tried must not end the thread that would load the next.
            self._refuse(promoted, f"it cannot be loaded and tried: {type(error).__name__}", now)
        else:
            self.refused = None

    def _ready(self, model: Model, live: Live) -> None:
        require_answers(model, self._suggester)
        self._pending, self._live = model, live
        if self.witness:
            self.witness.loaded("loaded")
            # Its next request is answered so, and an idle worker may wait long for one.
            self.witness.serves(model.version)

    def _refuse(self, promoted: Live | None, why: str, now: float) -> None:
        version = promoted.version if promoted else None
        self._again_at, self._wait = now + self._wait, min(2 * self._wait, MOST_SECONDS)
        if self.refused and (self.refused.model, self.refused.why) == (version, why):
            return
        since = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        self.refused = Refused(model=version, why=why, since=since)
        if self.witness:
            self.witness.loaded("refused")
        log.error("model %s was refused, %s answers on: %s", version or "unknown", self._live.version, why)

    def _follow(self) -> None:
        while True:
            time.sleep(EVERY_SECONDS)
            self.look()


def require_answers(model: Model, suggester: Suggester) -> None:
    """Raise ModelError unless a model answers the trials, in its own name and with probabilities."""
    tried = Suggester(model, suggester.editions)
    for text in TRIALS:
        answer = tried.suggest(text)
        chances = [suggestion.probability for suggestion in answer.suggestions]
        if answer.model != model.version or not all(0 <= chance <= 1 for chance in chances):
            raise ModelError(Path(model.version), "does not answer as a model should")


def _last(models: Path) -> Live:
    promotion = promotions(models)[-1]
    return Live(version=promotion.to, card_sha256=promotion.card_sha256)


def _signature(path: Path) -> Signature | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _beside(error: ModelError, models: Path) -> str:
    """Return what an error says, with the file as it lies in the folder of the models: no path beyond."""
    file = error.file.relative_to(models) if error.file.is_relative_to(models) else error.file.name
    return f"{file} {error.why}"
