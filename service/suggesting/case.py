"""A candidate in its note: which sentences speak of it, and not of another problem that the note also
holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from service.classifier.candidates import Assessed, Candidate
from service.classifier.zones import agree, in_zone, regions_of
from service.domain import Assertion, Evidence, Family, Region, Role, Setting
from service.reading import Mention, Reading
from service.reading.words import words

_SHARED = words("shared")
_FOR_BOTH = frozenset(("both", mark) for mark in (",", ".", ";", ")", "problem", "complaint"))
_LOOK_BACK = 12
_DENIED = (Assertion.NEGATED, Assertion.RELATIVE, Assertion.HYPOTHETICAL)


@dataclass(frozen=True, slots=True)
class Places:
    """What one sentence names: regions, levels read as roots or as vertebrae, and parts of the body."""

    as_roots: frozenset[Region]
    as_vertebrae: frozenset[Region]
    zones: frozenset[str]


_NOWHERE = Places(frozenset(), frozenset(), frozenset())
_PLACING = frozenset({"level", "region", "site"})


class PlacesOfNote(dict[int, Places]):
    """What each sentence of a note names, by its index: found out when it is first asked, as most never
    are.
    """

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._mentions = reading.mentions

    def __missing__(self, index: int) -> Places:
        places = self[index] = _places(self._mentions[index])
        return places


def _places(mentions: Sequence[Mention]) -> Places:
    placing = [m for m in mentions if m.kind in _PLACING]
    if not placing:
        return _NOWHERE
    return Places(
        frozenset(r for m in placing if m.kind != "site" for r in regions_of(m, as_root=True)),
        frozenset(r for m in placing if m.kind != "site" for r in regions_of(m, as_root=False)),
        frozenset(m["zone"] for m in placing if m.kind == "site") - {"any"},
    )


@dataclass(frozen=True)
class Case:
    """One candidate and the note that it stands in; `places` are those of the note's sentences."""

    assessed: Assessed
    candidate: Candidate
    places: PlacesOfNote
    setting: Setting = Setting.OUTPATIENT
    _own: dict[int, bool] = field(default_factory=dict, repr=False)
    _studies: dict[tuple[int, int], list[int]] = field(default_factory=dict, repr=False)

    @property
    def reading(self) -> Reading:
        """The note as it was read."""
        return self.assessed.reading

    @cached_property
    def rivals(self) -> tuple[Candidate, ...]:
        """The note's other candidates."""
        return tuple(other for other in self.assessed.candidates if other is not self.candidate)

    def owns(self, index: int) -> bool:
        """Whether a sentence may speak of this candidate.

        It does unless it names a region or a part of the body that is another's; one that names none
        goes with the
        sentences of its paragraph that do, and belongs to all where these are silent too.
        """
        own = self._own.get(index)
        if own is None:
            own = self._own[index] = self._judge(index)
        return own

    def _judge(self, index: int) -> bool:
        verdict = self._names(index, self.candidate)
        norms = self.reading.norms(index)
        if verdict is not None:
            # "Heat for both, and massage for the back".
            return verdict or (
                "both" in norms
                and any(pair in _FOR_BOTH for pair in zip(norms, [*norms[1:], "."], strict=True))
            )
        if not self.rivals or not _SHARED.isdisjoint(norms):
            return True
        if any(self._names(index, other) for other in self.rivals):
            return False
        return self._by_paragraph(index)

    def _by_paragraph(self, index: int) -> bool:
        """Go by the nearest sentence before it in the paragraph that names a region."""
        sentences = self.reading.sentences
        for place in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
            if sentences[place].paragraph != sentences[index].paragraph:
                break
            verdict = self._names(place, self.candidate)
            if verdict is not None:
                return verdict
        return True

    def _names(self, index: int, candidate: Candidate) -> bool | None:
        """Whether what a sentence names agrees with a candidate; None where it names nothing."""
        for statement in candidate.statements:
            if statement.mention.sentence == index:
                return True
        places = self.places[index]
        radicular = candidate.family is Family.RADICULOPATHY
        named = places.as_roots if radicular else places.as_vertebrae
        if named:
            if agree(named, candidate.regions):
                return True
            if not places.zones:
                return False
        if places.zones and radicular:
            return any(in_zone(zone, region) for zone in places.zones for region in candidate.regions)
        return None

    def mentions(self, kind: str) -> Iterator[Mention]:
        """Yield the mentions of a kind in the sentences that may speak of this candidate, denied ones
        left out.
        """
        return (m for m in self.reading.all(kind) if self.owns(m.sentence) and m.assertion not in _DENIED)

    def regions_in(self, index: int) -> frozenset[Region]:
        """Return the regions that the levels and words of a sentence name, read in either way."""
        places = self.places[index]
        return places.as_roots | places.as_vertebrae

    def reported(self, study: Mention) -> list[int]:
        """Return the sentences that report what a study showed, its own at least."""
        if not self._studies:
            for index, reported in self.assessed.reports.items():
                self._studies.setdefault((reported.sentence, reported.first), []).append(index)
        following = self._studies.get((study.sentence, study.first), [])
        return sorted({study.sentence, *following})

    @cached_property
    def last_assessment(self) -> int:
        """The index of the note's last sentence of an assessment; -1 where it has none."""
        found = (index for index, s in enumerate(self.reading.sentences) if s.section == "assessment")
        return max(found, default=-1)

    def evidence(self, mention: Mention, role: Role) -> Evidence:
        """Return a mention as evidence."""
        return Evidence(start=mention.start, end=mention.end, text=self.reading.words(mention), role=role)
