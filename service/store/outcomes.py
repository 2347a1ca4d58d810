"""What the decisions about a revision come to: whether it is done, who decided it last, what is left open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from service.domain import SuggestionSet
from service.store.records import State
from service.store.verdicts import OF_A_CODE, Decision, Verdict, standing


def columns_after(answer: SuggestionSet, history: Sequence[Decision]) -> dict[str, Any]:
    """Return what the columns of a revision say after all decisions about it: see `State` and `Facts`."""
    stand = standing(history)
    newest = stand[-1] if stand else None
    return {
        "state": (State.DONE if is_done(answer, stand) else State.WAITING).value,
        "decided_by": newest.decided_by if newest else None,
        "decided_at": newest.decided_at if newest else None,
        "overridden": any(decision.overrides for decision in stand),
    }


def is_done(answer: SuggestionSet, stand: Sequence[Decision]) -> bool:
    """Return whether all that asked for a decision has one that stands: see `State`."""
    about = [decision for decision in stand if decision.decision in OF_A_CODE]
    decided = {decision.code for decision in about}
    if answer.asking:
        return all(suggestion.code in decided for suggestion in answer.asking)
    if any(decision.decision is not Verdict.REJECT for decision in about):
        return True
    return bool(about) and all(suggestion.code in decided for suggestion in answer.suggestions)
