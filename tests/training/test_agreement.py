"""Cohen's kappa, on the textbook's example and on labels."""

from __future__ import annotations

import pytest

from service.domain import Disposition, Reason, Requirement, Status
from service.training.agreement import agree, agree_on_requirements, kappa
from service.training.labels import Label

SURE = Label(code="M54.12", disposition=Disposition.ASSIGN, reason=Reason.ESTABLISHED)
UNSURE = Label(code="M54.12", disposition=Disposition.QUERY, reason=Reason.UNCERTAIN)


def test_kappa_takes_chance_away() -> None:
    one = ["yes"] * 25 + ["no"] * 25
    other = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    found = kappa(one, other)
    assert (found.texts, found.same) == (50, 0.7)
    assert found.kappa == pytest.approx(0.4)
    assert kappa(["yes"], ["yes"]).kappa is None


def test_each_question_looks_at_its_own_part_of_the_label() -> None:
    one = {"a": (SURE,), "b": (), "only here": (SURE,)}
    other = {"a": (UNSURE,), "b": ()}
    found = agree(one, other)
    same = {name: agreement.same for name, agreement in found.items()}
    assert same["any code"] == same["codes"] == same["M54.12"] == 1
    assert same["codes with disposition"] == same["whole label"] == 0.5
    assert {agreement.texts for agreement in found.values()} == {2}


def test_requirements_are_compared_where_both_gave_a_status() -> None:
    met, missing, partial = Status.MET, Status.MISSING, Status.PARTIAL
    imaging, region = Requirement.IMAGING, Requirement.REGION
    one = {
        "a": {"M54.12": {imaging: met, region: met}, "M54.13": {imaging: met}},
        "b": {"M54.16": {imaging: missing}},
        "c": {"M54.16": {imaging: missing}},
        "d": {"M54.16": {imaging: met}},
    }
    other = {
        "a": {"M54.12": {imaging: met, region: met}},
        "b": {"M54.16": {imaging: missing}},
        "c": {"M54.16": {imaging: partial}},
    }
    found = agree_on_requirements(one, other)
    assert found.keys() == {"requirement imaging", "requirement region"}
    assert found["requirement imaging"].texts == 3
    assert found["requirement imaging"].same == pytest.approx(2 / 3)
    # Chance: both say met 1/3 * 1/3, both missing 2/3 * 1/3.
    assert found["requirement imaging"].kappa == pytest.approx((2 / 3 - 1 / 3) / (1 - 1 / 3))
    assert found["requirement region"].kappa is None
