"""Which sentences report what a study showed, and which study it was."""

from __future__ import annotations

from service.reading.mentions import Mention
from service.reading.reading import Reading

_REPORTING = frozenset(
    {"results", "exam", "body", "history", "course", "emergency", "other", "assessment", "plan", "working"}
)
_FINDINGS = frozenset({"ligament_disease", "nerve_root_compression"})
_MOST_FOLLOWING = 4
_MOST_TO_FINDINGS = 4


def find_reports(reading: Reading) -> dict[int, Mention]:
    """Return the study that each reporting sentence speaks of, by the index of the sentence.

    A study is carried into the sentences after it: through the whole of a results section, elsewhere
    for a few sentences of the same paragraph that speak of findings and of nothing else.
    """
    named: dict[int, Mention] = {}
    last: dict[int, Mention] = {}
    for mention in reading.all("study"):
        named.setdefault(mention.sentence, mention)
        if mention.sentence not in last or not _is_ordered(reading, mention):
            last[mention.sentence] = mention
    if not named:
        return {}
    reports: dict[int, Mention] = {}
    study: Mention | None = None
    titled: Mention | None = None
    followed = 0
    section = ""
    for index in range(min(named), len(reading.sentences)):
        sentence = reading.sentences[index]
        if sentence.section != section:
            section = sentence.section
            # A report opens with its title: "MRI LUMBAR SPINE", the indication, then "FINDINGS: ...".
            near = titled is not None and index - titled.sentence <= _MOST_TO_FINDINGS
            study = titled if near and section == "results" else None
        if index in named:
            study, followed = last[index], 0
            titled = titled if named[index].first else named[index]
            reports[index] = named[index]
        elif study is not None and section in _REPORTING:
            followed += 1
            if section == "results" or (
                sentence.paragraph == reading.sentences[index - 1].paragraph
                and followed <= _MOST_FOLLOWING
                and _speaks_of_findings(reading, index)
            ):
                reports[index] = study
            else:
                study = None
    return reports


def _is_ordered(reading: Reading, study: Mention) -> bool:
    """Whether the word beside a study makes it one to come: "... and EMG ordered"."""
    return any(
        outcome.concept == "ordered" and outcome.gap_to(study) <= 1
        for outcome in reading.within(study.sentence, "outcome")
    )


def _speaks_of_findings(reading: Reading, index: int) -> bool:
    mentions = reading.mentions[index]
    if any(m.kind == "treatment" or (m.kind == "diagnosis" and m.concept not in _FINDINGS) for m in mentions):
        return False
    return any(
        mention.kind == "outcome" and mention.concept in ("abnormal", "normal", "pending")
        for mention in reading.mentions[index]
    )
