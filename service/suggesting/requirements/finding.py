"""How far one requirement is met, and the words that say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.domain import Evidence, Role, Status
from service.reading import Mention
from service.suggesting.case import Case


@dataclass(frozen=True, slots=True)
class Finding:
    """A status, and the words of the note that it rests on."""

    status: Status
    evidence: tuple[Evidence, ...] = ()


MISSING = Finding(Status.MISSING)
NOT_APPLICABLE = Finding(Status.NOT_APPLICABLE)
_ORDER = (Status.MET, Status.PARTIAL, Status.MISSING, Status.NOT_APPLICABLE)


def best(
    case: Case, found: Iterable[tuple[Status, Mention]], role: Role, otherwise: Finding, shown: int = 1
) -> Finding:
    """Return what meets most of what was found, with the first words that meet as much, or what holds where
    nothing was found.

    Nothing is looked for beyond the words to be shown that meet it whole.
    """
    words: dict[Status, dict[tuple[int, int], Mention]] = {}
    for status, mention in found:
        alike = words.setdefault(status, {})
        if len(alike) < shown:
            alike.setdefault((mention.start, mention.end), mention)
        if status is Status.MET and len(alike) == shown:
            break
    if not words:
        return otherwise
    status = min(words, key=_ORDER.index)
    return Finding(status, tuple(case.evidence(mention, role) for mention in words[status].values()))
