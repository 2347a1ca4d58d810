"""Symptoms, signs and studies that point to a code where no diagnosis is named: the domain's section 2,
`indicators`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.classifier.zones import covers, regions_of
from service.domain import Assertion, Family, Region
from service.reading import Mention, Reading
from service.reading.words import words

SILENT = frozenset({"past", "list", "family", "social", "ros", "instructions", "medication", "allergy"})
_NOT_SO = (Assertion.NEGATED, Assertion.RELATIVE, Assertion.HYPOTHETICAL)
_RESULT_WITHIN = 6
_ALIKE_WITHIN = 4
_ALIKE = words("alike")
_INSERTION = words("insertional")
_ROOT_WORDS = words("of_the_root")
_ROOT_FINDING = frozenset({"disc_finding", "disc", "structural_finding"})


@dataclass(frozen=True, slots=True)
class Indicator:
    """A symptom, sign or study that counts once as its `kind`, and the sentence that holds it."""

    kind: str
    family: Family
    mention: Mention


def find_indicators(reading: Reading, reports: Mapping[int, Mention]) -> list[Indicator]:
    """Return what of the note indicates one of the families, in order."""
    found: list[Indicator] = []
    for sign in reading.all("sign"):
        if reading.section_of(sign) not in SILENT and is_abnormal(reading, sign):
            found += _of_sign(reading, sign, _is_reported(reports, sign))
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
    beside = reading.tokens[sign.sentence][sign.last + 1 : sign.last + 1 + _ALIKE_WITHIN]
    return any(token.norm in _ALIKE for token in beside)


def _is_denied(reading: Reading, result: Mention, sign: Mention) -> bool:
    tokens = reading.tokens[sign.sentence]
    before = {token.norm for token in tokens[max(0, result.first - 2) : result.first]}
    return bool(before & {"not", "no", "without", "non", "never"})


def _of_sign(reading: Reading, sign: Mention, reported: bool) -> Iterator[Indicator]:
    kind = sign["indicator"]
    if not sign.first and reading.section_of(sign) == "plan":
        # A plan opens with what is to be done: "Move to ...".
        return
    if kind in ("radiation", "sensory") and not reported:
        yield Indicator("symptom", Family.RADICULOPATHY, sign)
    elif kind == "motor" and not reported:
        examined = (
            reading.section_of(sign) in ("exam", "body", "course", "other", "assessment")
            or sign.concept != "weakness"
        )
        yield Indicator("reflex_or_myotome" if examined else "symptom", Family.RADICULOPATHY, sign)
    elif kind == "provocative":
        yield Indicator("provocative", Family.RADICULOPATHY, sign)
    elif kind == "reflex":
        yield Indicator("reflex_or_myotome", Family.RADICULOPATHY, sign)
    elif kind == "tenderness":
        if is_insertional(reading, sign.sentence):
            yield Indicator("tenderness", Family.ENTHESOPATHY, sign)
        elif _is_on_spine(reading, sign.sentence):
            yield Indicator("spinous_tenderness", Family.ENTHESOPATHY, sign)
    elif kind == "restriction":
        yield Indicator("restriction", Family.ENTHESOPATHY, sign)


def _is_on_spine(reading: Reading, sentence: int) -> bool:
    """Whether a sentence names a spinous process: where ligaments insert, though it does not say so."""
    return any("spin" in reading.words(mention).lower() for mention in reading.within(sentence, "structure"))


def is_insertional(reading: Reading, sentence: int) -> bool:
    """Whether a sentence speaks of where a ligament, a tendon or a muscle attaches to the spine."""
    mentions = reading.mentions[sentence]
    limb = any(m.kind == "condition" and m["group"] == "limb" for m in mentions)
    inserted = not _INSERTION.isdisjoint([token.norm for token in reading.tokens[sentence]])
    if inserted:
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
    mentions = reading.mentions[index]
    abnormal = [m for m in mentions if m.kind == "outcome" and m.concept == "abnormal" and m.present]
    if not abnormal:
        return
    if (
        study["modality"] == "electrodiagnostic"
        or any(m.kind == "diagnosis" and m["family"] == Family.RADICULOPATHY for m in mentions)
        or any(m.kind == "condition" and m["group"] in _ROOT_FINDING and m.present for m in mentions)
        or any(token.norm in _ROOT_WORDS for token in reading.tokens[index])
    ):
        yield Indicator("study", Family.RADICULOPATHY, abnormal[0])
    if is_insertional(reading, index):
        yield Indicator("study", Family.ENTHESOPATHY, abnormal[0])


def region_indicated(reading: Reading, indicators: list[Indicator], family: Family) -> Region | None:
    """Return the region that the indicators point to: by level or dermatome, else by territory, else by
    a region's name.
    """
    as_root = family is Family.RADICULOPATHY
    by_level: Counter[Region] = Counter()
    by_territory: Counter[Region] = Counter()
    by_word: Counter[Region] = Counter()
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
            if mention.kind == "level":
                by_level.update(regions_of(mention, as_root=as_root))
            elif mention.kind == "territory" and as_root:
                by_territory.update(regions_of(mention, as_root=as_root))
            elif mention.kind in ("region", "structure"):
                by_word.update(regions_of(mention, as_root=as_root))
    if not by_word or as_root:
        by_word.update(_complaint(reading))
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
    painful = {
        sign.sentence
        for sign in reading.all("sign")
        if sign.present and reading.section_of(sign) not in SILENT
    }
    for mention in reading.all("region"):
        if mention.present and mention.sentence in painful:
            votes.update(regions_of(mention, as_root=True))
    return votes


def _settle(votes: Counter[Region], words: Counter[Region]) -> Region:
    """Return the region with the most votes, one that the region words cover before one that they do not."""
    return max(votes, key=lambda region: (any(covers(word, region) for word in words), votes[region], region))
