"""What the decisions about a revision come to: is it done, which codes has it, what is left open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from service.domain import Requirement, SuggestionSet
from service.store.records import NO_CODE, State
from service.store.verdicts import OF_A_CODE, Decision, Verdict, standing


def columns_after(answer: SuggestionSet, history: Sequence[Decision]) -> dict[str, Any]:
    """Return what the columns of a revision say after all decisions about it: see `State` and `Facts`."""
    stand = standing(history)
    deciding = [decision for decision in stand if decision.decision is not Verdict.COMMENT]
    newest = deciding[-1] if deciding else None
    wrong = {
        (decision.code, decision.requirement) for decision in stand if decision.decision is Verdict.GAP_WRONG
    }
    gaps = [(code, gap) for code, gap in open_gaps(answer) if (code, gap) not in wrong]
    return {
        "gaps": len(gaps),
        "has_gaps": bool(gaps),
        "state": (State.DONE if is_done(answer, stand) else State.WAITING).value,
        "decided_by": newest.decided_by if newest else None,
        "decided_at": newest.decided_at if newest else None,
        "overridden": any(decision.overrides for decision in stand),
    }


def open_gaps(answer: SuggestionSet) -> list[tuple[str, Requirement]]:
    """Return the gaps of all the suggestions that ask for a decision, each with its code."""
    return [(suggestion.code, gap.requirement) for suggestion in answer.asking for gap in suggestion.gaps]


def codes_given(history: Sequence[Decision]) -> frozenset[str]:
    """Return the codes that what stands gives a revision, `NO_CODE` where it is decided and has none."""
    about = [decision for decision in standing(history) if decision.decision in OF_A_CODE]
    given = {
        decision.corrected_code if decision.decision is Verdict.CORRECT else decision.code
        for decision in about
        if decision.decision is not Verdict.REJECT
    }
    codes = frozenset(code for code in given if code is not None)
    return codes or frozenset({NO_CODE} if about else ())


def is_done(answer: SuggestionSet, stand: Sequence[Decision]) -> bool:
    """Return whether all that asked for a decision has one that stands: see `State`."""
    about = [decision for decision in stand if decision.decision in OF_A_CODE]
    decided = {decision.code for decision in about}
    if answer.asking:
        return all(suggestion.code in decided for suggestion in answer.asking)
    if any(decision.decision is not Verdict.REJECT for decision in about):
        return True
    return bool(about) and all(suggestion.code in decided for suggestion in answer.suggestions)
