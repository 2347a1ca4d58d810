"""In which region a stated diagnosis lies: the domain's section 1, region by region.

A named level or root beats a general word; what counts is the region of the diagnosis itself and not
of an operation, an injection or another finding that the sentence also names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from service.classifier.statements import Statement
from service.classifier.zones import agree, covers, covers_down, regions_of
from service.domain import Assertion, Family, Region
from service.reading import Mention, Reading
from service.reading.words import words

_BRIDGE = words("bridging")
Placed = tuple[frozenset[Region], tuple[Mention, ...]]
_MOST_BRIDGED = 9
_GENERAL = frozenset({Region.CERVICAL, Region.THORACIC, Region.LUMBAR, Region.SACRAL})
_DISTRACTING = ("treatment", "study")


def localise(
    reading: Reading, statements: Sequence[Statement], reports: Mapping[int, Mention]
) -> list[Statement]:
    """Return the statements with their regions; one that names none takes those of the note's other words."""
    by_sentence: dict[int, list[Mention]] = {}
    for statement in statements:
        by_sentence.setdefault(statement.mention.sentence, []).append(statement.mention)
    placed = [_place_in_sentence(reading, s, by_sentence[s.mention.sentence]) for s in statements]
    general = {
        family: _general_places(reading, family, placed, reports) for family in {s.family for s in placed}
    }
    return [s if s.regions else _place_elsewhere(reading, s, general[s.family]) for s in placed]


def _place_in_sentence(reading: Reading, statement: Statement, stated: Sequence[Mention]) -> Statement:
    mention = statement.mention
    rivals = [other for other in stated if other is not mention]
    chain = _chain(reading, mention, rivals)
    loose = [
        other
        for other in _placing(reading, mention.sentence, statement.family)
        if other not in chain and _is_of(other, mention, rivals) and not _distracts(reading, other)
    ]
    regions = _regions(statement.family, chain)
    if regions:
        finer = [
            other
            for other in loose
            if other.level is not None
            and _refines(regions, other, statement.family, chain)
            and not _is_other_finding(other)
        ]
        places = (*chain, *finer)
        return replace(statement, regions=_regions(statement.family, places), how="phrase", places=places)
    regions = _regions(statement.family, loose)
    if regions:
        return replace(statement, regions=regions, how="sentence", places=tuple(loose))
    return statement


def _placing(reading: Reading, sentence: int, family: Family) -> list[Mention]:
    """Return what may place a diagnosis in a sentence: levels, region words and, for an attachment,
    structures.
    """
    found = []
    for mention in reading.mentions[sentence]:
        if (
            mention.kind == "level"
            or (mention.kind == "structure" and family is Family.ENTHESOPATHY and mention["regions"])
            or mention.kind == "region"
            and not (family is Family.RADICULOPATHY and mention["weak"])
        ):
            found.append(mention)
    return found


def _chain(reading: Reading, mention: Mention, rivals: Sequence[Mention]) -> list[Mention]:
    """Return the levels and regions that stand within the diagnosis' own phrase, before it and after it."""
    family = Family(mention["family"])
    by_token = {
        token: other
        for other in _placing(reading, mention.sentence, family)
        for token in range(other.first, other.last + 1)
    }
    taken = {token for rival in rivals for token in range(rival.first, rival.last + 1)}
    tokens = reading.tokens[mention.sentence]
    structures = {
        token
        for other in reading.within(mention.sentence, "structure")
        if family is Family.ENTHESOPATHY
        for token in range(other.first, other.last + 1)
    }
    found = [by_token[token] for token in range(mention.first, mention.last + 1) if token in by_token]
    for step, start in ((-1, mention.first - 1), (1, mention.last + 1)):
        bridged = 0
        place = start
        side: list[Mention] = []
        while 0 <= place < len(tokens) and place not in taken:
            if place in by_token:
                side.append(by_token[place])
                bridged = 0
            elif place in structures:
                pass
            elif tokens[place].norm not in _BRIDGE or bridged >= _MOST_BRIDGED:
                break
            else:
                bridged += 1
            place += step
        if 0 <= place < len(tokens) and place in taken and step == 1:
            side = [other for other in side if not _leads_to_rival(tokens, other, place)]
        found += side
    return list(dict.fromkeys(found))


def _leads_to_rival(tokens: Sequence[object], other: Mention, rival: int) -> bool:
    """Whether a level after this diagnosis belongs to the next one's phrase ("C6 radiculitis and L4
    radiculitis").
    """
    return rival - other.last <= 3


def _is_of(other: Mention, mention: Mention, rivals: Iterable[Mention]) -> bool:
    """Whether a level lies nearer to this diagnosis than to another one of the sentence."""
    return all(mention.gap_to(other) <= rival.gap_to(other) for rival in rivals)


def _distracts(reading: Reading, place: Mention) -> bool:
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
    return any(
        other.kind in _DISTRACTING
        and (other.kind != "study" or place.level is None)
        and (other.kind != "treatment" or other.concept in ("surgery", "injection"))
        and place.gap_to(other) <= 2
        for other in reading.mentions[place.sentence]
    )


def _is_other_finding(place: Mention) -> bool:
    return place.assertion is not Assertion.PRESENT


def _refines(regions: frozenset[Region], other: Mention, family: Family, chain: Sequence[Mention]) -> bool:
    """Whether a level elsewhere in the sentence names more exactly what a general word in the phrase says.

    The L5 root counts as lumbosacral where the diagnosis places it at L5-S1.
    """
    if any(place.level is not None for place in chain):
        only_l5 = all(place.level.points == (("L", 5),) for place in chain if place.level is not None)
        return (
            family is Family.RADICULOPATHY
            and only_l5
            and other.level is not None
            and other.level.discs() == (24,)
        )
    if other.level is None or not (
        other.level.is_segment or family is Family.RADICULOPATHY and _is_root(other)
    ):
        return False
    return all(
        any(general in _GENERAL and covers_down(general, fine) for general in regions)
        for fine in regions_of(other, as_root=True)
    )


def _is_root(place: Mention) -> bool:
    return place.level is not None and not place.level.is_segment


def _regions(family: Family, places: Sequence[Mention]) -> frozenset[Region]:
    """Return the regions that some places name together, levels before words."""
    as_root = family is Family.RADICULOPATHY
    levels = [place for place in places if place.level is not None]
    words = [place for place in places if place.level is None]
    if family is Family.RADICULOPATHY and not levels and any(place["upper_cervical"] for place in words):
        return frozenset()
    named = _junction(levels) if not as_root else None
    regions = named or _lumbosacral_l5(levels) if not as_root or levels else frozenset()
    if not regions:
        regions = frozenset(region for place in levels for region in regions_of(place, as_root=as_root))
    added = frozenset(
        region
        for place in words
        for region in regions_of(place, as_root=as_root)
        if not any(covers(region, one) for one in regions)
    )
    if levels:
        return regions | added
    strong = [place for place in words if place.kind == "region" and not place["weak"]]
    chosen = strong or words
    found = frozenset(region for place in chosen for region in regions_of(place, as_root=as_root))
    if any(place["upper_cervical"] for place in chosen):
        found = (found - {Region.CERVICAL}) | {Region.OCCIPITO_ATLANTO_AXIAL}
    return frozenset(
        region
        for region in found
        if region not in _GENERAL or not any(covers_down(region, finer) for finer in found - {region})
    )


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


def _place_elsewhere(reading: Reading, statement: Statement, general: Sequence[Placed]) -> Statement:
    """Place a diagnosis by the note's other words: another statement of it, its neighbours, what the
    studies show.
    """
    if _is_upper_cervical(reading, statement):
        return statement
    others, *rest = general
    for regions, places in (others, _neighbours(reading, statement), *rest):
        if regions:
            return replace(statement, regions=regions, how="elsewhere", places=places)
    return statement


def _general_places(
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
            place for place in _placing(reading, index, statement.family) if not _distracts(reading, place)
        ]
        regions = _regions(statement.family, places)
        if len(regions) == 1:
            return regions, tuple(places)
    return frozenset(), ()


def _root_findings(reading: Reading, family: Family, reports: Mapping[int, Mention]) -> Placed:
    """Read the levels that a study reports as abnormal, or that an examination names as a dermatome."""
    places: list[Mention] = []
    for index in range(len(reading.sentences)):
        mentions = reading.mentions[index]
        reported = index in reports and any(
            m.kind == "outcome" and m.concept == "abnormal" and m.present for m in mentions
        )
        dermatome = any(m.kind == "site" and m.concept == "dermatome" and m.present for m in mentions)
        if reported or dermatome:
            places += [m for m in mentions if m.kind == "level" and not _distracts(reading, m)]
    regions = _regions(family, places)
    return (regions, tuple(places)) if len(regions) == 1 else (frozenset(), ())


def _symptoms(reading: Reading, family: Family) -> Placed:
    """Read the region words of the complaint itself: where the pain is said to start, or why the
    patient came.
    """
    places: list[Mention] = []
    for index, sentence in enumerate(reading.sentences):
        if sentence.section in (
            "past",
            "list",
            "family",
            "social",
            "ros",
            "instructions",
            "medication",
            "allergy",
        ):
            continue
        signs = [m for m in reading.within(index, "sign") if m.present]
        if family is Family.RADICULOPATHY:
            signs = [m for m in signs if m["indicator"] in ("radiation", "sensory")]
        if signs or sentence.section == "reason":
            places += [
                place
                for place in _placing(reading, index, family)
                if place.present and not _distracts(reading, place)
            ]
    regions = _regions(family, places)
    if len(regions) > 1 and agree(regions, regions) and len({region for region in regions}) == 2:
        regions = (
            frozenset({max(regions)})
            if all(covers(min(regions), region) for region in regions)
            else frozenset()
        )
    return (regions, tuple(places)) if len(regions) == 1 else (frozenset(), ())
