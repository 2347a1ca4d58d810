"""Back into training: what reviewers decided, as snippets.

A note becomes a snippet where its owner lets it be learned from, its reviewers decided all that the service
stood behind, and nothing in the words that would be kept may tell who it is about. Of a note's revisions the
newest that was decided counts.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence

from service.domain import Disposition, Evidence, Frozen, Reason, Suggestion, family_of
from service.store import OF_A_CODE, Actor, DecidedNote, Decision, Store, Verdict, standing
from service.training.excerpts import Excerpt, excerpt
from service.training.labels import Label
from service.training.persons import Doubt, find_doubts
from service.training.snippets import Snippet, Source, Span, Style

# An undecided suggestion under this probability was not put before the reviewer as likely.
UNLIKELY = 0.5


class Unclear(Exception):
    """The decisions about a note do not say what a careful coder would give it; why, without its words."""


class Withheld(Frozen):
    """A note of which nothing was written: why, and what may tell who it is about, by offsets of the note."""

    note_id: str
    revision_id: str
    why: str
    doubts: tuple[Doubt, ...] = ()


class Decided(Frozen):
    """A revision that was decided, with all that stands about it."""

    note: DecidedNote
    owner: str
    decisions: tuple[Decision, ...]

    @property
    def revision_id(self) -> str:
        """Return the id of the revision."""
        return self.decisions[0].revision_id

    @property
    def note_id(self) -> str:
        """Return the id of the note, which is the group of its snippets."""
        return self.decisions[0].note_id


def decided_notes(store: Store, actor: Actor, since: datetime.datetime | None = None) -> tuple[Decided, ...]:
    """Return the notes with a standing decision made since an instant, whose owners allow training.

    The audit trail has the export, and each note that was given out.
    """
    newest: dict[str, tuple[DecidedNote, str, str]] = {}
    for one in store.decisions.export(actor, since, with_notes=True):
        if one.note is not None and one.owner is not None:
            held = newest.get(one.decision.note_id)
            # The ids of revisions are in the order of time.
            if held is None or one.decision.revision_id >= held[2]:
                newest[one.decision.note_id] = one.note, one.owner, one.decision.revision_id
    found = []
    for note, owner, revision_id in newest.values():
        stand = standing(store.decisions.of(revision_id))
        if any(decision.decision in OF_A_CODE for decision in stand):
            found.append(Decided(note=note, owner=owner, decisions=stand))
    return tuple(found)


def snippets_of(decided: Iterable[Decided], known: Collection[str]) -> Iterator[Snippet | Withheld]:
    """Yield the snippet of each note, or why it has none; `known` words are nobody's name."""
    for one in decided:
        try:
            snippet, cut = _snippet(one)
        except Unclear as unclear:
            yield Withheld(note_id=one.note_id, revision_id=one.revision_id, why=str(unclear))
            continue
        doubts = tuple(
            Doubt(kind=doubt.kind, start=cut.origin(doubt.start), end=cut.origin(doubt.end - 1) + 1)
            for doubt in find_doubts(cut.text, known)
        )
        if doubts:
            why = "it may tell who it is about"
            yield Withheld(note_id=one.note_id, revision_id=one.revision_id, why=why, doubts=doubts)
        else:
            yield snippet


def _snippet(one: Decided) -> tuple[Snippet, Excerpt]:
    labels = labels_of(one)
    spans = tuple(dict.fromkeys(_spans(one, {label.code for label in labels})))
    cut = excerpt(one.note.text, spans)
    placed = []
    for span in spans:
        carried = cut.carried(span.start, span.end)
        words = one.note.text[span.start : span.end]
        if carried and words == words.strip():
            placed.append(Span(start=carried[0], end=carried[1], role=span.role))
    if labels and not placed:
        raise Unclear("no words of it are marked as evidence for what was decided")
    snippet = Snippet(
        id=f"reviewed-{one.revision_id}",
        text=cut.text,
        codes=labels,
        spans=tuple(sorted(set(placed), key=lambda span: (span.start, span.end, span.role))),
        setting=one.note.encounter.setting,
        style=Style.UNKNOWN,
        writer=one.owner,
        group=f"note-{one.note_id}",
        kind=None if labels else "other",
        source=Source.REVIEWED,
        # The day of the visit may help to tell whose it was; the day of the decision does not.
        date=max(decision.decided_at for decision in one.decisions).date(),
    )
    return snippet, cut


def labels_of(one: Decided) -> tuple[Label, ...]:
    """Return what the reviewers give the note; raise Unclear where their decisions do not say."""
    of_code = {decision.code: decision for decision in one.decisions if decision.decision in OF_A_CODE}
    labels: dict[str, Label] = {}
    asking = one.note.answer.asking
    for suggestion in one.note.answer.suggestions:
        decision = of_code.get(suggestion.code)
        if decision is None:
            if suggestion in asking or suggestion.probability >= UNLIKELY:
                raise Unclear(f"nobody decided on {suggestion.code}, which was likely")
        elif decision.decision is Verdict.ACCEPT:
            labels[suggestion.code] = label_of(suggestion)
    for decision in of_code.values():
        if decision.decision is Verdict.CORRECT and decision.corrected_code is not None:
            labels[decision.corrected_code] = _corrected(decision, decision.corrected_code, one)
    return tuple(labels[code] for code in sorted(labels))


def label_of(suggestion: Suggestion) -> Label:
    """Return the label that a suggestion is, where it is right."""
    return Label(
        code=suggestion.code,
        disposition=suggestion.disposition,
        reason=suggestion.reason,
        instead=tuple(replacement.code for replacement in suggestion.instead),
    )


def _corrected(decision: Decision, code: str, one: Decided) -> Label:
    """Return the label of the code that is right: as it was suggested, else as the one in its place was.

    A suggestion corrected to its own code is to be assigned all the same.
    """
    suggested = {suggestion.code: suggestion for suggestion in one.note.answer.suggestions}
    if code == decision.code:
        return Label(code=code, disposition=Disposition.ASSIGN, reason=Reason.ESTABLISHED)
    if code in suggested:
        return label_of(suggested[code])
    wrong = suggested.get(decision.code or "")
    if wrong is None:
        # A code that was missed altogether, and that the reviewer gives.
        return Label(code=code, disposition=Disposition.ASSIGN, reason=Reason.ESTABLISHED)
    if wrong.disposition is Disposition.EXCLUDE or family_of(code) is not family_of(wrong.code):
        raise Unclear(f"the correction to {code} does not say its disposition")
    return Label(code=code, disposition=wrong.disposition, reason=wrong.reason)


def _spans(one: Decided, codes: Collection[str]) -> Iterator[Span]:
    """Yield the evidence of what is given, and of all that was suggested where nothing is."""
    corrected = {
        decision.code for decision in one.decisions if decision.decision is Verdict.CORRECT and decision.code
    }
    for decision in one.decisions:
        if decision.decision is Verdict.EVIDENCE and decision.role and decision.end:
            yield Span(start=decision.start or 0, end=decision.end, role=decision.role)
    for suggestion in one.note.answer.suggestions:
        if not codes or suggestion.code in codes or suggestion.code in corrected:
            yield from _of_evidence(suggestion.evidence)


def _of_evidence(evidence: Sequence[Evidence]) -> Iterator[Span]:
    yield from (Span(start=one.start, end=one.end, role=one.role) for one in evidence)
