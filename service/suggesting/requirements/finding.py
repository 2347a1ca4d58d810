"""How far one requirement is met, and the words that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

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
    case: Case, found: Sequence[tuple[Status, Mention]], role: Role, otherwise: Finding, shown: int = 1
) -> Finding:
    """Return what meets most of what was found, with the first words that meet as much, or what holds where
    nothing was found.
    """
    if not found:
        return otherwise
    status = min((status for status, _ in found), key=_ORDER.index)
    words = {(mention.start, mention.end): mention for met, mention in found if met is status}
    return Finding(status, tuple(case.evidence(mention, role) for mention in islice(words.values(), shown)))
