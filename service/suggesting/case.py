"""A candidate in its note: which sentences speak of it, and not of another problem that the note also holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from service.classifier.candidates import Assessed, Candidate
from service.classifier.zones import agree, in_zone, regions_of
from service.domain import Assertion, Evidence, Family, Region, Role
from service.reading import Mention, Reading

_SHARED = frozenset({"both", "each", "all"})
_DENIED = (Assertion.NEGATED, Assertion.RELATIVE, Assertion.HYPOTHETICAL)


@dataclass(frozen=True)
class Case:
    """One candidate and the note that it stands in."""

    assessed: Assessed
    candidate: Candidate
    _own: dict[int, bool] = field(default_factory=dict, repr=False)

    @property
    def reading(self) -> Reading:
        """The note as it was read."""
        return self.assessed.reading

    @property
    def rivals(self) -> tuple[Candidate, ...]:
        """The note's other candidates."""
        return tuple(other for other in self.assessed.candidates if other is not self.candidate)

    def owns(self, index: int) -> bool:
        """Whether a sentence may speak of this candidate.

        It does unless it names a region or a part of the body that is another's; one that names none goes with the
        sentences of its paragraph that do, and belongs to all where these are silent too.
        """
        if index not in self._own:
            self._own[index] = self._judge(index)
        return self._own[index]

    def _judge(self, index: int) -> bool:
        if any(statement.mention.sentence == index for statement in self.candidate.statements):
            return True
        verdict = self._names(index, self.candidate)
        if verdict is not None:
            return verdict
        if any(token.norm in _SHARED for token in self.reading.tokens[index]):
            return True
        others = [other for other in self.rivals if self._names(index, other)]
        if others:
            return False
        if not self.rivals:
            return True
        return self._by_paragraph(index)

    def _by_paragraph(self, index: int) -> bool:
        """Go by the nearest sentence before it in the paragraph that names a region."""
        sentences = self.reading.sentences
        for place in range(index - 1, -1, -1):
            if sentences[place].paragraph != sentences[index].paragraph:
                break
            verdict = self._names(place, self.candidate)
            if verdict is not None:
                return verdict
        return True

    def _names(self, index: int, candidate: Candidate) -> bool | None:
        """Whether what a sentence names agrees with a candidate; None where it names nothing."""
        mentions = self.reading.mentions[index]
        if any(m.kind == "diagnosis" and m["family"] == candidate.family for m in mentions) and any(
            statement.mention.sentence == index for statement in candidate.statements
        ):
            return True
        levels = [m for m in mentions if m.kind == "level"]
        words = [m for m in mentions if m.kind == "region"]
        sites = [m for m in mentions if m.kind == "site" and m["zone"] != "any"]
        regions = candidate.regions
        if levels or words:
            as_root = candidate.family is Family.RADICULOPATHY
            named = {r for m in (*levels, *words) for r in regions_of(m, as_root=as_root)}
            if agree(named, regions):
                return True
            if not sites:
                return False
        if sites and candidate.family is Family.RADICULOPATHY:
            return any(in_zone(site["zone"], region) for site in sites for region in regions)
        return None

    def mentions(self, kind: str) -> Iterator[Mention]:
        """Yield the mentions of a kind in the sentences that may speak of this candidate, denied ones left out."""
        for index in range(len(self.reading.sentences)):
            for mention in self.reading.mentions[index]:
                if mention.kind == kind and mention.assertion not in _DENIED and self.owns(index):
                    yield mention

    def mentions_of(self, kind: str) -> Iterator[Mention]:
        """Yield the mentions of a kind in those sentences whatever is asserted of them, for words that deny by themselves."""
        return (mention for mention in self.reading.all(kind) if self.owns(mention.sentence))

    def agrees(self, mention: Mention) -> bool:
        """Whether the levels and region words of a mention's sentence agree with the candidate's region."""
        named = self.regions_in(mention.sentence)
        return agree(named, self.candidate.regions)

    def regions_in(self, index: int) -> set[Region]:
        """Return the regions that the levels and words of a sentence name."""
        return {
            region
            for m in self.reading.mentions[index]
            if m.kind in ("level", "region")
            for region in regions_of(m, as_root=False) | regions_of(m, as_root=True)
        }

    def evidence(self, mention: Mention, role: Role) -> Evidence:
        """Return a mention as evidence."""
        return Evidence(start=mention.start, end=mention.end, text=self.reading.words(mention), role=role)
