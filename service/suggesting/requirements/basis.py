"""Structure and clinical basis of an enthesopathy: which attachment, since when, and how it shows itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.domain import Role, Status
from service.reading import Mention
from service.reading.words import words
from service.suggesting.case import Case
from service.suggesting.requirements.finding import MISSING, Finding, best

_TOLD_IN = frozenset(
    {"history", "reason", "body", "other", "course", "emergency", "assessment", "exam", "addendum", "plan"}
)
_SEX = frozenset({"f", "m", "female", "male"})
_OF_AN_AGE = frozenset({"old", "yo"})
_PROBLEM = words("problem")
_BEGINNING = words("beginning")
_ATTACHING = words("attaching")


def structure(case: Case) -> Finding:
    """Met where the ligament, tendon or muscle attachment is named; partial for a bare "ligament" or a
    bone.
    """
    return best(case, _attachments(case), Role.STRUCTURE, MISSING)


def _attachments(case: Case) -> Iterator[tuple[Status, Mention]]:
    sentences = {statement.mention.sentence for statement in case.candidate.statements}
    sentences |= {indicator.mention.sentence for indicator in case.candidate.indicators}
    for mention in case.mentions("structure"):
        if (
            mention.sentence in sentences
            or not _ATTACHING.isdisjoint(case.reading.norms(mention.sentence))
            or (mention.sentence in case.assessed.reports and mention.concept != "muscle_attachment")
            or (not mention["named"] and _is_tender(case, mention.sentence))
        ):
            yield Status.MET if mention["named"] else Status.PARTIAL, mention
    for statement in case.candidate.statements:
        if "insertion" in case.reading.words(statement.mention).lower():
            yield Status.PARTIAL, statement.mention


def _is_tender(case: Case, index: int) -> bool:
    """Whether a sentence tells of tenderness."""
    return any(sign["tenderness"] and sign.present for sign in case.reading.within(index, "sign"))


def clinical_basis(case: Case) -> Finding:
    """Met by onset (or duration) and a symptom pattern; partial by one of the two."""
    onset = next(
        (time for time in case.reading.all("time") if _is_told(case, time) and _is_onset(case, time)), None
    )
    pattern = next(
        (
            sign
            for sign in case.reading.all("sign")
            if _is_told(case, sign) and _is_observed(case, sign) and _is_pattern(sign)
        ),
        None,
    )
    evidence = tuple(case.evidence(mention, Role.SIGN) for mention in (onset, pattern) if mention)
    if onset and pattern:
        return Finding(Status.MET, evidence)
    return Finding(Status.PARTIAL, evidence) if evidence else MISSING


def _is_told(case: Case, mention: Mention) -> bool:
    """Whether the words stand where this problem is told of."""
    return case.reading.section_of(mention) in _TOLD_IN and case.owns(mention.sentence)


def _is_onset(case: Case, time: Mention) -> bool:
    """Whether words say how long or since when the problem is there; an age does not."""
    following = case.reading.norms(time.sentence)[time.last + 1 : time.last + 3]
    return (
        _OF_AN_AGE.isdisjoint(following)
        and (_tells_problem(case, time.sentence) or _goes_on_about_onset(case, time.sentence))
        and time.present
    )


def _tells_problem(case: Case, index: int) -> bool:
    """Whether a sentence states the diagnosis, or tells of a symptom."""
    return any(statement.mention.sentence == index for statement in case.candidate.statements) or any(
        map(_is_pattern, case.reading.within(index, "sign"))
    )


def _is_pattern(sign: Mention) -> bool:
    telling = (
        sign["symptom"] or sign["pattern"] or sign["indicator"] in ("restriction", "tenderness", "radiation")
    )
    return bool(telling) and sign.present


def _is_observed(case: Case, sign: Mention) -> bool:
    """Whether a symptom is neither what a study showed nor what a plan provides for."""
    return sign.sentence not in case.assessed.reports and case.reading.section_of(sign) != "plan"


def _goes_on_about_onset(case: Case, index: int) -> bool:
    """Whether a sentence without a symptom says when the problem began, or goes on about the pain
    beside it.
    """
    if case.reading.sentences[index].section not in ("history", "reason", "body"):
        return False
    norms = case.reading.norms(index)
    return not _PROBLEM.isdisjoint(norms) or (
        (
            not _BEGINNING.isdisjoint(norms)
            or bool(case.reading.within(index, "region"))
            or _is_bare(norms, case.reading.within(index, "time"))
        )
        and _follows_pain(case, index)
    )


def _is_bare(norms: Sequence[str], times: Sequence[Mention]) -> bool:
    """Whether a sentence is a time and nothing else, but for a label or who it is: "Skull: eight months.",
    "24F, 3 months.".
    """
    labelled = (len(norms) > 2 and norms[1] == ":") or (
        len(norms) > 3 and norms[0].isdigit() and norms[1] in _SEX
    )
    words = sum(map(str.isalnum, norms[2 if labelled else 0 :]))
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
