"""Spinal levels and roots in all their spellings, and the regions that they lie in.

A vertebra is counted from the occiput (0) to S5 (29); the disc below vertebra k is disc k. The
regions are those of the ICD-10-CM fifth character, by the table of the domain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from service.domain import Region
from service.reading.tokens import DASHES

_FIRST = {"C": 0, "T": 7, "L": 19, "S": 24}
_COUNT = {"C": 8, "T": 12, "L": 5, "S": 5}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_LETTER = {"cervical": "C", "thoracic": "T", "lumbar": "L", "sacral": "S"}

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
        return tuple(range(_vertebra(self.points[0]), _vertebra(self.points[-1])))

    def roots(self) -> tuple[Point, ...]:
        """Return the points as roots, a range from root to root filled in."""
        if not self.is_segment:
            return self.points
        (first, last) = (_root(self.points[0]), _root(self.points[-1]))
        return tuple(_ROOTS[first : last + 1])

    def regions(self, as_root: bool) -> frozenset[Region]:
        """Return the regions named: a point is a root (`as_root`) or a vertebra; a segment its discs."""
        discs = self.discs()
        if discs:
            return frozenset(_region_of_disc(disc) for disc in discs)
        if self.is_segment or as_root or ("C", 8) in self.points:
            return frozenset(region_of_root(root) for root in self.roots())
        return frozenset(_region_of_vertebra(_vertebra(point)) for point in self.points)


_ROOTS: list[Point] = [(letter, n) for letter, count in _COUNT.items() for n in range(1, count + 1)]


def _root(point: Point) -> int:
    return _ROOTS.index(point) if point in _ROOTS else 0


def _vertebra(point: Point) -> int:
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


_D = f"[{DASHES}]"
_SEPARATOR = rf"(?:\s?{_D}\s?|\s?/\s?|\s(?i:to|through|thru|on|over)\s)"
_LETTERS = "[CTLSctls]"
_NUMERAL = rf"(?:\s|{_D}|\.)?\d{{1,2}}"
_UNIT = r"(?!\d|\.\d|\s?(?i:mm|cm|mg|%|week|month|day|year|hour|visit|session|time))"
# Each pattern begins with its first letter, and looks back from there: so the search may skip to the letters.
_LEVEL = re.compile(
    rf"(?P<first>{_LETTERS}(?<![A-Za-z0-9].){_NUMERAL})(?!\d)"
    rf"(?P<rest>(?:{_SEPARATOR}(?:{_LETTERS}{_NUMERAL}|\d{{1,2}}){_UNIT})+|\s?{_LETTERS}\d{{1,2}}{_UNIT}|)"
    rf"(?P<list>(?:\s?(?:,|&|,?\s?(?i:and))\s?\d{{1,2}}(?![\w%/]){_UNIT})*)"
)
_PART = re.compile(rf"([CTLS])?(?:\s|{_D}|\.)?(\d{{1,2}})", re.IGNORECASE)
# The last letters of an ordinal and its noun: what a text must hold before the slower search is worth it.
_ORDINAL = re.compile(rf"[DHTdht](?=\s)(?i:(?<=rst|ond|ird|rth|fth|xth|nth|hth))\s+(?i:{'|'.join(_LETTER)})")
_IN_WORDS = re.compile(
    rf"\b({'|'.join(_ORDINALS)})\s+({'|'.join(_LETTER)})\b(?!\s+(?:rib|finger|toe))", re.IGNORECASE
)
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = f"(?:{'|'.join(_NUMBERS)})"
_DICTATED = re.compile(
    rf"(?P<letter>[CTLS])(?<![A-Za-z0-9].)[ -](?P<number>{_NUMBER})"
    rf"(?:(?:[ -]| to | through | on )(?:(?P<other>[CTLS])[ -])?(?P<next>{_NUMBER}))?\b"
    r"(?! (?:week|month|day|year|hour|visit|session|time|percent|out))"
)
_OCCIPUT_C1 = re.compile(rf"[Oo](?<!\w.)(?i:cciput|cc|c|)\s?(?:{_D}|/|(?i:to))\s?[Cc]-?([12])\b")
_ATLAS = ("c1", "c-1", "c2", "c-2")
_NOT_A_LEVEL_AFTER = re.compile(
    rf"\s?{_D}?\s?(?:weighted|signal|bright|hyperint|hypoint|sequence|image|flair|fat\b|stir\b|dark|prolong|w\b|wi\b"
    r"|relaxation|shine|dm\b|diabet|n\d|[abc]?n[0-3x]|esterase|complement|gallop|cells?\b|inhibitor|heart|tumou?r"
    r"|and\s+t[12]\b|/t[12]\b|,?\s?(?:and|,|&)?\s?s2\s?(?:normal|heard|present|audible|regular|no\b|without|,))",
    re.IGNORECASE,
)
_NOT_A_LEVEL_BEFORE = re.compile(
    r"(?:free|total|complement(?:s? c3\s?(?:and|/|,|&))?|heart sounds?:?|stage|tsh,?|stage p|normal|vitamin"
    r"|hba|type|sounds|rrr,?|reg(?:ular)?,?"
    r"|t1\s?(?:and|/|,|&)|s1\s?(?:and|/|,|&|\+)?|t[12]\s)\s?$",
    re.IGNORECASE,
)
# "L 3/4, R 1/4": the left side and the right, with a grade each.
_RIGHT_AFTER = re.compile(r"\s?[,;/]?\s?R\s?\d")
_RIGHT_BEFORE = re.compile(r"\bR\s?\d{1,2}(?:/\d{1,2})?\s?[,;/]?\s?$")
_SPACED = re.compile(r"[A-Za-z]\s")
_HEART = re.compile(
    r"heart|cardi|murmur|\brrr\b|\bcv\b|gallop|\bs1\s?,?\s?(?:and|&|/|\+)?\s?s2\b", re.IGNORECASE
)
_STOP = re.compile(r"[.;]\s|\n(?![a-z])")
_SPINE = re.compile(
    r"root|radic|dermat|myotom|disc|disk|spin|sacr|vertebr|nerve|foramin|tarlov|distribution|level|facet",
    re.IGNORECASE,
)


def find_levels(text: str) -> list[Level]:
    """Return the levels named in a text, in order, with exact offsets; heart sounds and MRI weightings
    are none.
    """
    found = [level for match in _LEVEL.finditer(text) for level in _levels_of(text, match)]
    found += _worded(text)
    found.sort(key=lambda level: (level.start, -level.end))
    kept: list[Level] = []
    for level in found:
        if not kept or level.start >= kept[-1].end:
            kept.append(level)
    return kept


def _worded(text: str) -> Iterable[Level]:
    lower = text.lower()
    # A search is worth its while where the text holds what it ends in.
    in_words = any(word in lower for word in _LETTER) and _ORDINAL.search(text)
    for match in _IN_WORDS.finditer(text) if in_words else ():
        letter, number = _LETTER[match[2].lower()], _ORDINALS.index(match[1].lower()) + 1
        if number <= _COUNT[letter]:
            yield Level(match.start(), match.end(), ((letter, number),))
    for match in _DICTATED.finditer(text):
        parts = [(match["letter"], str(_NUMBERS.index(match["number"].lower()) + 1))]
        if match["next"]:
            parts.append((match["other"] or "", str(_NUMBERS.index(match["next"].lower()) + 1)))
        points = _points(parts, match["letter"])
        if points:
            yield Level(
                match.start(),
                match.end() if len(points) == len(parts) else match.end("number"),
                tuple(points),
            )
    for match in _OCCIPUT_C1.finditer(text) if any(word in lower for word in _ATLAS) else ():
        yield Level(match.start(), match.end(), (("C", 0), ("C", int(match[1]))))


def _levels_of(text: str, match: re.Match[str]) -> Iterable[Level]:
    """Read one written level, or a list that shares its letter (C5, 6 and 7)."""
    head_end = match.end("rest")
    head = _PART.findall(text[match.start() : head_end])
    points = _points(head, "")
    if not points or _is_no_level(text, match.start(), head_end, points):
        return
    if _SPACED.match(text, match.start()) and not (
        len(points) == 2 or _SPINE.match(text[head_end : head_end + 12].lstrip())
    ):
        return
    yield Level(match.start(), head_end, tuple(points))
    for part in re.finditer(r"\d{1,2}", match["list"]):
        offset = match.start("list")
        more = _points([("", part[0])], points[-1][0])
        if more:
            yield Level(offset + part.start(), offset + part.end(), tuple(more))


def _points(parts: Iterable[tuple[str, str]], letter: str) -> list[Point]:
    """Return the points of one spelling; empty where a number is none of its letter's, or runs upward."""
    points: list[Point] = []
    for given, digits in parts:
        letter = given.upper() or letter
        number = int(digits)
        if number > _COUNT[letter] or (number == 0 and letter != "C"):
            return []
        points.append((letter, number))
    places = [_vertebra(point) for point in points]
    if len(points) == 2 and places[0] - places[1] == 1 and points[0][0] != points[1][0]:
        return points[::-1]
    if places != sorted(places) or len(set(places)) < len(places):
        return points[:1]
    return points


def _is_no_level(text: str, start: int, end: int, points: list[Point]) -> bool:
    """Tell heart sounds, MRI weightings, thyroid hormones, complement and tumour stages from levels."""
    letter, number = points[0]
    if letter == "L" and (
        _RIGHT_AFTER.match(text, end) or _RIGHT_BEFORE.search(text[max(0, start - 12) : start])
    ):
        return True
    if letter not in "TSC" or number > 4 or (number == 0 and len(points) == 1):
        return number == 0 and len(points) == 1
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    near = text[max(0, start - 60) : start] + text[start : end + 60]
    if letter == "S" and _HEART.search(near):
        before, after = text[max(0, start - 30) : start], text[end : end + 30]
        return not _SPINE.search(_STOP.split(before)[-1] + _STOP.split(after)[0])
    if len(points) > 1 and points[0] != ("T", 1):
        return False
    if _SPINE.match(after.lstrip()):
        return False
    return bool(_NOT_A_LEVEL_AFTER.match(after) or _NOT_A_LEVEL_BEFORE.search(before))
