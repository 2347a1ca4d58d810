"""Symptoms, signs and studies that point to a code where no diagnosis is named: the domain's section 2,
`indicators`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.classifier.lessons import Lessons
from service.classifier.zones import covers, regions_of
from service.domain import Assertion, Family, Region
from service.reading import Mention, Reading
from service.reading.levels import Point
from service.reading.words import words

SILENT = frozenset({"past", "list", "family", "social", "ros", "instructions", "medication", "allergy"})
_NOT_SO = (Assertion.NEGATED, Assertion.RELATIVE, Assertion.HYPOTHETICAL)
_RESULT_WITHIN = 6
_ALIKE_WITHIN = 4
_DENYING = frozenset({"not", "no", "without", "non", "never"})
_ALIKE = words("alike")
_INSERTION = words("insertional")
_ROOT_WORDS = words("of_the_root")
# Two vertebrae that meet where one part of the spine ends.
_JUNCTIONS = {
    frozenset({("C", 7), ("T", 1)}): Region.CERVICOTHORACIC,
    frozenset({("T", 12), ("L", 1)}): Region.THORACOLUMBAR,
    frozenset({("L", 5), ("S", 1)}): Region.LUMBOSACRAL,
}
_ROOT_FINDING = frozenset({"disc_finding", "disc", "structural_finding"})


@dataclass(frozen=True, slots=True)
class Indicator:
    """A symptom, sign or study that counts once as its `kind`, and the sentence that holds it."""

    kind: str
    family: Family
    mention: Mention


def find_indicators(reading: Reading, reports: Mapping[int, Mention], lessons: Lessons) -> list[Indicator]:
    """Return what of the note indicates one of the families, in order."""
    found: list[Indicator] = []
    for sign in reading.all("sign"):
        if reading.section_of(sign) not in SILENT:
            indicator = _of_sign(reading, sign, _is_reported(reports, sign))
            # Asked last: what a sentence asserts is worked out when it is first asked.
            if indicator is not None and is_abnormal(reading, sign) and not lessons.hold_sign(sign):
                found.append(indicator)
    for index, study in reports.items():
        if reading.sentences[index].section not in SILENT:
            found += _of_report(reading, index, study)
    return sorted(found, key=lambda indicator: indicator.mention.sentence)


def _is_reported(reports: Mapping[int, Mention], sign: Mention) -> bool:
    """Whether a sign is what a study showed: it follows the study's name, or stands in a sentence that
    goes on about it.
    """
    study = reports.get(sign.sentence)
    return study is not None and (study.sentence != sign.sentence or study.first < sign.first)


def is_abnormal(reading: Reading, sign: Mention) -> bool:
    """Whether a sign is there: tests and reflexes by their result, the others by their assertion."""
    if sign["test"]:
        return sign.assertion is not Assertion.HYPOTHETICAL and _result(
            reading, sign, "positive", "negative_result"
        )
    if sign["reflex"]:
        return (
            sign.assertion is not Assertion.HYPOTHETICAL
            and _result(reading, sign, "reduced", "intact")
            and not _is_symmetric(reading, sign)
        )
    return sign.present


def _result(reading: Reading, sign: Mention, wanted: str, unwanted: str) -> bool:
    """Whether the result nearest to a test is the one that counts; a denied result does not."""
    results = [
        mention
        for mention in reading.within(sign.sentence, "outcome")
        if mention.concept in (wanted, unwanted) and sign.gap_to(mention) <= _RESULT_WITHIN
    ]
    after = [mention for mention in results if mention.first > sign.last]
    nearest = min(after or results, key=sign.gap_to, default=None)
    return nearest is not None and nearest.concept == wanted and not _is_denied(reading, nearest, sign)


def _is_symmetric(reading: Reading, sign: Mention) -> bool:
    """Whether a reflex is said to be as weak on the other side: no root does that."""
    beside = reading.norms(sign.sentence)[sign.last + 1 : sign.last + 1 + _ALIKE_WITHIN]
    return not _ALIKE.isdisjoint(beside)


def _is_denied(reading: Reading, result: Mention, sign: Mention) -> bool:
    before = reading.norms(sign.sentence)[max(0, result.first - 2) : result.first]
    return not _DENYING.isdisjoint(before)


def _of_sign(reading: Reading, sign: Mention, reported: bool) -> Indicator | None:
    """Return what a sign indicates where it is there, if anything."""
    kind = sign["indicator"]
    if not sign.first and reading.section_of(sign) == "plan":
        # A plan opens with what is to be done: "Move to ...".
        return None
    if kind in ("radiation", "sensory") and not reported:
        return Indicator("symptom", Family.RADICULOPATHY, sign)
    if kind == "motor" and not reported:
        examined = (
            reading.section_of(sign) in ("exam", "body", "course", "other", "assessment")
            or sign.concept != "weakness"
        )
        return Indicator("reflex_or_myotome" if examined else "symptom", Family.RADICULOPATHY, sign)
    if kind in ("provocative", "reflex") and reading.section_of(sign) == "plan":
        return None
    if kind == "provocative":
        return Indicator("provocative", Family.RADICULOPATHY, sign)
    if kind == "reflex":
        return Indicator("reflex_or_myotome", Family.RADICULOPATHY, sign)
    if kind == "restriction":
        return Indicator("restriction", Family.ENTHESOPATHY, sign)
    if kind == "tenderness" and is_insertional(reading, sign.sentence):
        return Indicator("tenderness", Family.ENTHESOPATHY, sign)
    if kind == "tenderness" and _is_on_spine(reading, sign.sentence):
        return Indicator("spinous_tenderness", Family.ENTHESOPATHY, sign)
    return None


def _is_on_spine(reading: Reading, sentence: int) -> bool:
    """Whether a sentence names a spinous process: where ligaments insert, though it does not say so."""
    return any("spin" in reading.words(mention).lower() for mention in reading.within(sentence, "structure"))


def is_insertional(reading: Reading, sentence: int) -> bool:
    """Whether a sentence speaks of where a ligament, a tendon or a muscle attaches to the spine."""
    mentions = reading.mentions[sentence]
    limb = any(m.kind == "condition" and m["group"] == "limb" for m in mentions)
    if not _INSERTION.isdisjoint(reading.norms(sentence)):
        return not limb or any(m.kind in ("level", "region") or _is_attachment(m) for m in mentions)
    return not limb and any(map(_is_attachment, mentions))


def _is_attachment(mention: Mention) -> bool:
    """Whether words name a ligament or a tendon of the spine outside its canal."""
    return (
        mention.kind == "structure"
        and mention.present
        and bool(mention["named"])
        and not mention["within_canal"]
        and mention.concept != "muscle_attachment"
    )


def _of_report(reading: Reading, index: int, study: Mention) -> Iterator[Indicator]:
    abnormal = [m for m in reading.within(index, "outcome") if m.concept == "abnormal"]
    first = next((m for m in abnormal if m.present), None)
    if first is None:
        return
    if _is_of_root(reading, index, study):
        yield Indicator("study", Family.RADICULOPATHY, first)
    if is_insertional(reading, index):
        yield Indicator("study", Family.ENTHESOPATHY, first)


def _is_of_root(reading: Reading, index: int, study: Mention) -> bool:
    """Whether what a study showed bears on a nerve root."""
    mentions = reading.mentions[index]
    return (
        study["modality"] == "electrodiagnostic"
        or not _ROOT_WORDS.isdisjoint(reading.norms(index))
        or any(m.kind == "diagnosis" and m["family"] == Family.RADICULOPATHY for m in mentions)
        or any(m.kind == "condition" and m["group"] in _ROOT_FINDING and m.present for m in mentions)
    )


def region_indicated(reading: Reading, indicators: list[Indicator], family: Family) -> Region | None:
    """Return the region that the indicators point to: by level or dermatome, else by territory, else by
    a region's name.
    """
    as_root = family is Family.RADICULOPATHY
    by_level: Counter[Region] = Counter()
    by_territory: Counter[Region] = Counter()
    by_word: Counter[Region] = Counter()
    points: set[Point] = set()
    telling = [
        indicator
        for indicator in indicators
        if as_root or indicator.kind in ("tenderness", "spinous_tenderness", "study")
    ]
    sentences = {indicator.mention.sentence for indicator in telling}
    for index in sentences:
        for mention in reading.mentions[index]:
            if mention.assertion in _NOT_SO:
                continue
            if mention.level is not None:
                by_level.update(regions_of(mention, as_root=as_root))
                points.update(mention.level.points)
            elif mention.kind == "territory" and as_root:
                by_territory.update(regions_of(mention, as_root=as_root))
            elif mention.kind in ("region", "structure"):
                by_word.update(regions_of(mention, as_root=as_root))
    if not by_word or as_root:
        by_word.update(_complaint(reading))
    if not as_root and frozenset(points) in _JUNCTIONS:
        return _JUNCTIONS[frozenset(points)]
    if not as_root and len(by_level) > 1 and not _are_neighbours(by_level):
        return Region.MULTIPLE
    for votes in (by_level, by_territory, by_word):
        if votes:
            return _settle(votes, by_word)
    return None


def _are_neighbours(regions: Counter[Region]) -> bool:
    return max(regions) - min(regions) <= 1


def _complaint(reading: Reading) -> Counter[Region]:
    """Return the regions named beside a pain that the patient or the assessment speaks of."""
    votes: Counter[Region] = Counter()
    for mention in reading.all("region"):
        if (
            reading.section_of(mention) not in SILENT
            and any(sign.present for sign in reading.within(mention.sentence, "sign"))
            and mention.present
        ):
            votes.update(regions_of(mention, as_root=True))
    return votes


def _settle(votes: Counter[Region], words: Counter[Region]) -> Region:
    """Return the region with the most votes, one that the region words cover before one that they do not."""
    return max(votes, key=lambda region: (any(covers(word, region) for word in words), votes[region], region))
