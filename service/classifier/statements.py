"""Where the note states a diagnosis of one of the two families, and how: the domain's section 1, "What
states the diagnosis".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.classifier.lessons import Lessons
from service.classifier.retraction import is_retracted
from service.classifier.spinal import is_spinal
from service.domain import Assertion, Family, Region
from service.reading import Mention, Reading
from service.reading.tokens import is_year
from service.reading.words import words

TIERS: Mapping[str, int] = {
    "addendum": 6,
    "assessment": 5,
    "working": 5,
    "plan": 3,
    "body": 3,
    "other": 3,
    "course": 3,
    "emergency": 3,
    "procedure": 3,
    "history": 2,
    "reason": 2,
    "exam": 2,
    "results": 1,
    "medication": 1,
    "past": 0,
    "list": 0,
    "social": 0,
    "ros": 0,
    "allergy": 0,
    "family": 0,
    "instructions": 0,
}
CARRIED = frozenset({"past", "list"})
_FINDING_WORDS = frozenset({"nerve_root_compression", "ligament_disease"})
_PAST = words("past")
_SINCE = words("since_operation")
_REASON = frozenset({"for", "after"})
_CLINICIANS = words("clinicians")
_QUOTED_WITHIN = 800
# A mark behind a digit is inches.
_QUOTE = re.compile(r'(?<!\d)"')
_CONFIRMED = words("confirmed")
_REASONS = words("reasons")
_AGREEING = frozenset({"account", "confirm", "explain", "fit", "match", "matche"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a diagnosis: what is asserted of it, in what part of the note, and the regions
    it names.

    `how` says where the regions come from: `phrase`, `sentence`, `elsewhere` in the note, or `nowhere`.
    """

    mention: Mention
    family: Family
    assertion: Assertion
    section: str
    regions: frozenset[Region] = frozenset()
    how: str = "nowhere"
    places: tuple[Mention, ...] = ()

    @property
    def tier(self) -> int:
        """How much the part of the note weighs: an addendum over the assessment, that over the history."""
        return TIERS.get(self.section, 3)

    def placed(self, regions: frozenset[Region], how: str, places: Iterable[Mention]) -> Statement:
        """Return the statement with the regions that some words of the note give it."""
        return Statement(self.mention, self.family, self.assertion, self.section, regions, how, tuple(places))


def find_statements(
    reading: Reading, reports: Mapping[int, Mention], lessons: Lessons
) -> Iterator[Statement]:
    """Yield every mention of a diagnosis of the families that may state it, without its regions."""
    for mention in reading.all("diagnosis"):
        section = reading.section_of(mention)
        if not is_spinal(reading, mention) or is_finding(reading, reports, mention):
            continue
        if mention["needs_structure"] and section not in (
            "assessment",
            "plan",
            "addendum",
            "body",
            "other",
            "working",
        ):
            continue
        yield Statement(mention, Family(mention["family"]), _asserted(reading, mention, lessons), section)


def _asserted(reading: Reading, mention: Mention, lessons: Lessons) -> Assertion:
    """Return what the note asserts, once words that are quoted, taken back or told of illness in general are
    known for what they are.
    """
    if mention.assertion not in (Assertion.PRESENT, Assertion.UNCERTAIN):
        return mention.assertion
    if is_retracted(reading, mention):
        return Assertion.NEGATED
    if _was_operated_on(reading, mention):
        return Assertion.HISTORICAL
    if lessons.hold(mention):
        return Assertion.HYPOTHETICAL
    if mention.assertion is Assertion.PRESENT and is_quoted(reading, mention):
        return Assertion.HYPOTHETICAL
    return mention.assertion


def _was_operated_on(reading: Reading, mention: Mention) -> bool:
    """Whether the words only say why an operation was done: "ACDF in 2015 for C6 radiculopathy"."""
    operations = [
        other
        for other in reading.within(mention.sentence, "treatment")
        if other["surgical"] and 0 < mention.first - other.last <= 12
    ]
    if not operations:
        return False
    before = reading.norms(mention.sentence)[: mention.first]
    over = not _PAST.isdisjoint(before) or not _SINCE.isdisjoint(before) or any(map(is_year, before))
    return over and any(not _REASON.isdisjoint(before[operation.last :]) for operation in operations)


def is_quoted(reading: Reading, mention: Mention) -> bool:
    """Whether the words stand within quotation marks: another's words, not the clinician's own."""
    furthest = max(0, mention.start - _QUOTED_WITHIN)
    line = max(furthest, reading.text.rfind("\n", furthest, mention.start) + 1)
    before = reading.text[min(_start_of_paragraph(reading, mention), line) : mention.start]
    if '"' not in before and "\u201c" not in before:
        return False
    after = reading.text[mention.end : mention.end + _QUOTED_WITHIN]
    opened = len(_QUOTE.findall(before)) % 2 == 1 or before.count("\u201c") > before.count("\u201d")
    if not _CLINICIANS.isdisjoint(reading.norms(mention.sentence)[: mention.first]):
        return False
    return opened and (_QUOTE.search(after) is not None or "\u201d" in after)


def _start_of_paragraph(reading: Reading, mention: Mention) -> int:
    """Return where the paragraph of a mention starts, or a sentence of it that is not too far back."""
    index = mention.sentence
    sentences = reading.sentences
    while (
        index
        and sentences[index - 1].paragraph == sentences[mention.sentence].paragraph
        and mention.start - sentences[index - 1].start < _QUOTED_WITHIN
    ):
        index -= 1
    return sentences[index].start


def is_finding(reading: Reading, reports: Mapping[int, Mention], mention: Mention) -> bool:
    """Whether the words are what a study showed, and so no clinician's diagnosis."""
    if mention.concept in _FINDING_WORDS and any(
        norm.startswith("incidental") for norm in reading.norms(mention.sentence)
    ):
        return True
    study = reports.get(mention.sentence)
    if study is None or _qualifies_what_precedes(reading, study):
        return False
    if study.sentence != mention.sentence:
        return mention.concept in _FINDING_WORDS and reading.section_of(mention) != "assessment"
    if study.start > mention.end:
        return reading.section_of(mention) == "results"
    between = reading.norms(mention.sentence)[study.last + 1 : mention.first]
    if not _CONFIRMED.isdisjoint(between[:2]) or _is_evidence(study, between):
        return False
    if not _REASONS.isdisjoint(between) or _is_taken_up(reading, mention):
        return False
    return not any(
        study.last < said.first <= mention.first or study.last < said.last <= mention.last
        for said in reading.within(mention.sentence, "declaration")
        if mention.concept not in _FINDING_WORDS or "confirm" not in reading.words(said).lower()
    )


def _is_taken_up(reading: Reading, mention: Mention) -> bool:
    """Whether the words after what a study showed make it the diagnosis: "..., which explains her pain"."""
    following = reading.norms(mention.sentence)[mention.last + 1 :]
    return any(
        norm == "which" and not _AGREEING.isdisjoint(following[place + 1 : place + 2])
        for place, norm in enumerate(following)
    )


def _is_evidence(study: Mention, between: Sequence[str]) -> bool:
    """Whether an electrodiagnostic report states its own diagnosis: "electrodiagnostic evidence of ..."."""
    return study["modality"] == "electrodiagnostic" and bool(between) and between[0] == "evidence"


def _qualifies_what_precedes(reading: Reading, study: Mention) -> bool:
    """Whether a study of the assessment backs the words before it: "active on imaging, with enthesitis"."""
    norms = reading.norms(study.sentence)
    return (
        reading.section_of(study) == "assessment"
        and study.first >= 2
        and norms[study.first - 1] == "on"
        and norms[study.first - 2].isalpha()
        and study.last + 1 < len(norms)
        and norms[study.last + 1] == ","
    )
