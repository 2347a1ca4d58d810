"""Which words of a sentence place a diagnosis, and the regions that they name together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.classifier.zones import covers, covers_down, regions_of
from service.domain import Assertion, Family, Region
from service.reading import Mention, Reading

_GENERAL = frozenset({Region.CERVICAL, Region.THORACIC, Region.LUMBAR, Region.SACRAL})
_DISTRACTING = ("treatment", "study")
_MULTIPLE = [Region.MULTIPLE]


def placing(reading: Reading, sentence: int, family: Family) -> list[Mention]:
    """Return what may place a diagnosis in a sentence: levels, region words and, for an attachment,
    structures.
    """
    return [mention for mention in reading.mentions[sentence] if _may_place(mention, family)]


def _may_place(mention: Mention, family: Family) -> bool:
    """A radiculopathy has a code for each region and none for multiple sites, so those words place none."""
    if mention.kind == "region":
        return family is Family.ENTHESOPATHY or not (mention["weak"] or mention["regions"] == _MULTIPLE)
    if mention.kind == "structure":
        return family is Family.ENTHESOPATHY and bool(mention["regions"])
    return mention.kind == "level"


def distracts(reading: Reading, place: Mention) -> bool:
    """Whether a level or region is that of an operation, an injection or a study, or is denied or of
    the past.
    """
    if place.assertion in (Assertion.NEGATED, Assertion.HISTORICAL, Assertion.RELATIVE):
        return True
    if place.level is not None and any(
        other["group"] == "structural" and other.concept == "fracture" and place.gap_to(other) <= 1
        for other in reading.within(place.sentence, "condition")
    ):
        return True
    if place.level is None and any(
        other.concept == "plexopathy" and other.first <= place.first and place.last <= other.last
        for other in reading.within(place.sentence, "condition")
    ):
        # "Thoracic outlet syndrome" lies in no part of the spine.
        return True
    return any(
        other.kind in _DISTRACTING
        and (other.kind != "study" or place.level is None)
        and (other.kind != "treatment" or other.concept in ("surgery", "injection"))
        and place.gap_to(other) <= 2
        for other in reading.mentions[place.sentence]
    )


def regions_named(family: Family, places: Sequence[Mention]) -> frozenset[Region]:
    """Return the regions that some places name together, levels before words."""
    if not places:
        return frozenset()
    as_root = family is Family.RADICULOPATHY
    levels = [place for place in places if place.level is not None]
    words = [place for place in places if place.level is None]
    if levels:
        regions = (not as_root and _junction(levels)) or _lumbosacral_l5(levels) or _regions(levels, as_root)
        return regions | {
            region for region in _regions(words, as_root) if not any(covers(region, one) for one in regions)
        }
    if as_root and any(place["upper_cervical"] for place in words):
        return frozenset()
    strong = [place for place in words if place.kind == "region" and not place["weak"]]
    chosen = strong or words
    found = _regions(chosen, as_root)
    if any(place["upper_cervical"] for place in chosen):
        found = (found - {Region.CERVICAL}) | {Region.OCCIPITO_ATLANTO_AXIAL}
    return frozenset(
        region
        for region in found
        if region not in _GENERAL or not any(covers_down(region, finer) for finer in found - {region})
    )


def _regions(places: Sequence[Mention], as_root: bool) -> frozenset[Region]:
    return frozenset(region for place in places for region in regions_of(place, as_root=as_root))


def _junction(levels: Sequence[Mention]) -> frozenset[Region]:
    """Read two neighbouring vertebrae in a list, such as C7 and T1, as the segment between them."""
    points = [
        place.level.points[0] for place in levels if place.level is not None and not place.level.is_segment
    ]
    if len(points) != 2 or len(levels) != 2:
        return frozenset()
    joined = replace(levels[0].level, points=tuple(points)) if levels[0].level else None
    return joined.regions(as_root=False) if joined is not None and joined.is_disc else frozenset()


def _lumbosacral_l5(levels: Sequence[Mention]) -> frozenset[Region]:
    """Return lumbosacral where the L5 root is named together with the L5-S1 level."""
    written = {place.level.points for place in levels if place.level is not None}
    if (("L", 5),) in written and (("L", 5), ("S", 1)) in written and len(written) == 2:
        return frozenset({Region.LUMBOSACRAL})
    return frozenset()


def is_root(place: Mention) -> bool:
    """Whether a place is one level alone, which for a radiculopathy is a root."""
    return place.level is not None and not place.level.is_segment
