"""What a revision of a note changed: which gaps closed, and which opened."""

from __future__ import annotations

from service.domain import SuggestionSet
from service.store.records import GapChanges, OpenGap


def compare(before: SuggestionSet, after: SuggestionSet) -> GapChanges:
    """Return what changed from one answer to the next, each in the order of its answer."""
    had, has = _codes(before), _codes(after)
    return GapChanges(
        closed=tuple(gap for gap in _gaps(before) if gap not in _gaps(after) and gap.code in has),
        opened=tuple(gap for gap in _gaps(after) if gap not in _gaps(before) and gap.code in had),
        codes_new=tuple(code for code in has if code not in had),
        codes_gone=tuple(code for code in had if code not in has),
    )


def _codes(answer: SuggestionSet) -> tuple[str, ...]:
    return tuple(suggestion.code for suggestion in answer.suggestions)


def _gaps(answer: SuggestionSet) -> tuple[OpenGap, ...]:
    return tuple(
        OpenGap(code=suggestion.code, requirement=gap.requirement)
        for suggestion in answer.suggestions
        for gap in suggestion.gaps
    )
