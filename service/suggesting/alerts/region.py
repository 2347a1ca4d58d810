"""Codes of the claim that name another region than the note, or none."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain import (
    Alert,
    AlertName,
    Family,
    Region,
    region_of,
)
from service.suggesting.alerts.circumstances import (
    Circumstances,
    listed,
    raise_alert,
)


def unspecified_but_localised(seen: Circumstances) -> Iterator[Alert]:
    """The claim has M54.10 or M46.00, and the note supports a localised code of that family."""
    for family in Family:
        claimed = [code for code in seen.of_family(family) if region_of(code) is Region.UNSPECIFIED]
        localised = [one.code for one in seen.localised(family)] if claimed else []
        if localised:
            yield raise_alert(
                seen,
                AlertName.UNSPECIFIED_BUT_LOCALISED,
                (*claimed, *localised),
                codes=listed(claimed),
                supported=listed(localised),
            )


def wrong_region(seen: Circumstances) -> Iterator[Alert]:
    """The claim has a localised code of a family for which the note supports another localised code,
    and not that one.
    """
    for family in Family:
        wrong = [
            code
            for code in seen.of_family(family)
            if region_of(code) is not Region.UNSPECIFIED and all(one.code != code for one in seen.weighed)
        ]
        localised = seen.localised(family) if wrong else []
        if localised:
            codes = [one.code for one in localised]
            yield raise_alert(
                seen,
                AlertName.WRONG_REGION,
                (*wrong, *codes),
                codes=listed(wrong),
                region=seen.reference.region(localised[0].region),
                supported=listed(codes),
            )
