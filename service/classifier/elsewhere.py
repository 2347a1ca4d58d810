"""Where a note places a diagnosis whose own sentence does not: in its other statements, beside it, in what
the studies show, in the complaint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.classifier.indicators import SILENT
from service.classifier.placing import distracts, placing, regions_named
from service.classifier.statements import Statement
from service.classifier.zones import agree, covers
from service.domain import Assertion, Family, Region
from service.reading import Mention, Reading

Placed = tuple[frozenset[Region], tuple[Mention, ...]]


def place_elsewhere(reading: Reading, statement: Statement, general: Sequence[Placed]) -> Statement:
    """Place a diagnosis by the note's other words: another statement of it, its neighbours, what the
    studies show.
    """
    if _is_upper_cervical(reading, statement):
        return statement
    others, *rest = general
    for regions, places in (others, _neighbours(reading, statement), *rest):
        if regions:
            return statement.placed(regions, "elsewhere", places)
    return _usually_placed(reading, statement)


def _usually_placed(reading: Reading, statement: Statement) -> Statement:
    """Place by a structure that spans regions, such as the nuchal ligament, where nothing says which."""
    for structure in reading.within(statement.mention.sentence, "structure"):
        if statement.family is Family.ENTHESOPATHY and structure["usual_region"]:
            return statement.placed(frozenset({Region(structure["usual_region"])}), "elsewhere", (structure,))
    return statement


def general_places(
    reading: Reading, family: Family, statements: Sequence[Statement], reports: Mapping[int, Mention]
) -> tuple[Placed, ...]:
    """Return where the note as a whole places a family: by its other statements, by findings, by the
    complaint.
    """
    return (
        _other_statements(family, statements),
        _root_findings(reading, family, reports),
        _symptoms(reading, family),
    )


def _is_upper_cervical(reading: Reading, statement: Statement) -> bool:
    """For radiculopathy "upper cervical" with no level does not localise; the seeds say so."""
    return statement.family is Family.RADICULOPATHY and any(
        mention["upper_cervical"] for mention in reading.within(statement.mention.sentence, "region")
    )


def _other_statements(family: Family, statements: Sequence[Statement]) -> Placed:
    others = [
        other
        for other in statements
        if other.family is family
        and other.regions
        and other.assertion in (Assertion.PRESENT, Assertion.UNCERTAIN, Assertion.HISTORICAL)
    ]
    best = max(others, key=lambda other: other.tier, default=None)
    return (best.regions, best.places) if best else (frozenset(), ())


def _neighbours(reading: Reading, statement: Statement) -> Placed:
    """Read the sentences beside the statement in its paragraph."""
    here = statement.mention.sentence
    for index in (here - 1, here + 1):
        if not 0 <= index < len(reading.sentences):
            continue
        if reading.sentences[index].paragraph != reading.sentences[here].paragraph:
            continue
        places = [
            place for place in placing(reading, index, statement.family) if not distracts(reading, place)
        ]
        regions = regions_named(statement.family, places)
        if len(regions) == 1:
            return regions, tuple(places)
    return frozenset(), ()


def _root_findings(reading: Reading, family: Family, reports: Mapping[int, Mention]) -> Placed:
    """Read the levels that a study reports as abnormal, or that an examination names as a dermatome."""
    places = [
        level
        for level in reading.all("level")
        if _tells(reading, level.sentence, reports) and not distracts(reading, level)
    ]
    regions = regions_named(family, places)
    return (regions, tuple(places)) if len(regions) == 1 else (frozenset(), ())


def _tells(reading: Reading, index: int, reports: Mapping[int, Mention]) -> bool:
    return (
        index in reports
        and any(m.concept == "abnormal" and m.present for m in reading.within(index, "outcome"))
    ) or any(m.concept == "dermatome" and m.present for m in reading.within(index, "site"))


def _symptoms(reading: Reading, family: Family) -> Placed:
    """Read the region words of the complaint itself: where the pain is said to start, or why the
    patient came.
    """
    places = [
        place
        for index, sentence in enumerate(reading.sentences)
        if sentence.section not in SILENT
        for place in placing(reading, index, family)
        if _is_complaint(reading, index, family) and place.present and not distracts(reading, place)
    ]
    regions = regions_named(family, places)
    if len(regions) > 1 and agree(regions, regions) and len({region for region in regions}) == 2:
        regions = (
            frozenset({max(regions)})
            if all(covers(min(regions), region) for region in regions)
            else frozenset()
        )
    return (regions, tuple(places)) if len(regions) == 1 else (frozenset(), ())


def _is_complaint(reading: Reading, index: int, family: Family) -> bool:
    """Whether a sentence says why the patient came, or what they feel."""
    return reading.sentences[index].section == "reason" or any(
        (family is Family.ENTHESOPATHY or sign["indicator"] in ("radiation", "sensory")) and sign.present
        for sign in reading.within(index, "sign")
    )
