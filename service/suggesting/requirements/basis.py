"""Structure and clinical basis of an enthesopathy: which attachment, since when, and how it shows itself."""

from __future__ import annotations

from service.domain import Role, Status
from service.reading import Mention
from service.reading.words import words
from service.suggesting.case import Case
from service.suggesting.requirements.finding import MISSING, Finding, best

_TOLD_IN = frozenset(
    {"history", "reason", "body", "other", "course", "emergency", "assessment", "exam", "addendum", "plan"}
)
_PROBLEM = words("problem")
_BEGINNING = words("beginning")
_ATTACHING = words("attaching")


def structure(case: Case) -> Finding:
    """Met where the ligament, tendon or muscle attachment is named; partial for a bare "ligament" or a
    bone.
    """
    sentences = {statement.mention.sentence for statement in case.candidate.statements}
    sentences |= {indicator.mention.sentence for indicator in case.candidate.indicators}
    found: list[Finding] = []
    for mention in case.mentions("structure"):
        words = {token.norm for token in case.reading.tokens[mention.sentence]}
        reported = mention.sentence in case.assessed.reports
        if mention.sentence in sentences or words & _ATTACHING or reported:
            status = Status.MET if mention["named"] else Status.PARTIAL
            if (
                mention.concept == "muscle_attachment"
                and mention.sentence not in sentences
                and not words & _ATTACHING
            ):
                continue
            found.append(Finding(status, (case.evidence(mention, Role.STRUCTURE),)))
    found += [
        Finding(Status.PARTIAL, (case.evidence(statement.mention, Role.STRUCTURE),))
        for statement in case.candidate.statements
        if "insertion" in case.reading.words(statement.mention).lower()
    ]
    return best(found, MISSING)


def clinical_basis(case: Case) -> Finding:
    """Met by onset (or duration) and a symptom pattern; partial by one of the two."""
    onsets: list[Mention] = []
    patterns: list[Mention] = []
    for index, sentence in enumerate(case.reading.sentences):
        if sentence.section not in _TOLD_IN or not case.owns(index):
            continue
        signs = [
            sign for sign in case.reading.within(index, "sign") if sign.present and _is_pattern(case, sign)
        ]
        if index not in case.assessed.reports and sentence.section != "plan":
            patterns += signs
        if (
            signs
            or any(statement.mention.sentence == index for statement in case.candidate.statements)
            or sentence.section in ("history", "reason", "body")
            and _speaks_of_onset(case, index)
        ):
            onsets += _onsets(case, index)
    evidence = tuple(case.evidence(mention, Role.SIGN) for mention in (*onsets[:1], *patterns[:1]))
    if onsets and patterns:
        return Finding(Status.MET, evidence)
    return Finding(Status.PARTIAL, evidence) if evidence else MISSING


def _onsets(case: Case, index: int) -> list[Mention]:
    """Return the durations and onsets of a sentence; an age is none."""
    tokens = case.reading.tokens[index]
    return [
        time
        for time in case.reading.within(index, "time")
        if time.present
        and not any(token.norm in ("old", "yo") for token in tokens[time.last + 1 : time.last + 3])
    ]


def _is_pattern(case: Case, sign: Mention) -> bool:
    return bool(
        sign["symptom"] or sign["pattern"] or sign["indicator"] in ("restriction", "tenderness", "radiation")
    )


def _speaks_of_onset(case: Case, index: int) -> bool:
    """Whether a sentence without a symptom says when the problem began, or goes on about the pain
    beside it.
    """
    words = {token.norm for token in case.reading.tokens[index]}
    return bool(words & _PROBLEM) or (bool(words & _BEGINNING) and _follows_pain(case, index))


def _follows_pain(case: Case, index: int) -> bool:
    """Whether the sentence before or after, in the same paragraph, speaks of the pain."""
    sentences = case.reading.sentences
    return any(
        0 <= other < len(sentences)
        and sentences[other].paragraph == sentences[index].paragraph
        and any(sign.present and _is_pattern(case, sign) for sign in case.reading.within(other, "sign"))
        for other in (index - 1, index + 1)
    )
