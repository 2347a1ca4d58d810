"""Structure and clinical basis of an enthesopathy: which attachment, since when, and how it shows itself."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain import Role, Status
from service.reading import Mention
from service.reading.tokens import Token
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
    found: list[tuple[Status, Mention]] = []
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
            found.append((status, mention))
    found += [
        (Status.PARTIAL, statement.mention)
        for statement in case.candidate.statements
        if "insertion" in case.reading.words(statement.mention).lower()
    ]
    return best(case, found, Role.STRUCTURE, MISSING)


def clinical_basis(case: Case) -> Finding:
    """Met by onset (or duration) and a symptom pattern; partial by one of the two."""
    patterns = [sign for sign in case.reading.all("sign") if _is_pattern(sign) and _is_told(case, sign)]
    sentences = {sign.sentence for sign in patterns}
    sentences |= {statement.mention.sentence for statement in case.candidate.statements}
    onset = next(
        (
            time
            for time in case.reading.all("time")
            if _is_onset(case, time)
            and _is_told(case, time)
            and (time.sentence in sentences or _goes_on_about_onset(case, time.sentence))
        ),
        None,
    )
    pattern = next((sign for sign in patterns if _is_observed(case, sign)), None)
    evidence = tuple(case.evidence(mention, Role.SIGN) for mention in (onset, pattern) if mention)
    if onset and pattern:
        return Finding(Status.MET, evidence)
    return Finding(Status.PARTIAL, evidence) if evidence else MISSING


def _is_told(case: Case, mention: Mention) -> bool:
    """Whether the words stand where this problem is told of."""
    return case.reading.section_of(mention) in _TOLD_IN and case.owns(mention.sentence)


def _is_onset(case: Case, time: Mention) -> bool:
    """Whether words say how long or since when; an age does not."""
    following = case.reading.tokens[time.sentence][time.last + 1 : time.last + 3]
    return time.present and not any(token.norm in ("old", "yo") for token in following)


def _is_pattern(sign: Mention) -> bool:
    return sign.present and bool(
        sign["symptom"] or sign["pattern"] or sign["indicator"] in ("restriction", "tenderness", "radiation")
    )


def _is_observed(case: Case, sign: Mention) -> bool:
    """Whether a symptom is neither what a study showed nor what a plan provides for."""
    return sign.sentence not in case.assessed.reports and case.reading.section_of(sign) != "plan"


def _goes_on_about_onset(case: Case, index: int) -> bool:
    """Whether a sentence without a symptom says when the problem began, or goes on about the pain
    beside it.
    """
    if case.reading.sentences[index].section not in ("history", "reason", "body"):
        return False
    words = {token.norm for token in case.reading.tokens[index]}
    tells = (
        bool(words & _BEGINNING)
        or bool(case.reading.within(index, "region"))
        or _is_bare(case.reading.tokens[index], case.reading.within(index, "time"))
    )
    return bool(words & _PROBLEM) or (tells and _follows_pain(case, index))


def _is_bare(tokens: Sequence[Token], times: Sequence[Mention]) -> bool:
    """Whether a sentence is a time and nothing else, but for a label: "Skull: eight months."."""
    first = 2 if len(tokens) > 2 and tokens[1].norm == ":" else 0
    words = sum(token.norm.isalnum() for token in tokens[first:])
    return any(time.last - time.first + 1 >= words for time in times)


def _follows_pain(case: Case, index: int) -> bool:
    """Whether the sentence before or after, in the same paragraph, speaks of the pain."""
    sentences = case.reading.sentences
    return any(
        0 <= other < len(sentences)
        and sentences[other].paragraph == sentences[index].paragraph
        and any(_is_pattern(sign) for sign in case.reading.within(other, "sign"))
        for other in (index - 1, index + 1)
    )
