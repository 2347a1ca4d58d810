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
    reports: dict[int, Mention] = {}
    study: Mention | None = None
    titled: Mention | None = None
    followed = 0
    for index, sentence in enumerate(reading.sentences):
        before = reading.sentences[index - 1] if index else None
        if before is None or sentence.section != before.section:
            # A report opens with its title: "MRI LUMBAR SPINE", the indication, then "FINDINGS: ...".
            named = titled is not None and index - titled.sentence <= _MOST_TO_FINDINGS
            study = titled if named and sentence.section == "results" else None
        studies = reading.within(index, "study")
        if studies:
            study, followed = studies[0], 0
            titled = study if not study.first else titled
            reports[index] = study
            continue
        if study is None or before is None or sentence.section not in _REPORTING:
            continue
        followed += 1
        if sentence.section == "results" or (
            sentence.paragraph == before.paragraph
            and followed <= _MOST_FOLLOWING
            and _speaks_of_findings(reading, index)
        ):
            reports[index] = study
        else:
            study = None
    return reports


def _speaks_of_findings(reading: Reading, index: int) -> bool:
    mentions = reading.mentions[index]
    if any(m.kind == "treatment" or (m.kind == "diagnosis" and m.concept not in _FINDINGS) for m in mentions):
        return False
    return any(
        mention.kind == "outcome" and mention.concept in ("abnormal", "normal", "pending")
        for mention in reading.mentions[index]
    )
