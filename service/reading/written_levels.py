"""Spinal levels and roots in all the spellings that clinicians give them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from service.reading.levels import COUNT, Level, Point, vertebra_of
from service.reading.tokens import DASHES

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_LETTER = {"cervical": "C", "thoracic": "T", "lumbar": "L", "sacral": "S"}
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
# In letters of ASCII alone: a dotless i is else found as an i, and is none in the word that is looked up.
_IN_WORDS = re.compile(
    rf"\b((?ai:{'|'.join(_ORDINALS)}))\s+((?ai:{'|'.join(_LETTER)}))\b(?!\s+(?i:rib|finger|toe))"
)
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = f"(?:{'|'.join(_NUMBERS)})"
_DICTATED = re.compile(
    rf"(?P<letter>[CTLS])(?<![A-Za-z0-9].)[ -](?P<number>{_NUMBER})"
    rf"(?:(?:[ -]| to | through | on )(?:(?P<other>[CTLS])[ -])?(?P<next>{_NUMBER}))?\b"
    r"(?! (?:week|month|day|year|hour|visit|session|time|percent|out))"
)
_OCCIPUT_C1 = re.compile(rf"[Oo](?<!\w.)(?i:cciput|cc|c|)\s?(?:{_D}|/|(?i:to))\s?[Cc]-?([12])\b")
# The thoracic spine is the dorsal one to many: "D12/L1", "D8 root"; alone a D is a vitamin.
_DORSAL = re.compile(
    rf"D(?<![A-Za-z0-9].)(?P<first>\d{{1,2}})"
    rf"(?:\s?(?:{_D}|/)\s?(?P<letter>[DTL]?)(?P<second>\d{{1,2}}){_UNIT}"
    r"|(?=\s(?:root|radic|dermat|nerve|vertebra|spinous|level)))"
)
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
        if number <= COUNT[letter]:
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
    for match in _DORSAL.finditer(text):
        parts = [("T", match["first"])]
        if match["second"]:
            parts.append((match["letter"].replace("D", "T"), match["second"]))
        points = _points(parts, "T")
        if len(points) == len(parts):
            yield Level(match.start(), match.end(), tuple(points))
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
        if number > COUNT[letter] or (number == 0 and letter != "C"):
            return []
        points.append((letter, number))
    places = [vertebra_of(point) for point in points]
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
