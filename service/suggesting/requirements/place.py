"""Region and distribution: where the diagnosis lies, and where it is felt."""

from __future__ import annotations

from collections.abc import Iterator

from service.classifier.indicators import is_abnormal
from service.classifier.zones import in_zone
from service.domain import Family, Region, Role, Status
from service.reading import Mention
from service.suggesting.case import Case
from service.suggesting.requirements.finding import MISSING, Finding, best

_TOLD_IN = frozenset(
    {
        "history",
        "exam",
        "assessment",
        "body",
        "reason",
        "course",
        "emergency",
        "other",
        "addendum",
        "plan",
        "procedure",
        "results",
    }
)
_MOST_SHOWN = 3
_BESIDE = 14


def region(case: Case) -> Finding:
    """Met where a level or a region is named, so that the fifth character is not 0."""
    if case.candidate.region is Region.UNSPECIFIED:
        return MISSING
    places = [place for statement in case.candidate.statements for place in statement.places]
    if not places:
        places = [
            m
            for indicator in case.candidate.indicators
            for m in case.reading.mentions[indicator.mention.sentence]
            if m.kind in ("level", "region")
        ]
    shown = list(dict.fromkeys(places))[:_MOST_SHOWN]
    return Finding(Status.MET, tuple(case.evidence(place, Role.REGION) for place in shown))


def distribution(case: Case) -> Finding:
    """Met where a symptom is placed more finely than a whole limb, or a root's deficit is found;
    partial for a limb.
    """
    return best(case, _felt(case), Role.SIGN, MISSING, _MOST_SHOWN)


def _felt(case: Case) -> Iterator[tuple[Status, Mention]]:
    for sign in case.reading.all("sign"):
        sites = case.reading.within(sign.sentence, "site")
        named = sign.concept == "radiating_pain" and "radicular" in case.reading.words(sign).lower()
        if (sites or named) and _is_told(case, sign) and case.owns(sign.sentence) and _is_felt(case, sign):
            for site in sites:
                if _is_place_of(case, site, sign):
                    yield Status.MET if site["grain"] == "fine" else Status.PARTIAL, site
            if named:
                yield Status.PARTIAL, sign


def _is_told(case: Case, sign: Mention) -> bool:
    """Whether the words stand where a complaint or an examination is told, and are no finding of a study."""
    return case.reading.section_of(sign) in _TOLD_IN and not (
        sign.sentence in case.assessed.reports and _tells_findings(case, sign.sentence)
    )


def _tells_findings(case: Case, index: int) -> bool:
    """Whether a sentence about a study tells what it showed, and not how the patient is."""
    if case.reading.sentences[index].section in ("exam", "history", "body"):
        return False
    return case.assessed.reports[index].sentence == index or any(
        outcome.concept == "abnormal" for outcome in case.reading.within(index, "outcome")
    )


def _is_felt(case: Case, sign: Mention) -> bool:
    """Whether a sign is a symptom or a deficit that is there; a reflex alone places nothing."""
    if sign["reflex"]:
        return False
    if sign["test"]:
        return is_abnormal(case.reading, sign)
    return (
        sign["indicator"] in ("radiation", "sensory", "motor", "none")
        and (not sign["pattern"] or sign.concept == "aggravation")
        and sign.present
    )


def _is_place_of(case: Case, site: Mention, sign: Mention) -> bool:
    """Whether a site is where the sign is: in the candidate's zone, not denied; a muscle only where it
    is weak.
    """
    if site["motor"] and sign["indicator"] != "motor":
        return False
    if not site.present or site.gap_to(sign) > _BESIDE + 10:
        return False
    region = case.candidate.region
    if site["zone"] == "any":
        return True
    if site["zone"] == "head" and region is Region.CERVICAL and case.candidate.family is Family.RADICULOPATHY:
        return site["grain"] == "fine" and "arm" not in case.reading.words(site)
    return in_zone(site["zone"], region)
