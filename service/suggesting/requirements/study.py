"""Imaging and electrodiagnostics: what was done, for this region, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from service.classifier.zones import agree, regions_of
from service.domain import Assertion, Family, Region, Role, Status
from service.reading import Mention
from service.reading.words import words
from service.suggesting.case import Case
from service.suggesting.dispositions import may_be_in
from service.suggesting.requirements.finding import MISSING, NOT_APPLICABLE, Finding, best

_PLANNING = frozenset({"plan", "instructions"})
_CUE_REACH = 9
_PENDING_WITHIN = 15
_CONDITIONAL = words("conditional")
_NON_SPINAL = words("other_parts")
_JOINING = frozenset({"or", "nor", "and", "/", ","})
_ROOT = frozenset({"root", "nerve"})
_NOT_MADE = (Assertion.RELATIVE, Assertion.HYPOTHETICAL)
_FINDINGS = frozenset(
    {"disc", "disc_finding", "spondylosis_finding", "structural_finding", "structural", "spondylosis"}
)


def imaging(case: Case) -> Finding:
    """Met by MRI, CT or myelogram (M46.0: any imaging) with a finding that fits, at the region; partial
    where it falls short.
    """
    return best(case, _images(case), Role.STUDY, MISSING)


def _images(case: Case) -> Iterator[tuple[Status, Mention]]:
    for study in case.reading.all("study"):
        if (
            study["modality"] != "electrodiagnostic"
            and _state(case, study) == "done"
            and study.assertion not in _NOT_MADE
        ):
            status = _imaging_status(case, study)
            if status is not None:
                yield status, study


def _imaging_status(case: Case, study: Mention) -> Status | None:
    sentences = case.reported(study)
    if _is_of_another_part(case, study):
        return None
    fits = any(_fits(case, index) for index in sentences)
    if not fits and _is_for_another(case, study):
        return None
    plain_only = study["modality"] == "plain" and case.candidate.family is Family.RADICULOPATHY
    return Status.MET if fits and not plain_only and not _is_pending(case, study) else Status.PARTIAL


def _fits(case: Case, index: int) -> bool:
    """Whether a reporting sentence holds an abnormal finding, at the candidate's region or at none that
    it names.
    """
    mentions = case.reading.mentions[index]
    if not any(_is_abnormal(m) and m.present for m in mentions):
        return False
    levels = {r for m in mentions if m.kind == "level" and m.present for r in _lies_in(case, m)}
    if levels:
        return any(may_be_in(case.candidate, region) for region in levels)
    return agree(case.regions_in(index), case.candidate.regions)


def _is_abnormal(mention: Mention) -> bool:
    """Whether words say that something is abnormal, or name a finding that is."""
    if mention.kind == "outcome":
        return mention.concept == "abnormal"
    return mention.kind == "condition" and mention["group"] in _FINDINGS


def _lies_in(case: Case, level: Mention) -> frozenset[Region]:
    """Read a level of a finding as the root where the words say so or the diagnosis is one of a root."""
    following = case.reading.norms(level.sentence)[level.last + 1 : level.last + 2]
    as_root = case.candidate.family is Family.RADICULOPATHY or not _ROOT.isdisjoint(following)
    return regions_of(level, as_root=as_root)


def _is_of_another_part(case: Case, study: Mention) -> bool:
    """Whether a study is of a part of the body that is not the spine."""
    if case.regions_in(study.sentence):
        return False
    near = case.reading.norms(study.sentence)[max(0, study.first - 3) : study.last + 6]
    return not _NON_SPINAL.isdisjoint(near)


def _is_for_another(case: Case, study: Mention) -> bool:
    """Whether a study of another region was made for another problem of the note that lies there."""
    named = case.regions_in(study.sentence)
    if agree(named, case.candidate.regions):
        return False
    if any(agree(named, rival.regions) for rival in case.rivals):
        return True
    for index, sentence in enumerate(case.reading.sentences):
        if sentence.section in ("assessment", "reason", "addendum"):
            problem = case.regions_in(index)
            if problem and agree(problem, named) and not agree(problem, case.candidate.regions):
                return True
    return False


def _is_pending(case: Case, study: Mention) -> bool:
    """Whether the words after a study, or before the only one, say that its result is awaited."""
    alone = len(case.reading.within(study.sentence, "study")) == 1
    return any(
        outcome.concept == "pending"
        and outcome.gap_to(study) <= _PENDING_WITHIN
        and (alone or outcome.first > study.last)
        for outcome in case.reading.within(study.sentence, "outcome")
    )


def _state(case: Case, study: Mention) -> str:
    """Return whether a study was done, ordered or not done, by the cues beside it and the part of the
    note.
    """
    cues = [
        outcome
        for outcome in case.reading.within(study.sentence, "outcome")
        if outcome.concept in ("done", "ordered", "not_done", "normal", "abnormal", "pending")
        and outcome.gap_to(study) <= _CUE_REACH
        and not _names_another_study(case, study, outcome)
    ]
    kinds = {cue.concept for cue in cues}
    if "not_done" in kinds or study.assertion is Assertion.NEGATED:
        return "not_done"
    section = case.reading.section_of(study)
    if _is_awaited(case, study):
        return "ordered"
    if _was_arranged(case, study, section):
        return "done"
    if "ordered" in kinds and not kinds & {"abnormal", "pending"}:
        done = min((c.gap_to(study) for c in cues if c.concept in ("done", "normal")), default=99)
        ordered = min(c.gap_to(study) for c in cues if c.concept == "ordered")
        return "done" if done < ordered and section not in _PLANNING else "ordered"
    if section in _PLANNING:
        awaited = not _CONDITIONAL.isdisjoint(case.reading.norms(study.sentence))
        return "done" if kinds & {"done", "abnormal", "normal", "pending"} and not awaited else "ordered"
    return "done"


def _names_another_study(case: Case, study: Mention, outcome: Mention) -> bool:
    """Whether words hold another study and speak of that alone: "CT (no MRI)", and not "no films or CT"."""
    between = case.reading.norms(study.sentence)[outcome.last + 1 : study.first]
    if study.first > outcome.last and _JOINING.issuperset(between):
        return False
    return any(
        outcome.first <= other.first and other.last <= outcome.last and other is not study
        for other in case.reading.within(study.sentence, "study")
    )


def _was_arranged(case: Case, study: Mention, section: str) -> bool:
    """Whether the words after one that arranges a study, or the next sentences, tell what it showed."""
    if section in _PLANNING:
        return False
    following = [s.first for s in case.reading.within(study.sentence, "study") if s.first > study.last]
    until = min(following, default=len(case.reading.norms(study.sentence)))
    return any(
        _is_abnormal(mention)
        and mention.present
        and (index != study.sentence or study.last < mention.first < until)
        for index in case.reported(study)
        for mention in case.reading.mentions[index]
    )


def _is_awaited(case: Case, study: Mention) -> bool:
    """Whether the word before a study makes it one to come: "see her after EMG"."""
    return study.first > 0 and case.reading.norms(study.sentence)[study.first - 1] in _CONDITIONAL


def electrodiagnostics(case: Case) -> Finding:
    """Met where EMG or NCS of this region's limb has a result or is said not to have been done; partial
    without result.
    """
    return best(case, _nerve_studies(case), Role.STUDY, NOT_APPLICABLE)


def _nerve_studies(case: Case) -> Iterator[tuple[Status, Mention]]:
    for study in case.reading.all("study"):
        if study["modality"] == "electrodiagnostic" and case.owns(study.sentence):
            state = _state(case, study)
            if state == "not_done":
                yield Status.MET, study
            elif state == "done":
                yield Status.MET if _has_result(case, study) else Status.PARTIAL, study


def _has_result(case: Case, study: Mention) -> bool:
    if _is_pending(case, study):
        return False
    sentences = case.reported(study)
    outcomes = [m for index in sentences for m in case.reading.mentions[index]]
    if any(m.kind == "outcome" and m.concept == "pending" for m in outcomes):
        return False
    return any(
        (m.kind == "outcome" and m.concept in ("normal", "abnormal", "reduced", "intact"))
        or (m.kind in ("diagnosis", "condition") and m.sentence in sentences)
        for m in outcomes
    )
