"""Claims for a symptom or a neighbour of what the note supports, and claims without what they need."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain import (
    Alert,
    AlertName,
    Assertion,
    Family,
    Region,
    Role,
)
from service.suggesting.alerts.circumstances import (
    Circumstances,
    evidence_of,
    listed,
    raise_alert,
)

_SYMPTOM_CODES = {
    "M54.2": frozenset({Region.OCCIPITO_ATLANTO_AXIAL, Region.CERVICAL, Region.CERVICOTHORACIC}),
    "M54.6": frozenset({Region.THORACIC, Region.THORACOLUMBAR}),
    "M54.5": frozenset({Region.LUMBAR, Region.LUMBOSACRAL, Region.SACRAL}),
}


_HEADACHE_CODES = ("G44", "R51", "R52")


def symptom_code(seen: Circumstances) -> Iterator[Alert]:
    """The claim has a code for pain of the spine (or, for M46.0x, of the head) where the note supports
    what explains it.
    """
    for one in (*seen.supported(Family.RADICULOPATHY), *seen.supported(Family.ENTHESOPATHY)):
        enthesopathy = one.family is Family.ENTHESOPATHY
        symptoms = [
            code
            for code in seen.claimed
            if any(
                code.startswith(pain) and (enthesopathy or one.region in regions)
                for pain, regions in _SYMPTOM_CODES.items()
            )
            or (enthesopathy and code.startswith(_HEADACHE_CODES))
        ]
        if symptoms:
            yield raise_alert(
                seen,
                AlertName.SYMPTOM_CODE,
                (*symptoms, one.code),
                codes=listed(symptoms),
                supported=one.code,
            )


def occipital_neuralgia(seen: Circumstances) -> Iterator[Alert]:
    """M54.11 is claimed or would be suggested, and the note describes occipital nerve pain with no root
    mechanism.
    """
    suggested = [one for one in seen.weighed if one.code == "M54.11"]
    if not suggested and "M54.11" not in seen.claimed:
        return
    described = [
        mention
        for mention in (*seen.reading.all("condition"), *seen.reading.all("sign"))
        if mention["occipital"] and mention.assertion in (Assertion.PRESENT, Assertion.UNCERTAIN)
    ]
    mechanism = any(
        indicator.kind in ("study", "provocative")
        for one in suggested
        for indicator in one.case.candidate.indicators
    )
    named = any(mention.kind == "condition" for mention in described) and not any(
        one.supported for one in suggested
    )
    if described and (named or not mechanism):
        evidence = [evidence_of(seen.reading, described[0], Role.CONDITION)]
        yield raise_alert(seen, AlertName.OCCIPITAL_NEURALGIA, ("M54.11", "M54.81"), evidence, codes="M54.11")


def no_insertional_pathology(seen: Circumstances) -> Iterator[Alert]:
    """The claim has M46.0x, and the note has regional pain or tension without any insertional finding
    or diagnosis.
    """
    claimed = seen.of_family(Family.ENTHESOPATHY)
    if not claimed or any(one.family is Family.ENTHESOPATHY for one in seen.weighed):
        return
    if any(
        indicator.family is Family.ENTHESOPATHY and indicator.kind in ("tenderness", "study")
        for indicator in seen.indicators
    ):
        return
    pain = next(
        (
            sign
            for sign in seen.reading.all("sign")
            if sign.present and (sign["symptom"] or sign["tenderness"])
        ),
        None,
    )
    strain = next((c for c in seen.reading.all("condition") if c["group"] == "explains" and c.present), None)
    shown = pain or strain
    if shown is not None:
        evidence = [evidence_of(seen.reading, shown, Role.SIGN)]
        yield raise_alert(seen, AlertName.NO_INSERTIONAL_PATHOLOGY, claimed, evidence, codes=listed(claimed))
