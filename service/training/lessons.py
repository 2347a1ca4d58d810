"""Which stored notes would teach the model most, were they decided and imported.

A note teaches by what the model does not know yet: a probability near a half or near the operating point, a
clear statement that it doubts or a mere hint that it believes, a reviewer who saw it otherwise, words that it
has not met. Each adds its part to the worth, and says so in words; none is a word of the note.
"""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Collection, Iterator

from service.domain import Disposition, Frozen, Suggestion
from service.store import OF_A_CODE, Actor, Revision, State, Store, standing
from service.suggesting import Suggester
from service.training.vocabulary import unknown_share

# How near the operating point counts as in doubt, in probability.
NEAR = 0.15
MANY_UNKNOWN = 0.08
CLEAR = "stated as established"


class Lesson(Frozen):
    """A stored note by its ids, how much it would teach (0 upwards, only to compare), and why."""

    note_id: str
    revision_id: str
    worth: float
    why: tuple[str, ...]


class Reason(Frozen):
    """One thing that a note would teach."""

    worth: float
    why: str


def lessons(
    store: Store,
    actor: Actor,
    suggester: Suggester,
    known: Collection[int],
    since: datetime.datetime | None = None,
    most: int = 20,
) -> tuple[Lesson, ...]:
    """Return the notes that would teach most, the first the most; of notes whose owners allow training.

    `known` has the fingerprints of known words. The audit trail has the look, as figures over many notes.
    """
    found = (_lesson(store, one, suggester, known) for one in store.notes.scan(actor, since))
    worth = (lesson for lesson in found if lesson.worth > 0)
    return tuple(heapq.nlargest(most, worth, key=lambda lesson: (lesson.worth, lesson.revision_id)))


def _lesson(store: Store, one: Revision, suggester: Suggester, known: Collection[int]) -> Lesson:
    reasons = list(_by_reviewers(store, one))
    share = unknown_share(one.text, known)
    if one.facts.state is State.WAITING:
        answer = suggester.suggest(one.text, one.encounter, one.claim)
        point = suggester.model.operating_point
        reasons += [reason for suggestion in answer.suggestions for reason in _about(suggestion, point)]
    # What was decided as recommended has little left to teach.
    if share >= MANY_UNKNOWN and (reasons or one.facts.state is State.WAITING):
        reasons.append(
            Reason(worth=min(1.0, 4 * share), why=f"{share:.0%} of its words were in no training text")
        )
    reasons.sort(key=lambda reason: -reason.worth)
    return Lesson(
        note_id=one.facts.note_id,
        revision_id=one.facts.revision_id,
        worth=round(sum(reason.worth for reason in reasons), 3),
        why=tuple(reason.why for reason in reasons),
    )


def _about(one: Suggestion, point: float) -> Iterator[Reason]:
    distance = abs(one.probability - point)
    if one.disposition is Disposition.ASSIGN and distance < NEAR:
        yield Reason(
            worth=1 - distance / NEAR,
            why=f"{one.code} at {one.probability:.2f} is near the operating point of {point:.2f}",
        )
    elif one.disposition is not Disposition.ASSIGN and abs(one.probability - 0.5) < NEAR:
        yield Reason(
            worth=1 - abs(one.probability - 0.5) / NEAR,
            why=f"{one.code} to {one.disposition.value} at {one.probability:.2f} may as well be wrong",
        )
    if one.disposition is Disposition.ASSIGN and one.probability < 0.3:
        yield Reason(
            worth=0.5,
            why=f"the rules find {one.code} {CLEAR}, the model gives it {one.probability:.2f}",
        )


def _by_reviewers(store: Store, one: Revision) -> Iterator[Reason]:
    for decision in standing(store.decisions.of(one.facts.revision_id)):
        if decision.decision in OF_A_CODE and decision.overrides:
            about = decision.code or decision.corrected_code or "it"
            yield Reason(worth=1.0, why=f"a reviewer saw {about} otherwise than was recommended")
