"""The underlying condition: structural, inflammatory or systemic, and whether the note links it to the
diagnosis.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.classifier.statements import is_quoted
from service.domain import Assertion, Family, Role, Status
from service.reading import Mention
from service.suggesting.case import Case
from service.suggesting.dispositions import is_linked, may_be_in, regions_near
from service.suggesting.requirements.finding import NOT_APPLICABLE, Finding, best

_GROUPS = frozenset({"structural", "inflammatory", "systemic"})
_DOCUMENTED = (Assertion.PRESENT, Assertion.HISTORICAL)
_FOUND = frozenset(
    {"structural_finding", "disc_finding", "spondylosis_finding", "disc", "spondylosis", "structural"}
)


def underlying_condition(case: Case) -> Finding:
    """Met where a condition is documented and linked; partial where it could underlie it, or stands in
    the imaging only.
    """
    return best(case, _causes(case), Role.CONDITION, NOT_APPLICABLE)


def _causes(case: Case) -> Iterator[tuple[Status, Mention]]:
    for condition in case.reading.all("condition"):
        if (
            is_causal(case, condition)
            and condition.assertion in _DOCUMENTED
            and not _is_dropped(case, condition)
            and (condition.sentence in case.assessed.reports or not is_quoted(case.reading, condition))
        ):
            if is_linked(case.reading, case.candidate, condition):
                yield Status.MET, condition
            elif _could_underlie(case, condition):
                yield Status.PARTIAL, condition


def _is_dropped(case: Case, condition: Mention) -> bool:
    """Whether the words that follow in the sentence take the condition back: "the idea can be dropped"."""
    return any(said.first > condition.last for said in case.reading.within(condition.sentence, "retraction"))


def linked(case: Case, condition: Mention) -> bool:
    """Whether the note ties a condition that can cause the diagnosis to it."""
    return is_causal(case, condition) and is_linked(case.reading, case.candidate, condition)


def is_causal(case: Case, condition: Mention) -> bool:
    """Whether a condition is of a kind that can underlie the candidate's family."""
    family = case.candidate.family
    families = condition["families"]
    if condition["group"] in _GROUPS or condition["structural"]:
        return families is None or family in families
    return family is Family.RADICULOPATHY and condition["group"] in _FOUND


def _could_underlie(case: Case, condition: Mention) -> bool:
    """Whether a condition of such a kind could be the cause: a systemic one anywhere, a structural one at
    the region.
    """
    if condition["linked_only"]:
        return False
    if condition["group"] in ("inflammatory", "systemic"):
        return True
    if case.candidate.family is Family.ENTHESOPATHY and not (
        condition["structural"] or condition["group"] == "structural"
    ):
        return False
    named = regions_near(case.reading, condition)
    if named:
        return any(may_be_in(case.candidate, region) for region in named)
    return condition.sentence in case.assessed.reports or case.owns(condition.sentence)
