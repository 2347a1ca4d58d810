"""Measuring the notes that are stored: what they are like, and what reviewers made of the answers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection

from service.store import OF_A_CODE, Actor, State, Store, standing
from service.suggesting import Suggester
from service.training.measuring import Measures, Measuring


def measure_stored(
    store: Store,
    actor: Actor,
    suggester: Suggester,
    known: Collection[int] | None,
    since: datetime.datetime,
    until: datetime.datetime,
    advance: Callable[[int], None] = lambda done: None,
) -> Measures:
    """Measure the stored notes posted in a time, in their newest revisions.

    They are read as the model at hand reads them, whichever had answered then, and nothing is kept of them
    but figures. The audit trail has it, as figures over so many notes. Raises StoreError.
    """
    measuring = Measuring(suggester, known)
    for done, one in enumerate(store.notes.scan(actor, since, until, training_only=False), 1):
        measuring.take(one.text, one.encounter)
        if one.facts.state is State.DONE or one.facts.decided_at:
            for decision in standing(store.decisions.of(one.facts.revision_id)):
                if decision.decision in OF_A_CODE and decision.code:
                    measuring.decide(decision.code, not decision.overrides)
        advance(done)
    return measuring.measures()
