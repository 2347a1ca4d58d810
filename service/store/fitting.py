"""Whether a decision fits the answer that it is about, and whether it goes against it."""

from __future__ import annotations

from service.domain import CODES, Disposition, Suggestion, SuggestionSet
from service.errors import DecisionError
from service.store.verdicts import NewDecision, Verdict

# What may go with a verdict, beside a code and a comment.
FIELDS: dict[Verdict, frozenset[str]] = {
    Verdict.ACCEPT: frozenset(),
    Verdict.REJECT: frozenset({"reason"}),
    Verdict.CORRECT: frozenset({"corrected_code"}),
    Verdict.GAP_WRONG: frozenset({"requirement"}),
    Verdict.EVIDENCE: frozenset({"start", "end", "role"}),
    Verdict.COMMENT: frozenset(),
}
ALL_FIELDS = ("reason", "corrected_code", "requirement", "start", "end", "role")


def suggested(answer: SuggestionSet, code: str | None) -> Suggestion | None:
    """Return the suggestion of a code, None if the answer has none."""
    return next((one for one in answer.suggestions if one.code == code), None)


def require_fit(new: NewDecision, answer: SuggestionSet, length: int) -> None:
    """Raise DecisionError, naming the field, unless a decision fits an answer about a text of this length."""
    if new.decision not in FIELDS:
        raise DecisionError("decision", "a decision is undone by its id")
    for field in ALL_FIELDS:
        if getattr(new, field) is not None and field not in FIELDS[new.decision]:
            raise DecisionError(field, f"does not belong to {new.decision.value}")
    about = suggested(answer, new.code)
    if new.code is None:
        _require_fit_without_code(new, answer)
    elif about is None:
        raise DecisionError("code", "is not among the suggestions")
    if new.decision is Verdict.REJECT and not new.reason:
        raise DecisionError("reason", "is needed to reject")
    if new.decision is Verdict.COMMENT and not new.comment:
        raise DecisionError("comment", "is needed, as there is nothing else")
    if new.decision is Verdict.CORRECT:
        _require_another(new, answer)
    if new.decision is Verdict.GAP_WRONG and about:
        _require_gap(new, about)
    if new.decision is Verdict.EVIDENCE:
        _require_span(new, length)


def overrides(new: NewDecision, answer: SuggestionSet) -> bool:
    """Return whether a decision goes against what the service stood behind: see `Decision`."""
    about = suggested(answer, new.code)
    stood_behind = about in answer.asking
    if new.decision is Verdict.ACCEPT:
        return bool(about and about.disposition is Disposition.ASSIGN and not about.recommended)
    if new.decision is Verdict.REJECT:
        return stood_behind
    if new.decision is Verdict.CORRECT:
        instead = suggested(answer, new.corrected_code)
        return stood_behind or (new.corrected_code is not None and not (instead and instead.recommended))
    return False


def _require_fit_without_code(new: NewDecision, answer: SuggestionSet) -> None:
    if new.decision is Verdict.ACCEPT and answer.asking:
        raise DecisionError("code", "is needed, as there are suggestions that ask for a decision")
    if new.decision not in (Verdict.ACCEPT, Verdict.CORRECT, Verdict.COMMENT):
        raise DecisionError("code", f"is needed to {new.decision.value}")


def _require_another(new: NewDecision, answer: SuggestionSet) -> None:
    if new.corrected_code is not None and new.corrected_code not in CODES:
        raise DecisionError("corrected_code", "is none of the nineteen codes")
    about = suggested(answer, new.code)
    if about and new.corrected_code == new.code and about.disposition is Disposition.ASSIGN:
        raise DecisionError("corrected_code", "is what it corrects; accept it")
    if new.code is None and new.corrected_code is None:
        raise DecisionError("corrected_code", "is needed for a code that was missed")
    if new.code is None and suggested(answer, new.corrected_code):
        raise DecisionError("corrected_code", "was suggested; accept it")


def _require_gap(new: NewDecision, about: Suggestion) -> None:
    if new.requirement is None:
        raise DecisionError("requirement", "is needed to mark a gap")
    if new.requirement not in {gap.requirement for gap in about.gaps}:
        raise DecisionError("requirement", "is no gap of this suggestion")


def _require_span(new: NewDecision, length: int) -> None:
    if new.role is None:
        raise DecisionError("role", "is needed of evidence")
    if new.start is None or not 0 <= new.start < length:
        raise DecisionError("start", "is not an offset into the note's text")
    if new.end is None or not new.start < new.end <= length:
        raise DecisionError("end", "is not an offset after the start, within the note's text")
