"""The pitfalls that can be seen in the note and the claim: the domain's section 4, a function to an alert.

"Supports" means a suggestion that this note gives with disposition `assign`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from service.classifier.candidates import Assessed
from service.classifier.indicators import Indicator
from service.classifier.statements import is_finding
from service.classifier.zones import covers
from service.domain import (
    CODES,
    Alert,
    AlertName,
    Assertion,
    Claim,
    Disposition,
    Encounter,
    Evidence,
    Family,
    Region,
    Role,
    family_of,
    region_of,
)
from service.reading import Mention, Reading
from service.reference.catalogue import Reference
from service.reference.notation import normalise_code
from service.suggesting.case import Case
from service.suggesting.dispositions import Judgement, is_diagnosed, same_region
from service.suggesting.requirements.condition import linked

_SYMPTOM_CODES = {
    "M54.2": frozenset({Region.OCCIPITO_ATLANTO_AXIAL, Region.CERVICAL, Region.CERVICOTHORACIC}),
    "M54.6": frozenset({Region.THORACIC, Region.THORACOLUMBAR}),
    "M54.5": frozenset({Region.LUMBAR, Region.LUMBOSACRAL, Region.SACRAL}),
}
_HEADACHE_CODES = ("G44", "R51", "R52")
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
_SCAN = re.compile(r"\b(?:mri?|cta?|mra|cat|magnetic|computed|tomograph\w*)\b", re.IGNORECASE)
# MRI, MRA, CT and CTA of the head, the neck and the cervical spine, where an order is written as its CPT
# code.
_HEAD_OR_NECK_CPT = re.compile(r"\b(?:704[5679]\d|7054\d|7055[123]|7212[567]|7214[12]|72156)\b")
_HEAD_OR_NECK = re.compile(
    r"\b(?:head|neck|brain|cervical|skull|crani\w*|c[- ]?spine|occip\w*|orbits?|face|sinus\w*|atlanto\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Weighed:
    """A candidate in its note, with its judgement and its probability."""

    case: Case
    judgement: Judgement
    probability: float

    @property
    def code(self) -> str:
        """The candidate's code."""
        return self.case.candidate.code

    @property
    def supported(self) -> bool:
        """Whether the note supports the code."""
        return self.judgement.disposition is Disposition.ASSIGN


@dataclass(frozen=True)
class Circumstances:
    """What the alerts look at: the note, what it gave, the claim and the encounter."""

    reading: Reading
    indicators: tuple[Indicator, ...]
    weighed: tuple[Weighed, ...]
    claimed: tuple[str, ...]
    orders: tuple[str, ...]
    encounter: Encounter
    reference: Reference

    def supported(self, family: Family) -> list[Weighed]:
        """Return what the note supports of a family."""
        return [one for one in self.weighed if one.supported and family_of(one.code) is family]

    def of_family(self, family: Family) -> list[str]:
        """Return the claim's codes of a family."""
        return [code for code in self.claimed if code in CODES and family_of(code) is family]


def find_alerts(
    assessed: Assessed, weighed: Sequence[Weighed], claim: Claim, encounter: Encounter, reference: Reference
) -> tuple[Alert, ...]:
    """Return the alerts of a note and its claim, each name once, in the order of the domain's table."""
    claimed = tuple(dict.fromkeys(normalise_code(code) for code in claim.codes))
    seen = Circumstances(
        assessed.reading, assessed.indicators, tuple(weighed), claimed, claim.orders, encounter, reference
    )
    raised: dict[AlertName, Alert] = {}
    for rule in _RULES:
        for alert in rule(seen):
            raised.setdefault(alert.alert, alert)
    return tuple(raised.values())


def _alert(
    seen: Circumstances,
    name: AlertName,
    concerned: Sequence[str],
    evidence: Sequence[Evidence] = (),
    **slots: str,
) -> Alert:
    text = seen.reference.alert(name)
    return Alert(
        alert=name,
        message=text.fill(**slots),
        codes=tuple(code for code in concerned if code),
        basis=text.basis,
        evidence=tuple(evidence),
    )


def unspecified_but_localised(seen: Circumstances) -> Iterator[Alert]:
    """The claim has M54.10 or M46.00, and the note supports a localised code of that family."""
    for family in Family:
        localised = [
            one.code for one in seen.supported(family) if region_of(one.code) is not Region.UNSPECIFIED
        ]
        claimed = [code for code in seen.of_family(family) if region_of(code) is Region.UNSPECIFIED]
        if localised and claimed:
            yield _alert(
                seen,
                AlertName.UNSPECIFIED_BUT_LOCALISED,
                (*claimed, *localised),
                codes=_list(claimed),
                supported=_list(localised),
            )


def wrong_region(seen: Circumstances) -> Iterator[Alert]:
    """The claim has a localised code of a family for which the note supports another localised code,
    and not that one.
    """
    for family in Family:
        supported = [one.code for one in seen.supported(family)]
        suggested = {one.code for one in seen.weighed}
        localised = [code for code in supported if region_of(code) is not Region.UNSPECIFIED]
        wrong = [
            code
            for code in seen.of_family(family)
            if region_of(code) is not Region.UNSPECIFIED and code not in suggested
        ]
        if localised and wrong:
            where = seen.reference.region(region_of(localised[0]))
            yield _alert(
                seen,
                AlertName.WRONG_REGION,
                (*wrong, *localised),
                codes=_list(wrong),
                region=where,
                supported=_list(localised),
            )


def check_excludes1(seen: Circumstances) -> Iterator[Alert]:
    """M54.1x is assign or query, and a disc disorder or spondylosis of its region stands in the
    findings only, or is
    diagnosed while the radiculopathy is uncertain.
    """
    for one in seen.weighed:
        if (
            family_of(one.code) is not Family.RADICULOPATHY
            or one.judgement.disposition is Disposition.EXCLUDE
        ):
            continue
        for condition in seen.reading.all("condition"):
            if _may_exclude(one, condition):
                yield _alert(
                    seen, AlertName.CHECK_EXCLUDES1, (one.code,), (one.case.evidence(condition, Role.CONDITION),),
                    codes=one.code, condition=_quote(seen.reading, condition), region=seen.reference.region(region_of(one.code)),
                )  # fmt: skip


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
                yield _alert(
                    seen,
                    AlertName.EXCLUDES1_CONFLICT,
                    (code, other),
                    codes=_list([code, other]),
                    note=f"{note.level} names {note.text}",
                )
    dorsopathies = [code for code in seen.claimed if "M50" <= code[:3] <= "M54"]
    injuries = [code for code in seen.claimed if code.startswith(_SPINAL_INJURIES) and not code.endswith("S")]
    if dorsopathies and injuries:
        pair = [dorsopathies[0], injuries[0]]
        yield _alert(
            seen,
            AlertName.EXCLUDES1_CONFLICT,
            pair,
            codes=_list(pair),
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
                yield _alert(
                    seen, AlertName.EXCLUDES1_CONFLICT, (*claimed, *one.judgement.instead),
                    codes=_list(claimed), note=f"this note supports {_list(one.judgement.instead)} instead",
                )  # fmt: skip


def _is_of_unspecified(level: str, *codes: str) -> bool:
    """Whether a block's note names "radiculitis NOS" alone, and the claim's radiculopathy has a site."""
    return level in _NOS_BLOCKS and "M54.10" not in codes


def symptom_code(seen: Circumstances) -> Iterator[Alert]:
    """The claim has a code for pain of the spine (or, for M46.0x, of the head) where the note supports
    what explains it.
    """
    for one in (*seen.supported(Family.RADICULOPATHY), *seen.supported(Family.ENTHESOPATHY)):
        enthesopathy = family_of(one.code) is Family.ENTHESOPATHY
        symptoms = [
            code
            for code in seen.claimed
            if any(
                code.startswith(pain) and (enthesopathy or region_of(one.code) in regions)
                for pain, regions in _SYMPTOM_CODES.items()
            )
            or (enthesopathy and code.startswith(_HEADACHE_CODES))
        ]
        if symptoms:
            yield _alert(
                seen, AlertName.SYMPTOM_CODE, (*symptoms, one.code), codes=_list(symptoms), supported=one.code
            )


def occipital_neuralgia(seen: Circumstances) -> Iterator[Alert]:
    """M54.11 is claimed or would be suggested, and the note describes occipital nerve pain with no root
    mechanism.
    """
    described = [
        mention
        for mention in (*seen.reading.all("condition"), *seen.reading.all("sign"))
        if mention["occipital"] and mention.assertion in (Assertion.PRESENT, Assertion.UNCERTAIN)
    ]
    suggested = [one for one in seen.weighed if one.code == "M54.11"]
    mechanism = any(
        indicator.kind in ("study", "provocative")
        for one in suggested
        for indicator in one.case.candidate.indicators
    )
    named = any(mention.kind == "condition" for mention in described) and not any(
        one.supported for one in suggested
    )
    if described and (suggested or "M54.11" in seen.claimed) and (named or not mechanism):
        evidence = [_evidence(seen.reading, described[0], Role.CONDITION)]
        yield _alert(seen, AlertName.OCCIPITAL_NEURALGIA, ("M54.11", "M54.81"), evidence, codes="M54.11")


def code_first(seen: Circumstances) -> Iterator[Alert]:
    """The note supports M54.1x and links it to an inflammatory arthropathy that the claim does not list
    ahead of it.
    """
    for one in seen.supported(Family.RADICULOPATHY):
        for condition in _linked(one):
            if condition["arthropathy"] and not _is_listed_ahead(seen.claimed, condition, one.code):
                yield _alert(
                    seen, AlertName.CODE_FIRST, (condition["code"] or "", one.code), (one.case.evidence(condition, Role.CONDITION),),
                    condition=_quote(seen.reading, condition), supported=one.code,
                )  # fmt: skip


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
                yield _alert(
                    seen, AlertName.CODE_ALSO, codes, (one.case.evidence(condition, Role.CONDITION),),
                    condition=_quote(seen.reading, condition), supported=one.code,
                )  # fmt: skip


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
            evidence = [_evidence(seen.reading, condition, Role.CONDITION)]
            yield _alert(
                seen,
                AlertName.MORE_SPECIFIC_CODE,
                (*concerned, "M45.9"),
                evidence,
                codes=_list(concerned),
                condition=_quote(seen.reading, condition),
            )


def no_insertional_pathology(seen: Circumstances) -> Iterator[Alert]:
    """The claim has M46.0x, and the note has regional pain or tension without any insertional finding
    or diagnosis.
    """
    claimed = seen.of_family(Family.ENTHESOPATHY)
    if not claimed or any(family_of(one.code) is Family.ENTHESOPATHY for one in seen.weighed):
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
        evidence = [_evidence(seen.reading, shown, Role.SIGN)]
        yield _alert(seen, AlertName.NO_INSERTIONAL_PATHOLOGY, claimed, evidence, codes=_list(claimed))


def missing_on_order(seen: Circumstances) -> Iterator[Alert]:
    """The note supports M46.01, the orders include a head or neck MRI or CT, and the claim's codes lack
    it.
    """
    if (
        not any(one.code == "M46.01" for one in seen.supported(Family.ENTHESOPATHY))
        or "M46.01" in seen.claimed
    ):
        return
    orders = [order for order in seen.orders if _is_head_or_neck_scan(order)]
    if orders:
        yield _alert(seen, AlertName.MISSING_ON_ORDER, ("M46.01",), orders=_list(orders))


def code_set_date(seen: Circumstances) -> Iterator[Alert]:
    """The encounter's date lies outside the fiscal year of the code set in use."""
    if seen.encounter.date is not None and not seen.reference.covers(seen.encounter.date):
        yield _alert(seen, AlertName.CODE_SET_DATE, (), date=seen.encounter.date.isoformat())


_RULES: tuple[Callable[[Circumstances], Iterator[Alert]], ...] = (
    unspecified_but_localised,
    wrong_region,
    check_excludes1,
    excludes1_conflict,
    symptom_code,
    occipital_neuralgia,
    code_first,
    code_also,
    more_specific_code,
    no_insertional_pathology,
    missing_on_order,
    code_set_date,
)


def _linked(one: Weighed) -> Iterator[Mention]:
    for condition in one.case.reading.all("condition"):
        groups = (
            condition["group"] in ("structural", "inflammatory", "systemic")
            or condition["structural"]
            or condition["group"] == "structural_finding"
        )
        if (
            groups
            and condition.assertion in (Assertion.PRESENT, Assertion.HISTORICAL)
            and linked(one.case, condition)
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


def _is_head_or_neck_scan(order: str) -> bool:
    return bool(_HEAD_OR_NECK_CPT.search(order) or (_SCAN.search(order) and _HEAD_OR_NECK.search(order)))


def _evidence(reading: Reading, mention: Mention, role: Role) -> Evidence:
    return Evidence(start=mention.start, end=mention.end, text=reading.words(mention), role=role)


def _quote(reading: Reading, mention: Mention) -> str:
    return f"\u201c{' '.join(reading.words(mention).split())}\u201d"


def _list(items: Sequence[str]) -> str:
    return ", ".join(items)
