"""The codes that a note points to, each with how it is said: what the scorer weighs and the
dispositions judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from service.classifier.indicators import Indicator, find_indicators, region_indicated
from service.classifier.lessons import Lessons
from service.classifier.localisation import localise
from service.classifier.standing import Standing, find_standing, may_belong
from service.classifier.statements import Statement, find_statements, is_quoted
from service.domain import Assertion, Code, Family, Region
from service.reading import Mention, Reading
from service.reading.reports import find_reports

Found = TypeVar("Found")
_ENOUGH_INDICATORS = 2
_EXPLAINED_IN = frozenset(
    "assessment working plan addendum body other course emergency exam results reason".split()
)
_MOST_AT_AN_END = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that the note points to, with the statements and the indicators that carry it."""

    code: str
    family: Family
    region: Region
    standing: Standing
    statements: tuple[Statement, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    regions: frozenset[Region] = frozenset()
    """The regions that the candidate's own statements name: for multiple sites all of them."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A reading with what the diagnosis rules found in it."""

    reading: Reading
    reports: Mapping[int, Mention]
    statements: tuple[Statement, ...]
    indicators: tuple[Indicator, ...]
    candidates: tuple[Candidate, ...]


def assess(reading: Reading) -> Assessed:
    """Find what a note states and indicates of the two families."""
    reports, lessons = find_reports(reading), Lessons(reading)
    statements = localise(reading, _both_ends(list(find_statements(reading, reports, lessons))), reports)
    statements = [_place_l5(reading, statement, reports) for statement in statements]
    indicators = _both_ends(find_indicators(reading, reports, lessons))
    candidates: list[Candidate] = []
    for family in Family:
        own = [statement for statement in statements if statement.family is family]
        signs = [indicator for indicator in indicators if indicator.family is family]
        stated = _stated(reading, family, own, signs)
        candidates += stated or _indicated(reading, family, own, signs)
    return Assessed(reading, reports, tuple(statements), tuple(indicators), tuple(candidates))


def _both_ends(found: list[Found]) -> list[Found]:
    """Keep the first and the last of what no real note holds so much of, so that cost stays linear in
    its length.
    """
    return found if len(found) <= 2 * _MOST_AT_AN_END else found[:_MOST_AT_AN_END] + found[-_MOST_AT_AN_END:]


def propose(reading: Reading) -> tuple[Candidate, ...]:
    """Return the candidates of a note, those stated before those indicated."""
    return assess(reading).candidates


def _place_l5(reading: Reading, statement: Statement, reports: Mapping[int, Mention]) -> Statement:
    """Count the L5 root as lumbosacral where the imaging places it at L5-S1 and at no level above."""
    points = {place.level.points for place in statement.places if place.level is not None}
    if statement.family is not Family.RADICULOPATHY or points != {(("L", 5),)}:
        return statement
    discs: set[int] = set()
    for index in reports:
        if any(
            m.kind == "outcome" and m.concept == "abnormal" and m.present for m in reading.mentions[index]
        ):
            for mention in reading.within(index, "level"):
                if mention.level is not None and mention.present:
                    discs.update(mention.level.discs())
    return replace(statement, regions=frozenset({Region.LUMBOSACRAL})) if discs == {24} else statement


def _stated(
    reading: Reading, family: Family, statements: Sequence[Statement], indicators: Sequence[Indicator]
) -> list[Candidate]:
    groups = _by_code(family, statements)
    found = []
    for code, own in groups.items():
        standing = find_standing(reading, own, statements, indicators)
        if standing is not None:
            region = Region(int(code[5]))
            near = tuple(i for i in indicators if may_belong(reading, i, region))
            sites = frozenset(r for s in own for r in s.regions) if region is Region.MULTIPLE else frozenset()
            found.append(
                Candidate(code, family, region, standing, tuple(own), near, sites or frozenset({region}))
            )
    return found


def _by_code(family: Family, statements: Sequence[Statement]) -> dict[str, list[Statement]]:
    """Group statements by the code that their regions make; one without a region joins whatever there is."""
    groups: dict[str, list[Statement]] = {}
    asserted = [s for s in statements if s.assertion in (Assertion.PRESENT, Assertion.UNCERTAIN)]
    if not asserted:
        return groups
    if family is Family.ENTHESOPATHY:
        together = _sites(asserted)
        if len(together) > 1 or Region.MULTIPLE in together:
            return {Code.of(family, Region.MULTIPLE): list(asserted)}
    for statement in asserted:
        for region in sorted(statement.regions):
            groups.setdefault(Code.of(family, region), []).append(statement)
    bare = [statement for statement in asserted if not statement.regions]
    if bare:
        for own in groups.values():
            own.extend(bare)
        if not groups:
            groups[Code.of(family, Region.UNSPECIFIED)] = bare
    return groups


def _sites(statements: Sequence[Statement]) -> frozenset[Region]:
    """Return the regions of an enthesopathy, judged where the note weighs most."""
    placed = [statement for statement in statements if statement.regions]
    top = max((statement.tier for statement in placed), default=0)
    leading = [statement for statement in placed if statement.tier == top]
    leading = [statement for statement in leading if statement.how == "phrase"] or leading
    return frozenset(region for statement in leading for region in statement.regions)


def _indicated(
    reading: Reading, family: Family, statements: Sequence[Statement], indicators: Sequence[Indicator]
) -> list[Candidate]:
    """Propose a code from indicators alone: two kinds or more, and no other diagnosis that explains them."""
    kinds = kinds_of(indicators)
    if family is Family.ENTHESOPATHY and not kinds & {"tenderness", "study"}:
        return []
    if len(kinds) < _ENOUGH_INDICATORS:
        return []
    region = region_indicated(reading, list(indicators), family)
    if region is None or _is_explained(reading, family, region, statements):
        return []
    if family is Family.RADICULOPATHY and region is Region.MULTIPLE:
        return []
    near = tuple(indicator for indicator in indicators if may_belong(reading, indicator, region))
    if len(kinds_of(near)) < _ENOUGH_INDICATORS:
        return []
    return [
        Candidate(Code.of(family, region), family, region, Standing.INDICATED, (), near, frozenset({region}))
    ]


def kinds_of(indicators: Sequence[Indicator]) -> set[str]:
    """Return the kinds that count, each once; a tender spinous process where a study shows the insertion."""
    kinds = {indicator.kind for indicator in indicators}
    if "study" in kinds and "spinous_tenderness" in kinds:
        kinds.add("tenderness")
    return kinds - {"spinous_tenderness"}


def _is_explained(reading: Reading, family: Family, region: Region, statements: Sequence[Statement]) -> bool:
    """Whether the note denies the diagnosis, or names another one that explains the indicators."""
    if any(s.assertion is Assertion.NEGATED and s.tier >= 2 for s in statements):
        return True
    return next(explaining(reading, family, region), None) is not None


def explaining(reading: Reading, family: Family, region: Region) -> Iterator[Mention]:
    """Yield the note's other diagnoses that explain the indicators of a family in a region."""
    return (
        condition
        for condition in reading.all("condition")
        if condition["group"] == "explains"
        and family in (condition["families"] or ())
        and region in (condition["only_regions"] or Region)
        and condition.assertion in (Assertion.PRESENT, Assertion.UNCERTAIN)
        and reading.section_of(condition) in _EXPLAINED_IN
        and not is_quoted(reading, condition)
    )
