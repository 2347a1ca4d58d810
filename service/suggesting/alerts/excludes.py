"""Excludes1: codes that the tabular list does not let stand together."""

from __future__ import annotations

from collections.abc import Iterator

from service.classifier.statements import is_finding
from service.domain import (
    Alert,
    AlertName,
    Assertion,
    Disposition,
    Family,
    Role,
)
from service.reading import Mention
from service.suggesting.alerts.circumstances import (
    Circumstances,
    Weighed,
    listed,
    quote,
    raise_alert,
)
from service.suggesting.dispositions import is_diagnosed, same_region

_NOS_BLOCKS = ("G50-G59", "G60-G65")


_SPINAL_INJURIES = (
    "S12",
    "S13",
    "S14",
    "S16",
    "S22.0",
    "S23",
    "S24",
    "S29.0",
    "S32.0",
    "S32.1",
    "S32.2",
    "S33",
    "S34",
    "S39.0",
)


def check_excludes1(seen: Circumstances) -> Iterator[Alert]:
    """M54.1x is assign or query, and a disc disorder or spondylosis of its region stands in the
    findings only, or is
    diagnosed while the radiculopathy is uncertain.
    """
    for one in seen.weighed:
        if one.family is not Family.RADICULOPATHY or one.judgement.disposition is Disposition.EXCLUDE:
            continue
        for condition in seen.reading.all("condition"):
            if _may_exclude(one, condition):
                yield raise_alert(
                    seen,
                    AlertName.CHECK_EXCLUDES1,
                    (one.code,),
                    (one.case.evidence(condition, Role.CONDITION),),
                    codes=one.code,
                    condition=quote(seen.reading, condition),
                    region=seen.reference.region(one.region),
                )


def _may_exclude(one: Weighed, condition: Mention) -> bool:
    if condition["group"] not in ("disc", "disc_finding", "spondylosis", "spondylosis_finding"):
        return False
    if (
        condition.assertion not in (Assertion.PRESENT, Assertion.UNCERTAIN)
        or condition.concept == "facet_finding"
    ):
        return False
    assessed = one.case.assessed
    if one.case.reading.section_of(condition) in ("past", "list", "family", "social", "ros", "instructions"):
        return False
    if not same_region(assessed, one.case.candidate, condition):
        return False
    found = condition.sentence in assessed.reports or is_finding(
        one.case.reading, assessed.reports, condition
    )
    uncertain = one.judgement.reason.value in ("uncertain", "uncertain_inpatient", "indicators")
    return found or (uncertain and is_diagnosed(assessed, condition))


def excludes1_conflict(seen: Circumstances) -> Iterator[Alert]:
    """The claim pairs two codes of which one's Excludes1 note names the other, or has M54.1x where this
    note excludes it.
    """
    for place, code in enumerate(seen.claimed):
        for other in seen.claimed[place + 1 :]:
            note = seen.reference.excludes1(code, other)
            if note is not None and not _is_of_unspecified(note.level, code, other):
                yield raise_alert(
                    seen,
                    AlertName.EXCLUDES1_CONFLICT,
                    (code, other),
                    codes=listed([code, other]),
                    note=f"{note.level} names {note.text}",
                )
    dorsopathies = [code for code in seen.claimed if "M50" <= code[:3] <= "M54"]
    injuries = [code for code in seen.claimed if code.startswith(_SPINAL_INJURIES) and not code.endswith("S")]
    if dorsopathies and injuries:
        pair = [dorsopathies[0], injuries[0]]
        yield raise_alert(
            seen,
            AlertName.EXCLUDES1_CONFLICT,
            pair,
            codes=listed(pair),
            note="the block M50-M54 names current injury",
        )
    for one in seen.weighed:
        if one.judgement.disposition is Disposition.EXCLUDE and seen.of_family(Family.RADICULOPATHY):
            claimed = [
                code
                for code in seen.of_family(Family.RADICULOPATHY)
                if code == one.code or not seen.supported(Family.RADICULOPATHY)
            ]
            if claimed:
                yield raise_alert(
                    seen,
                    AlertName.EXCLUDES1_CONFLICT,
                    (*claimed, *one.judgement.instead),
                    codes=listed(claimed),
                    note=f"this note supports {listed(one.judgement.instead)} instead",
                )


def _is_of_unspecified(level: str, *codes: str) -> bool:
    """Whether a block's note names "radiculitis NOS" alone, and the claim's radiculopathy has a site."""
    return level in _NOS_BLOCKS and "M54.10" not in codes
