"""The condition behind the diagnosis: listed first, listed as well, or more precise in itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.classifier.zones import covers
from service.domain import (
    Alert,
    AlertName,
    Assertion,
    Family,
    Region,
    Role,
    region_of,
)
from service.reading import Mention, Reading
from service.suggesting.alerts.circumstances import (
    Circumstances,
    Weighed,
    evidence_of,
    listed,
    quote,
    raise_alert,
)
from service.suggesting.requirements.condition import linked

_CAUSES = ("structural", "structural_finding", "inflammatory", "systemic")


def code_first(seen: Circumstances) -> Iterator[Alert]:
    """The note supports M54.1x and links it to an inflammatory arthropathy that the claim does not list
    ahead of it.
    """
    for one in seen.supported(Family.RADICULOPATHY):
        for condition in _linked(one):
            if condition["arthropathy"] and not _is_listed_ahead(seen.claimed, condition, one.code):
                yield raise_alert(
                    seen,
                    AlertName.CODE_FIRST,
                    (condition["code"] or "", one.code),
                    (one.case.evidence(condition, Role.CONDITION),),
                    condition=quote(seen.reading, condition),
                    supported=one.code,
                )


def code_also(seen: Circumstances) -> Iterator[Alert]:
    """The note supports a code and links it to a structural cause or a systemic inflammatory condition
    that is not claimed.
    """
    for one in seen.weighed:
        if not one.supported:
            continue
        for condition in _linked(one):
            if not any(code.startswith(tuple(condition["claim"] or ("?",))) for code in seen.claimed):
                codes = (one.code, condition["code"]) if condition["code"] else (one.code,)
                yield raise_alert(
                    seen,
                    AlertName.CODE_ALSO,
                    codes,
                    (one.case.evidence(condition, Role.CONDITION),),
                    condition=quote(seen.reading, condition),
                    supported=one.code,
                )


def more_specific_code(seen: Circumstances) -> Iterator[Alert]:
    """The note supports M46.0x, or the claim has it, and axial spondyloarthritis is diagnosed, its
    region the same or not named.
    """
    concerned = [one.code for one in seen.supported(Family.ENTHESOPATHY)] or seen.of_family(
        Family.ENTHESOPATHY
    )
    if not concerned:
        return
    for condition in seen.reading.all("condition"):
        if not condition["axial"] or condition.assertion not in (Assertion.PRESENT, Assertion.HISTORICAL):
            continue
        named = {region for region in _regions_after(seen.reading, condition)}
        wanted = {region_of(code) for code in concerned}
        if not named or any(covers(one, other) for one in named for other in wanted):
            evidence = [evidence_of(seen.reading, condition, Role.CONDITION)]
            yield raise_alert(
                seen,
                AlertName.MORE_SPECIFIC_CODE,
                (*concerned, "M45.9"),
                evidence,
                codes=listed(concerned),
                condition=quote(seen.reading, condition),
            )


def _linked(one: Weighed) -> Iterator[Mention]:
    for condition in one.case.reading.all("condition"):
        if (
            (condition["group"] in _CAUSES or condition["structural"])
            and linked(one.case, condition)
            and condition.assertion in (Assertion.PRESENT, Assertion.HISTORICAL)
        ):
            yield condition


def _is_listed_ahead(claimed: Sequence[str], condition: Mention, code: str) -> bool:
    listed = [
        place for place, other in enumerate(claimed) if other.startswith(tuple(condition["claim"] or ()))
    ]
    own = claimed.index(code) if code in claimed else len(claimed)
    return bool(listed) and listed[0] < own


def _regions_after(reading: Reading, condition: Mention) -> Iterator[Region]:
    """Yield the regions named with a condition: "of the lumbar spine"."""
    for mention in reading.within(condition.sentence, "region"):
        if 0 <= mention.first - condition.last <= 5:
            yield from (Region(number) for number in mention["regions"])
