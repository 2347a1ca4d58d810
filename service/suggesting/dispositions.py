"""Can the code be assigned from this note? The domain's section 2, a function to a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from service.classifier.candidates import Assessed, Candidate
from service.classifier.standing import Standing
from service.classifier.statements import CARRIED, is_finding
from service.classifier.zones import covers_down, regions_of
from service.domain import Assertion, Disposition, Family, Reason, Region, Setting
from service.reading import Mention, Reading
from service.reading.words import words

_DIAGNOSED_IN = frozenset(
    {
        "assessment",
        "working",
        "addendum",
        "plan",
        "body",
        "other",
        "course",
        "emergency",
        "procedure",
        "history",
        "reason",
    }
)
_FINAL = frozenset({"assessment", "addendum", "working"})
_LINK_REACH = 8
_ADJECTIVE_REACH = 4
_ADJECTIVAL = words("adjectival")
_BY_NUMBER = re.compile(
    r"(?:due to|2/2|secondary to|d/t|from|setting of|related to|caused by)\s+"
    r"(?:#|no\.?\s?|number\s|problem\s)(\d)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[(#]?(\d)[.):\s]")

_CERVICAL_DISC_BY_DISC = {2: "M50.11", 3: "M50.11", 4: "M50.121", 5: "M50.122", 6: "M50.123", 7: "M50.13"}
_CERVICAL_DISC_BY_ROOT = {3: "M50.11", 4: "M50.11", 5: "M50.121", 6: "M50.122", 7: "M50.123", 8: "M50.13"}
_DISC_BELOW = {
    Region.THORACIC: "M51.14",
    Region.THORACOLUMBAR: "M51.15",
    Region.LUMBAR: "M51.16",
    Region.LUMBOSACRAL: "M51.17",
    Region.SACRAL: "M51.17",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The disposition of a candidate, why, the codes that replace an excluded one, and the conditions
    that exclude it.
    """

    disposition: Disposition
    reason: Reason
    instead: tuple[str, ...] = ()
    conditions: tuple[Mention, ...] = field(default=())


def judge(assessed: Assessed, candidate: Candidate, setting: Setting) -> Judgement:
    """Return the disposition of a candidate in a note of an encounter of this setting."""
    if candidate.standing is Standing.INDICATED:
        return Judgement(Disposition.QUERY, Reason.INDICATORS)
    if candidate.standing is Standing.UNCERTAIN:
        if setting is Setting.INPATIENT and is_final(candidate):
            return Judgement(Disposition.ASSIGN, Reason.UNCERTAIN_INPATIENT)
        return Judgement(Disposition.QUERY, Reason.UNCERTAIN)
    conditions = excluding(assessed, candidate)
    if not conditions:
        return Judgement(Disposition.ASSIGN, Reason.ESTABLISHED)
    discs = [condition for condition in conditions if _is_disc(condition)]
    spondylosis = [condition for condition in conditions if not _is_disc(condition)]
    instead = [*_disc_codes(assessed.reading, candidate, discs)] if discs else []
    instead += [f"M47.2{candidate.region.value}"] if spondylosis else []
    reason = Reason.DISC if discs else Reason.SPONDYLOSIS
    return Judgement(Disposition.EXCLUDE, reason, tuple(dict.fromkeys(instead)), tuple(conditions))


def is_final(candidate: Candidate) -> bool:
    """Whether an uncertain diagnosis still stands in the final assessment or the discharge diagnosis
    (Guidelines II.H).
    """
    top = max(statement.tier for statement in candidate.statements)
    sections = {statement.section for statement in candidate.statements if statement.tier == top}
    return bool(sections & _FINAL) or not sections & {"history", "reason", "exam", "results", "past", "list"}


def excluding(assessed: Assessed, candidate: Candidate) -> list[Mention]:
    """Return the disc disorders and the spondylosis that take a radiculopathy's place (Excludes1 at M54.1).

    They are diagnosed for the same region (the "with" convention, Guidelines I.A.15), or linked to the
    radiculopathy anywhere in the note; a finding of a study is neither.
    """
    if candidate.family is not Family.RADICULOPATHY:
        return []
    return [
        condition
        for condition in assessed.reading.all("condition")
        if condition["group"] in ("disc", "spondylosis", "disc_finding")
        and condition.assertion is Assertion.PRESENT
        and not _is_unrelated(assessed.reading, condition)
        and (
            is_linked(assessed.reading, candidate, condition)
            or (
                condition["group"] != "disc_finding"
                and is_diagnosed(assessed, condition)
                and same_region(assessed, candidate, condition)
            )
        )
    ]


def is_diagnosed(assessed: Assessed, condition: Mention) -> bool:
    """Whether a condition is stated as a diagnosis, and not as what a study showed."""
    section = assessed.reading.section_of(condition)
    return (
        section in _DIAGNOSED_IN
        and section not in CARRIED
        and not _is_reported(assessed, condition)
        and not _is_cause_of_surgery(assessed.reading, condition)
    )


def _is_reported(assessed: Assessed, condition: Mention) -> bool:
    study = assessed.reports.get(condition.sentence)
    if study is not None and study.sentence != condition.sentence:
        return assessed.reading.section_of(condition) != "assessment"
    return is_finding(assessed.reading, assessed.reports, condition)


def _is_cause_of_surgery(reading: Reading, condition: Mention) -> bool:
    """Whether the words only say why something was done: "discectomy for a disc herniation"."""
    return any(
        other.kind == "treatment"
        and other.concept == "surgery"
        and 0 < condition.first - other.last <= 4
        and "for" in reading.norms(condition.sentence)[other.last : condition.first]
        for other in reading.mentions[condition.sentence]
    )


def same_region(assessed: Assessed, candidate: Candidate, condition: Mention) -> bool:
    """Whether a condition lies in the candidate's region, or names none while the note has no other
    candidate.
    """
    named = regions_near(assessed.reading, condition)
    if not named:
        others = [other for other in assessed.candidates if other.family is candidate.family]
        return len(others) == 1
    if candidate.region is Region.UNSPECIFIED:
        return True
    return any(may_be_in(candidate, region) for region in named)


def may_be_in(candidate: Candidate, region: Region) -> bool:
    """Whether a finding in a region may be of a candidate: the same region, or a general word for one
    that holds the other.
    """
    if region in candidate.regions:
        return True
    by_level = any(
        place.level is not None for statement in candidate.statements for place in statement.places
    )
    return any(
        covers_down(region, own) or (not by_level and covers_down(own, region)) for own in candidate.regions
    )


def regions_near(reading: Reading, condition: Mention) -> frozenset[Region]:
    """Return the regions that the sentence names for a condition: within its words, else nearest to them."""
    mentions = [
        m for m in reading.mentions[condition.sentence] if m.kind in ("level", "region") and not m["weak"]
    ]
    inside = [m for m in mentions if condition.first <= m.first and m.last <= condition.last]
    levels = [m for m in mentions if m.level is not None and condition.gap_to(m) <= _LINK_REACH]
    near = inside or levels or [m for m in mentions if condition.gap_to(m) <= _LINK_REACH]
    if not near:
        return frozenset()
    closest = min(condition.gap_to(m) for m in near)
    return frozenset(
        r for m in near if condition.gap_to(m) <= closest + 2 for r in regions_of(m, as_root=False)
    )


def is_linked(reading: Reading, candidate: Candidate, condition: Mention) -> bool:
    """Whether words tie a condition to the diagnosis: "due to", "from", "with", "causing"."""
    diagnoses = [statement.mention for statement in candidate.statements]
    if any(one.sentence == condition.sentence and _tied(reading, one, condition) for one in diagnoses):
        return True
    numbered = _NUMBERED.match(reading.text, reading.sentences[condition.sentence].start)
    return numbered is not None and any(_refers_to(reading, one, numbered[1]) for one in diagnoses)


def _refers_to(reading: Reading, diagnosis: Mention, number: str) -> bool:
    """Whether the diagnosis is linked to a number of the list in which a condition stands: "due to #1"."""
    referred = _BY_NUMBER.search(reading.text, diagnosis.end, reading.sentences[diagnosis.sentence].end)
    return referred is not None and referred[1] == number


def _tied(reading: Reading, diagnosis: Mention, condition: Mention) -> bool:
    first, second = sorted((diagnosis, condition), key=lambda mention: mention.first)
    if first is condition and second.first - first.last <= _ADJECTIVE_REACH:
        between = reading.norms(diagnosis.sentence)[first.last + 1 : second.first]
        if _ADJECTIVAL.issuperset(between):
            return True
    wanted = "cause_follows" if first is diagnosis else "cause_precedes"
    return any(
        link["direction"] == wanted and first.last < link.first and link.last < second.first
        for link in reading.within(diagnosis.sentence, "link")
    )


def _is_unrelated(reading: Reading, condition: Mention) -> bool:
    return any(link["direction"] == "unrelated" for link in reading.within(condition.sentence, "link"))


def _is_disc(condition: Mention) -> bool:
    return condition["group"] in ("disc", "disc_finding")


def _disc_codes(reading: Reading, candidate: Candidate, discs: list[Mention]) -> Iterator[str]:
    """Yield the M50.1- or M51.1- codes: cervical by the disc level, else by the root; below by the region."""
    if candidate.region in _DISC_BELOW:
        yield _DISC_BELOW[candidate.region]
        return
    by_disc = [
        _CERVICAL_DISC_BY_DISC[disc]
        for condition in discs
        for mention in _levels_of(reading, condition)
        for disc in (mention.level.discs() if mention.level else ())
        if disc in _CERVICAL_DISC_BY_DISC
    ]
    by_root = [
        _CERVICAL_DISC_BY_ROOT[number]
        for statement in candidate.statements
        for place in statement.places
        if place.level is not None
        for letter, number in place.level.roots()
        if letter == "C" and number in _CERVICAL_DISC_BY_ROOT
    ]
    if by_disc or by_root:
        yield from by_disc or by_root
    elif candidate.region is Region.CERVICOTHORACIC:
        yield "M50.13"
    else:
        yield "M50.120" if _is_mid_cervical(reading, candidate, discs) else "M50.10"


def _levels_of(reading: Reading, condition: Mention) -> list[Mention]:
    levels = [
        m for m in reading.within(condition.sentence, "level") if m.level is not None and m.level.is_segment
    ]
    inside = [m for m in levels if condition.first <= m.first and m.last <= condition.last]
    if inside:
        return inside
    near = [m for m in levels if condition.gap_to(m) <= _LINK_REACH]
    closest = min((condition.gap_to(m) for m in near), default=0)
    return [m for m in near if condition.gap_to(m) <= closest + 3]


def _is_mid_cervical(reading: Reading, candidate: Candidate, discs: list[Mention]) -> bool:
    sentences = {m.sentence for m in discs} | {
        statement.mention.sentence for statement in candidate.statements
    }
    return any("mid cervical" in " ".join(reading.norms(index)) for index in sentences)
