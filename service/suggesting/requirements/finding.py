"""How far one requirement is met, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain import Evidence, Status


@dataclass(frozen=True, slots=True)
class Finding:
    """A status, and the words of the note that it rests on."""

    status: Status
    evidence: tuple[Evidence, ...] = ()


MISSING = Finding(Status.MISSING)
NOT_APPLICABLE = Finding(Status.NOT_APPLICABLE)
_MOST_SHOWN = 3
_ORDER = (Status.MET, Status.PARTIAL, Status.MISSING, Status.NOT_APPLICABLE)


def best(findings: list[Finding], otherwise: Finding) -> Finding:
    """Return the finding that meets most, or what holds where there is none."""
    return min(findings, key=lambda finding: _ORDER.index(finding.status), default=otherwise)


def together(findings: list[Finding], otherwise: Finding) -> Finding:
    """Return the finding that meets most, with the words of the others that meet as much: three at most."""
    leading = best(findings, otherwise)
    alike = [finding for finding in findings if finding.status is leading.status]
    shown = dict.fromkeys(evidence for finding in alike for evidence in finding.evidence)
    return Finding(leading.status, tuple(shown)[:_MOST_SHOWN]) if alike else leading
