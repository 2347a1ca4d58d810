"""Why not the sibling? For each other code of a family, what in the note stands against it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from service.classifier.candidates import Assessed, Candidate
from service.classifier.zones import regions_of
from service.domain import CODES, Family, Region, family_of, region_of
from service.reading import Mention


class Cause(StrEnum):
    """Why a sibling is not the one."""

    SUGGESTED = "suggested"
    LOCALISED = "localised"
    ONE_REGION = "one_region"
    SEVERAL = "several"
    GENERAL_WORD = "general_word"
    NAMED_OTHERWISE = "named_otherwise"
    NOT_NAMED = "not_named"


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A sibling, why it is not the one, and the words that say so: (start, end, text), the first few."""

    code: str
    cause: Cause
    words: tuple[tuple[int, int, str], ...] = ()


_MOST_WORDS = 3


def why_not(assessed: Assessed, candidate: Candidate, suggested: Collection[str]) -> Iterator[WhyNot]:
    """Yield for each sibling of a candidate what stands against it, in the order of the codes."""
    places = [place for statement in candidate.statements for place in statement.places]
    named = _by_region(assessed, candidate.family, {(place.start, place.end) for place in places})
    for code in CODES:
        if family_of(code) is candidate.family and code != candidate.code:
            if code in suggested:
                yield WhyNot(code, Cause.SUGGESTED)
            else:
                cause, words = _against(candidate, places, named, region_of(code))
                yield WhyNot(code, cause, _quoted(assessed, words))


def _against(
    candidate: Candidate, places: list[Mention], named: Mapping[Region, list[Mention]], region: Region
) -> tuple[Cause, list[Mention]]:
    if region is Region.UNSPECIFIED:
        return Cause.LOCALISED, places
    if region is Region.MULTIPLE:
        return Cause.ONE_REGION, places
    if candidate.region is Region.MULTIPLE and region in candidate.regions:
        return Cause.SEVERAL, places
    by_root = candidate.family is Family.RADICULOPATHY
    general = [place for place in places if region in regions_of(place, as_root=by_root)]
    if general:
        return Cause.GENERAL_WORD, general
    return (Cause.NAMED_OTHERWISE, named[region]) if region in named else (Cause.NOT_NAMED, [])


def _by_region(
    assessed: Assessed, family: Family, places: set[tuple[int, int]]
) -> Mapping[Region, list[Mention]]:
    """Return the levels and words that name each region and are no place of the diagnosis itself."""
    named: dict[Region, list[Mention]] = {}
    for kind in ("level", "region"):
        for mention in assessed.reading.all(kind):
            if (mention.start, mention.end) not in places:
                for region in regions_of(mention, as_root=family is Family.RADICULOPATHY):
                    named.setdefault(region, []).append(mention)
    return named


def _quoted(assessed: Assessed, mentions: list[Mention]) -> tuple[tuple[int, int, str], ...]:
    """Return the words of mentions, each wording once, the first few."""
    by_wording: dict[str, tuple[int, int, str]] = {}
    for mention in sorted(mentions, key=lambda mention: mention.start):
        words = assessed.reading.words(mention)
        by_wording.setdefault(words.casefold(), (mention.start, mention.end, words))
    return tuple(by_wording.values())[:_MOST_WORDS]
