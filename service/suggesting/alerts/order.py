"""The order that lacks its diagnosis, and the visit that lies outside the code set."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.domain import (
    Alert,
    AlertName,
    Family,
)
from service.suggesting.alerts.circumstances import (
    Circumstances,
    listed,
    raise_alert,
)

_SCAN = re.compile(r"\b(?:mri?|cta?|mra|cat|magnetic|computed|tomograph\w*)\b", re.IGNORECASE)


_HEAD_OR_NECK_CPT = re.compile(r"\b(?:704[5679]\d|7054\d|7055[123]|7212[567]|7214[12]|72156)\b")


_HEAD_OR_NECK = re.compile(
    r"\b(?:head|neck|brain|cervical|skull|crani\w*|c[- ]?spine|occip\w*|orbits?|face|sinus\w*|atlanto\w*)\b",
    re.IGNORECASE,
)


def missing_on_order(seen: Circumstances) -> Iterator[Alert]:
    """The note supports M46.01, the orders include a head or neck MRI or CT, and the claim's codes lack
    it.
    """
    orders = [order for order in seen.orders if _is_head_or_neck_scan(order)]
    if not orders or "M46.01" in seen.claimed:
        return
    if any(one.code == "M46.01" for one in seen.supported(Family.ENTHESOPATHY)):
        yield raise_alert(seen, AlertName.MISSING_ON_ORDER, ("M46.01",), orders=listed(orders))


def _is_head_or_neck_scan(order: str) -> bool:
    return bool(_HEAD_OR_NECK_CPT.search(order) or (_SCAN.search(order) and _HEAD_OR_NECK.search(order)))


def code_set_date(seen: Circumstances) -> Iterator[Alert]:
    """The encounter's date lies outside the fiscal year of the code set in use."""
    if seen.encounter.date is not None and not seen.reference.covers(seen.encounter.date):
        yield raise_alert(seen, AlertName.CODE_SET_DATE, (), date=seen.encounter.date.isoformat())
