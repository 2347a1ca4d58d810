"""A stored note's page: what was suggested and decided, and what changed since the revision before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask import Blueprint, render_template, request

from service.domain import Role
from service.errors import NoSuchRecord
from service.store import (
    Decision,
    Facts,
    GapChanges,
    QueueFilter,
    Revision,
    State,
    Store,
    Verdict,
    standing,
)
from service.store.comparison import compare
from service.suggesting import Suggester
from service.web.access import Identity, current
from service.web.pages import words
from service.web.pages.marks import Mark
from service.web.pages.note_view import NoteView, view


@dataclass(frozen=True, slots=True)
class Decided:
    """What reviewers decided about a revision: what stands, and everything that was ever decided."""

    history: tuple[Decision, ...]
    stands: tuple[Decision, ...]

    def of_code(self, code: str | None) -> Decision | None:
        """Return the decision that stands about a code: accepted, rejected or corrected."""
        return next((one for one in self.stands if one.code == code and one.decision in _OF_A_CODE), None)

    def wrong_gap(self, code: str, requirement: object) -> Decision | None:
        """Return the decision that a gap is wrong, if one stands."""
        return next(
            (
                one
                for one in self.stands
                if one.decision is Verdict.GAP_WRONG and (one.code, one.requirement) == (code, requirement)
            ),
            None,
        )

    def comments(self, code: str | None) -> tuple[Decision, ...]:
        """Return the comments left on a suggestion, or on the note where there is no code."""
        return tuple(one for one in self.stands if one.decision is Verdict.COMMENT and one.code == code)

    @property
    def evidence(self) -> tuple[Decision, ...]:
        """The phrases that reviewers added as evidence."""
        return tuple(one for one in self.stands if one.decision is Verdict.EVIDENCE)

    def last_of(self, reader: Identity) -> Decision | None:
        """Return the newest decision of a reader that stands: what an undo takes back."""
        own = [one for one in self.stands if one.decided_by == reader.name]
        return own[-1] if own else None


_OF_A_CODE = frozenset({Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT})


@dataclass(frozen=True, slots=True)
class NotePage:
    """What the page shows beside the note and its suggestions; `before` is where the reader comes from."""

    revision: Revision
    view: NoteView
    decided: Decided
    revisions: tuple[Facts, ...]
    changes: GapChanges | None
    waiting: tuple[Facts, ...]
    names: Mapping[str, str]
    following: Facts | None
    before: Decision | None
    undo: Decision | None
    faults: tuple[str, ...] = ()
    tried: Mapping[str, str] = field(default_factory=dict)

    def held(self, decision: str, code: str | None) -> Mapping[str, str]:
        """Return what was written in a form that failed, to fill it again; nothing for any other form."""
        named = self.tried.get("decision") == decision
        # The form for evidence is one for all codes.
        same = decision == "evidence" or self.tried.get("code", "") == (code or "")
        return self.tried if named and same else {}

    def then(self, rank: int) -> int | None:
        """Return the rank of the suggestion to decide after this one; None where the note is through.

        Those that the service does not stand behind wait for nobody.
        """
        left = [
            suggestion.rank
            for suggestion in self.revision.answer.asking
            if suggestion.rank != rank and self.decided.of_code(suggestion.code) is None
        ]
        return next((one for one in left if one > rank), left[0] if left else None)


def add(pages: Blueprint, suggester: Suggester, store: Store) -> None:
    """Add the page of a stored note."""

    @pages.get("/notes/<id>")
    def note(id: str) -> str:
        return render_template("note.html", page=open_page(suggester, store, id), roles=Role)


def open_page(
    suggester: Suggester,
    store: Store,
    id: str,
    faults: tuple[str, ...] = (),
    tried: Mapping[str, str] | None = None,
) -> NotePage:
    """Return everything that the page of a revision shows; raise NoSuchRecord. The reading is recorded."""
    reader = current()
    revision = store.notes.read(id, reader.actor)
    history = store.decisions.of(id)
    decided = Decided(history, standing(history))
    answer = revision.answer
    reference = next(
        (one for one in suggester.editions.references if one.edition == answer.reference),
        suggester.editions.for_date(revision.encounter.date),
    )
    ranks = {suggestion.code: suggestion.rank for suggestion in answer.suggestions}
    came_from = request.args.get("from", "")
    before = decision_on(store, reader, came_from) if came_from != id else None
    revisions = store.notes.revisions(revision.facts.note_id)
    waiting = store.queue.page(QueueFilter(state=State.WAITING), size=12).rows
    return NotePage(
        revision=revision,
        view=view(
            revision.text,
            answer,
            reference,
            suggester.model.operating_point,
            revision.encounter,
            revision.claim,
            tuple(highlights(decided, ranks)),
        ),
        decided=decided,
        revisions=revisions,
        changes=changes_since(store, reader, revisions, revision),
        waiting=waiting,
        names=store.notes.references(row.note_id for row in waiting),
        following=next_waiting(store, id),
        before=before,
        undo=decided.last_of(reader),
        faults=faults,
        tried=tried or {},
    )


def highlights(decided: Decided, ranks: dict[str, int]) -> Iterator[Mark]:
    """Yield a mark for every phrase that a reviewer added as evidence."""
    for one in decided.evidence:
        if one.start is not None and one.end is not None and one.role is not None and one.code is not None:
            says = f"{words.role(one.role)} for {one.code}, added by {one.decided_by}"
            rank = ranks.get(one.code)
            yield Mark(
                one.start, one.end, says, role=one.role, target=f"s{rank}" if rank else None, rank=rank,
                also="added",
            )  # fmt: skip


def changes_since(
    store: Store, reader: Identity, revisions: tuple[Facts, ...], revision: Revision
) -> GapChanges | None:
    """Return what a revision changed against the one before it; None for a first one."""
    earlier = [one for one in revisions if one.number < revision.facts.number]
    if not earlier:
        return None
    return compare(store.notes.read(earlier[-1].revision_id, reader.actor).answer, revision.answer)


def next_waiting(store: Store, id: str) -> Facts | None:
    """Return the note to go on with: the next older one that waits, else the newest one but this."""
    waiting = QueueFilter(state=State.WAITING)
    for rows in (store.queue.page(waiting, after=id, size=1).rows, store.queue.page(waiting, size=2).rows):
        for row in rows:
            if row.revision_id != id:
                return row
    return None


def decision_on(store: Store, reader: Identity, id: str) -> Decision | None:
    """Return what a reader decided last about a revision, if it still stands; None for no revision."""
    try:
        history = store.decisions.of(id) if id else ()
    except NoSuchRecord:
        return None
    return Decided(history, standing(history)).last_of(reader)
