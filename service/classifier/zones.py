"""How far words that place a finding agree: a general word covers the regions at its edges, a limb the
regions that supply it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from service.domain import Region
from service.reading import Mention

_COVERED: dict[Region, frozenset[Region]] = {
    Region.UNSPECIFIED: frozenset(Region),
    Region.OCCIPITO_ATLANTO_AXIAL: frozenset({Region.OCCIPITO_ATLANTO_AXIAL}),
    Region.CERVICAL: frozenset({Region.OCCIPITO_ATLANTO_AXIAL, Region.CERVICAL, Region.CERVICOTHORACIC}),
    Region.CERVICOTHORACIC: frozenset({Region.CERVICOTHORACIC}),
    Region.THORACIC: frozenset({Region.CERVICOTHORACIC, Region.THORACIC, Region.THORACOLUMBAR}),
    Region.THORACOLUMBAR: frozenset({Region.THORACOLUMBAR}),
    Region.LUMBAR: frozenset({Region.THORACOLUMBAR, Region.LUMBAR, Region.LUMBOSACRAL}),
    Region.LUMBOSACRAL: frozenset({Region.LUMBOSACRAL}),
    Region.SACRAL: frozenset({Region.LUMBOSACRAL, Region.SACRAL}),
    Region.MULTIPLE: frozenset(Region),
}

_ZONES: dict[str, frozenset[Region]] = {
    "head": frozenset({Region.OCCIPITO_ATLANTO_AXIAL, Region.CERVICAL}),
    "arm": frozenset({Region.CERVICAL, Region.CERVICOTHORACIC, Region.THORACIC}),
    "trunk": frozenset({Region.THORACIC, Region.THORACOLUMBAR, Region.LUMBAR}),
    "leg": frozenset({Region.THORACOLUMBAR, Region.LUMBAR, Region.LUMBOSACRAL, Region.SACRAL}),
    "saddle": frozenset({Region.SACRAL, Region.LUMBOSACRAL}),
}


def covers(general: Region, exact: Region) -> bool:
    """Whether a word for one region may speak of a level in another, as "lumbar" may of L5-S1."""
    return exact in _COVERED[general] or general in _COVERED[exact]


def covers_down(general: Region, exact: Region) -> bool:
    """Whether a level in one region is what a general word for another may mean: "lumbar" L5-S1, but
    not the reverse.
    """
    return exact in _COVERED[general]


def agree(some: Iterable[Region], others: Iterable[Region]) -> bool:
    """Whether any region of one set may be any of the other; an empty set agrees with all."""
    some, others = list(some), list(others)
    return not some or not others or any(covers(one, other) for one in some for other in others)


def in_zone(zone: str, region: Region) -> bool:
    """Whether a part of the body is supplied from a region."""
    return (
        region in (Region.UNSPECIFIED, Region.MULTIPLE)
        or zone == "any"
        or region in _ZONES.get(zone, frozenset())
    )


def regions_of(mention: Mention, *, as_root: bool) -> frozenset[Region]:
    """Return the regions that a level, a region word or a structure names; empty where it names none."""
    if mention.level is not None:
        return mention.level.regions(as_root)
    return _numbered(tuple(mention["regions"] or ()))


@cache
def _numbered(numbers: tuple[int, ...]) -> frozenset[Region]:
    """Return the regions that a lexicon entry gives by their numbers."""
    return frozenset(map(Region, numbers))
