"""Conservative treatment: what was already tried for this problem, as against what is planned or given
today.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from service.domain import Assertion, Region, Role, Setting, Status
from service.reading import Mention
from service.reading.words import words
from service.suggesting.case import Case
from service.suggesting.requirements.condition import linked
from service.suggesting.requirements.finding import MISSING, Finding, best

_TOLD_IN = frozenset(
    {
        "history",
        "body",
        "course",
        "emergency",
        "reason",
        "other",
        "past",
        "exam",
        "assessment",
        "results",
        "addendum",
        "plan",
        "procedure",
        "ros",
        "medication",
    }
)
_FORWARD = frozenset({"plan", "instructions", "emergency", "procedure"})
_STAY = frozenset({"body", "history", "emergency", "other", "results", "exam", "procedure"})
_LISTS = frozenset({"medication", "past", "list", "ros"})
_MOST_SHOWN = 3
_REACH = 10
_PURPOSE_WITHIN = 14
_PURPOSE_OF = 5
_OF_THIS = frozenset({"sign", "diagnosis", "region", "level"})
_NOT_THE_PATIENTS = (Assertion.NEGATED, Assertion.HYPOTHETICAL, Assertion.RELATIVE)
_ELSEWHERE = words("other_problems")
_OTHER_PURPOSES = _ELSEWHERE | words("other_purposes")
_SPINE = frozenset({"neck", "spinal", "spine"})
_PAST_AGAIN = words("past_again")
_MODAL = words("modal")


def conservative_treatment(case: Case) -> Finding:
    """Met where a treatment tried is named or none is said to have been; partial where it is only
    called conservative.
    """
    return best(case, _tried(case), Role.TREATMENT, MISSING, _MOST_SHOWN)


def _tried(case: Case) -> Iterator[tuple[Status, Mention]]:
    has_linked_cause = cache(lambda: any(linked(case, one) for one in case.reading.all("condition")))
    for outcome in case.reading.all("outcome"):
        if outcome.concept == "none_tried" and case.owns(outcome.sentence):
            yield Status.MET, outcome
    for treatment in case.reading.all("treatment"):
        if (
            not treatment["surgical"]
            and not treatment["none"]
            and case.owns(treatment.sentence)
            and _was_tried(case, treatment)
            and not (not has_linked_cause() if treatment["systemic"] else _speaks_of_another(case, treatment))
            and treatment.assertion not in _NOT_THE_PATIENTS
        ):
            yield Status.PARTIAL if treatment["generic"] else Status.MET, treatment


def _was_tried(case: Case, treatment: Mention) -> bool:
    """Judge by the cues beside a treatment, else by the part of the note that it stands in."""
    section = case.reading.section_of(treatment)
    if section not in _TOLD_IN or _is_title(case, treatment):
        return False
    outcomes = case.reading.within(treatment.sentence, "outcome")
    if any(_was_refused(treatment, outcome) for outcome in outcomes):
        return False
    far = section in _FORWARD or section in ("assessment", "addendum", "body")
    cues = [
        outcome
        for outcome in outcomes
        if outcome.concept in ("tried", "tried_before", "ordered", "today")
        and (outcome.gap_to(treatment) <= _REACH or (far and _governs(case, outcome, treatment)))
    ]
    norms = case.reading.norms(treatment.sentence)
    strong = [cue for cue in cues if cue.concept == "tried_before" and not _is_to_come(norms, cue)]
    forward = [cue for cue in cues if cue.concept in ("ordered", "today")]
    if strong and _nearest(strong, treatment) <= _nearest(forward, treatment):
        return True
    if section in _LISTS:
        return section == "medication" and _is_for_this(case, treatment)
    if section == "course" or (case.setting is Setting.INPATIENT and section in _STAY):
        # What a stay has brought so far was tried, though a drug was "scheduled" or "begun".
        return not any(_is_to_come(norms, cue) for cue in forward)
    if forward or (section in _FORWARD and not _precedes_discharge(case, treatment)):
        return False
    if section in ("assessment", "addendum"):
        return any(cue.concept == "tried" for cue in cues) or treatment.assertion is Assertion.HISTORICAL
    return True


def _governs(case: Case, outcome: Mention, treatment: Mention) -> bool:
    """Whether an order reaches on to a treatment further along in its list: no verb of the past between."""
    between = case.reading.norms(treatment.sentence)[outcome.last + 1 : treatment.first]
    return outcome.concept == "ordered" and outcome.last < treatment.first and _PAST_AGAIN.isdisjoint(between)


def _precedes_discharge(case: Case, treatment: Mention) -> bool:
    """Whether words of an inpatient note stand ahead of its diagnoses: "Tx: TLSO, gabapentin. DC dx: ..."."""
    return case.setting is Setting.INPATIENT and treatment.sentence < case.last_assessment


def _nearest(cues: Sequence[Mention], treatment: Mention) -> int:
    """Return how many tokens lie between a treatment and the nearest of some cues; 99 where there is none."""
    return min((cue.gap_to(treatment) for cue in cues), default=99)


def _was_refused(treatment: Mention, outcome: Mention) -> bool:
    """Whether the words beside a treatment say that the patient did not want it or may not have it."""
    return outcome.concept == "refused" and (
        outcome.last + 1 == treatment.first or outcome.first == treatment.last + 1
    )


def _is_title(case: Case, treatment: Mention) -> bool:
    """Whether the words only say whose note this is: "PHYSICAL THERAPY - INITIAL EVALUATION"."""
    if treatment.sentence:
        return False
    line = case.reading.sentences[0]
    end = case.reading.text[line.end - 1 : line.end + 1]
    return end[-1:] == "\n" and (end[0].isalnum() or end[0] == ")")


def _is_to_come(norms: Sequence[str], cue: Mention) -> bool:
    """Whether a modal verb puts a cue in the future: "may keep him awake"."""
    return cue.first > 0 and norms[cue.first - 1] in _MODAL


def _speaks_of_another(case: Case, treatment: Mention) -> bool:
    """Whether the sentence speaks of a limb's joint or of another diagnosis, and of no symptom of this
    one.
    """
    mentions = case.reading.mentions[treatment.sentence]
    norms = case.reading.norms(treatment.sentence)
    if _is_said_to_be_for_another(case, treatment, norms):
        return case.candidate.region is not Region.OCCIPITO_ATLANTO_AXIAL
    if not _OF_THIS.isdisjoint([m.kind for m in mentions]):
        return False
    if not _ELSEWHERE.isdisjoint(norms[: treatment.first]):
        return case.candidate.region is not Region.OCCIPITO_ATLANTO_AXIAL
    return _SPINE.isdisjoint(norms) and any(
        m.kind == "condition" and m["group"] in ("limb", "explains") for m in mentions
    )


def _is_said_to_be_for_another(case: Case, treatment: Mention, norms: Sequence[str]) -> bool:
    """Whether what follows says what it was for, and that is elsewhere: "both for the knee"."""
    until = min(len(norms), treatment.last + 1 + _PURPOSE_WITHIN)
    for start in range(treatment.last + 1, until):
        end = start + _PURPOSE_OF
        if norms[start] == "for" and not _OTHER_PURPOSES.isdisjoint(norms[start:end]):
            return not any(
                m.kind in ("region", "level", "diagnosis") and start < m.first < end
                for m in case.reading.mentions[treatment.sentence]
            )
    return False


def _is_for_this(case: Case, treatment: Mention) -> bool:
    """Whether a line of a medication list says that it is for this diagnosis or its pain."""
    return any(
        mention.kind == "diagnosis"
        or (mention.kind == "sign" and mention["indicator"] in ("radiation", "sensory", "none"))
        for mention in case.reading.mentions[treatment.sentence]
    )
