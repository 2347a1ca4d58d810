"""In which region a stated diagnosis lies: the domain's section 1, region by region.

A named level or root beats a general word; what counts is the region of the diagnosis itself and not
of an operation, an injection or another finding that the sentence also names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from service.classifier.elsewhere import general_places, place_elsewhere
from service.classifier.placing import distracts, is_root, placing, regions_named
from service.classifier.statements import Statement
from service.classifier.zones import covers_down, regions_of
from service.domain import Assertion, Family, Region
from service.reading import Mention, Reading
from service.reading.words import words

_BRIDGE = words("bridging")
_MOST_BRIDGED = 9
_GENERAL = frozenset({Region.CERVICAL, Region.THORACIC, Region.LUMBAR, Region.SACRAL})


def localise(
    reading: Reading, statements: Sequence[Statement], reports: Mapping[int, Mention]
) -> list[Statement]:
    """Return the statements with their regions; one that names none takes those of the note's other words."""
    by_sentence: dict[int, list[Mention]] = {}
    for statement in statements:
        by_sentence.setdefault(statement.mention.sentence, []).append(statement.mention)
    placed = [_place_in_sentence(reading, s, by_sentence[s.mention.sentence]) for s in statements]
    unplaced = {statement.family for statement in placed if not statement.regions}
    general = {family: general_places(reading, family, placed, reports) for family in unplaced}
    return [s if s.regions else place_elsewhere(reading, s, general[s.family]) for s in placed]


def _place_in_sentence(reading: Reading, statement: Statement, stated: Sequence[Mention]) -> Statement:
    mention = statement.mention
    rivals = [other for other in stated if other is not mention]
    around = placing(reading, mention.sentence, statement.family)
    if not around:
        return statement
    chain = _chain(reading, mention, rivals, around)
    loose = [
        other
        for other in around
        if other not in chain and _is_of(other, mention, rivals) and not distracts(reading, other)
    ]
    regions = regions_named(statement.family, chain)
    if regions:
        finer = [
            other
            for other in loose
            if other.level is not None
            and _refines(regions, other, statement.family, chain)
            and not _is_other_finding(other)
        ]
        if finer:
            regions = regions_named(statement.family, (*chain, *finer))
        return statement.placed(regions, "phrase", (*chain, *finer))
    regions = regions_named(statement.family, loose)
    if regions:
        return statement.placed(regions, "sentence", loose)
    return statement


def _chain(
    reading: Reading, mention: Mention, rivals: Sequence[Mention], around: Sequence[Mention]
) -> list[Mention]:
    """Return the levels and regions that stand within the diagnosis' own phrase, before it and after it."""
    family = Family(mention["family"])
    by_token = {token: other for other in around for token in range(other.first, other.last + 1)}
    taken = {token for rival in rivals for token in range(rival.first, rival.last + 1)}
    norms = reading.norms(mention.sentence)
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
        while 0 <= place < len(norms) and place not in taken:
            if place in by_token:
                side.append(by_token[place])
                bridged = 0
            elif place in structures:
                pass
            elif norms[place] not in _BRIDGE or bridged >= _MOST_BRIDGED:
                break
            else:
                bridged += 1
            place += step
        if 0 <= place < len(norms) and place in taken:
            side = [other for other in side if not _is_of_rival(norms, other, mention, place)]
        found += side
    return list(dict.fromkeys(found))


def _is_of_rival(norms: Sequence[str], other: Mention, mention: Mention, rival: int) -> bool:
    """Whether a level between two diagnoses belongs to the other one: to the one after it where it stands
    close by ("C6 radiculitis and L4 radiculitis"), to the one before it where a "with" parts them.
    """
    after = max(mention.first, rival)
    parted = "with" in norms[other.last + 1 : after]
    return parted if rival < mention.first else not parted and rival - other.last <= 3


def _is_of(other: Mention, mention: Mention, rivals: Iterable[Mention]) -> bool:
    """Whether a level lies nearer to this diagnosis than to another one of the sentence."""
    return all(mention.gap_to(other) <= rival.gap_to(other) for rival in rivals)


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
        other.level.is_segment or family is Family.RADICULOPATHY and is_root(other)
    ):
        return False
    return all(
        any(general in _GENERAL and covers_down(general, fine) for general in regions)
        for fine in regions_of(other, as_root=True)
    )
