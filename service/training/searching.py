"""The search over settings: a bounded number of them, each scored on folds that its weights never saw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from service.training.design import Design, Floats
from service.training.fitting import Setting, held_out, log_loss
from service.training.splits import TEST

REGULARISATIONS = (0.3, 0.1, 1.0, 0.03, 3.0, 10.0)
RAREST = (3, 2, 5, 10)
# All that a search may try: first the setting without a search, then what has proved its worth.
GRID = tuple(Setting(regularisation, rarest) for rarest in RAREST for regularisation in REGULARISATIONS)
DEFAULT = len(REGULARISATIONS)


class Task(NamedTuple):
    """One setting to be scored on one fold."""

    setting: Setting
    fold: int


class Tried(NamedTuple):
    """A setting, its log loss on all folds, and the score of each pair that is not of the test."""

    setting: Setting
    loss: float
    scores: Floats


# Yields each task with the scores of its fold, in whatever order they come.
Run = Callable[[Design, Sequence[Task]], Iterator[tuple[Task, Floats]]]


class Kept(Protocol):
    """What was scored already."""

    def get(self, task: Task) -> Floats | None:
        """Return the scores of a task, if it was done."""

    def put(self, task: Task, scores: Floats) -> None:
        """Keep the scores of a task."""


def alone(design: Design, tasks: Sequence[Task]) -> Iterator[tuple[Task, Floats]]:
    """Do the tasks one after another, in this process."""
    return ((task, held_out(design.matrix, *task)) for task in tasks)


def search(
    design: Design,
    settings: Iterable[Setting],
    advance: Callable[[int, int], None],
    run: Run = alone,
    kept: Kept | None = None,
) -> Iterator[Tried]:
    """Yield each setting once all folds are scored; the order is that in which they are done."""
    folds = design.matrix.folds
    numbers = [fold for fold in np.unique(folds).tolist() if fold != TEST]
    settings = tuple(dict.fromkeys(settings))
    scores = {setting: np.zeros(len(folds)) for setting in settings}
    left = {setting: set(numbers) for setting in settings}
    whole = len(settings) * len(numbers)
    learned = folds != TEST

    for done, (task, found) in enumerate(_scored(design, settings, numbers, run, kept), 1):
        scores[task.setting][folds == task.fold] = found
        left[task.setting].remove(task.fold)
        advance(done, whole)
        if not left[task.setting]:
            own = scores.pop(task.setting)[learned]
            yield Tried(task.setting, log_loss(1 / (1 + np.exp(-own)), design.matrix.truth[learned]), own)


def _scored(
    design: Design, settings: Sequence[Setting], folds: Sequence[int], run: Run, kept: Kept | None
) -> Iterator[tuple[Task, Floats]]:
    """Yield what was kept, then what is done now."""
    left = []
    for task in (Task(setting, fold) for setting in settings for fold in folds):
        found = None if kept is None else kept.get(task)
        if found is None:
            left.append(task)
        else:
            yield task, found
    for task, scores in run(design, left) if left else ():
        if kept is not None:
            kept.put(task, scores)
        yield task, scores


def best(tried: Iterable[Tried]) -> tuple[Tried, dict[Setting, float]]:
    """Return the setting of the least loss, and the loss of each; a tie goes to the earlier of the grid."""
    chosen: Tried | None = None
    losses: dict[Setting, float] = {}
    for one in tried:
        losses[one.setting] = one.loss
        if chosen is None or (one.loss, _rank(one.setting)) < (chosen.loss, _rank(chosen.setting)):
            chosen = one
    assert chosen is not None, "a search tries one setting at least"
    return chosen, dict(sorted(losses.items(), key=lambda one: (one[0].rarest, one[0].regularisation)))


def _rank(setting: Setting) -> tuple[int, float, int]:
    return (GRID.index(setting) if setting in GRID else len(GRID), *setting)
