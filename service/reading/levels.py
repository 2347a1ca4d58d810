"""Spinal levels and roots, and the regions that they lie in.

A vertebra is counted from the occiput (0) to S5 (29); the disc below vertebra k is disc k. The
regions are those of the ICD-10-CM fifth character, by the table of the domain.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from service.domain import Region

_FIRST = {"C": 0, "T": 7, "L": 19, "S": 24}
COUNT = {"C": 8, "T": 12, "L": 5, "S": 5}

Point = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Level:
    """A level as it is written: one point (a vertebra or a root) or two (a segment or a range)."""

    start: int
    end: int
    points: tuple[Point, ...]

    @property
    def is_segment(self) -> bool:
        """Whether this names a disc level or a range rather than one vertebra or root."""
        return len(self.points) > 1

    @property
    def is_disc(self) -> bool:
        """Whether this names exactly one disc, such as L5-S1."""
        return self.is_segment and len(self.discs()) == 1

    def discs(self) -> tuple[int, ...]:
        """Return the discs that a segment or a range spans; none for one point or for root C8."""
        if not self.is_segment or ("C", 8) in self.points:
            return ()
        return tuple(range(vertebra_of(self.points[0]), vertebra_of(self.points[-1])))

    def roots(self) -> tuple[Point, ...]:
        """Return the points as roots, a range from root to root filled in."""
        if not self.is_segment:
            return self.points
        (first, last) = (_root(self.points[0]), _root(self.points[-1]))
        return tuple(_ROOTS[first : last + 1])

    def regions(self, as_root: bool) -> frozenset[Region]:
        """Return the regions named: a point is a root (`as_root`) or a vertebra; a segment its discs."""
        return _regions(self.points, as_root)


_ROOTS: list[Point] = [(letter, n) for letter, count in COUNT.items() for n in range(1, count + 1)]


def _root(point: Point) -> int:
    return _ROOTS.index(point) if point in _ROOTS else 0


def vertebra_of(point: Point) -> int:
    """Return the vertebra of a point, counted from the occiput."""
    letter, number = point
    return _FIRST[letter] + number


def _region_of_disc(disc: int) -> Region:
    if disc <= 1:
        return Region.OCCIPITO_ATLANTO_AXIAL
    if disc <= 6:
        return Region.CERVICAL
    if disc == 7:
        return Region.CERVICOTHORACIC
    if disc <= 18:
        return Region.THORACIC
    if disc == 19:
        return Region.THORACOLUMBAR
    if disc <= 23:
        return Region.LUMBAR
    return Region.LUMBOSACRAL if disc == 24 else Region.SACRAL


def _region_of_vertebra(vertebra: int) -> Region:
    if vertebra <= 2:
        return Region.OCCIPITO_ATLANTO_AXIAL
    if vertebra <= 7:
        return Region.CERVICAL
    if vertebra <= 19:
        return Region.THORACIC
    return Region.LUMBAR if vertebra <= 24 else Region.SACRAL


def region_of_root(root: Point) -> Region:
    """Return the region of a nerve root: C8 is cervicothoracic, T12 thoracolumbar, S1 lumbosacral."""
    letter, number = root
    if letter == "C":
        if number <= 2:
            return Region.OCCIPITO_ATLANTO_AXIAL
        return Region.CERVICAL if number <= 7 else Region.CERVICOTHORACIC
    if letter == "T":
        return Region.THORACOLUMBAR if number == 12 else Region.THORACIC
    if letter == "L":
        return Region.LUMBAR
    return Region.LUMBOSACRAL if number == 1 else Region.SACRAL


@lru_cache(1024)
def _regions(points: tuple[Point, ...], as_root: bool) -> frozenset[Region]:
    level = Level(0, 0, points)
    discs = level.discs()
    if discs:
        return frozenset(_region_of_disc(disc) for disc in discs)
    if level.is_segment or as_root or ("C", 8) in points:
        return frozenset(region_of_root(root) for root in level.roots())
    return frozenset(_region_of_vertebra(vertebra_of(point)) for point in points)
