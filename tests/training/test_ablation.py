"""The ablation: each arm leaves out what it says, and is measured as the whole is."""

from __future__ import annotations

import pytest

from service.classifier.artifact import Model
from service.training.ablation import (
    EVERYTHING,
    RULES,
    STANDING,
    but_words,
    standing_alone,
    without_standing,
    words_alone,
)


@pytest.mark.parametrize(
    ("feature", "word", "read", "rest"),
    [
        ("uncertain after possible", "after possible", "after possible", None),
        ("established opens", "opens", "opens", None),
        ("radiculopathy uncertain", None, "radiculopathy", "radiculopathy uncertain"),
        ("established in assessment", None, "in assessment", "established in assessment"),
        (
            "region cervical radiculopathy",
            None,
            "region cervical radiculopathy",
            "region cervical radiculopathy",
        ),
    ],
)
def test_an_arm_keeps_what_it_says(feature: str, word: str | None, read: str, rest: str | None) -> None:
    assert (words_alone(feature), without_standing(feature), but_words(feature)) == (word, read, rest)


def test_the_card_has_every_arm_on_writers_never_seen(model: Model) -> None:
    arms = {arm.name: arm for arm in model.card.ablation}
    assert len(arms) == 6
    assert arms[RULES].features == 0
    assert arms[RULES].loss_test > arms[EVERYTHING].loss_test
    whole = arms[EVERYTHING]
    assert (whole.features, whole.test) == (model.card.features, model.card.figures.test)
    assert all(arm.test.notes == whole.test.notes for arm in arms.values())


def test_the_rules_alone_recommend_whatever_they_would_assign(model: Model) -> None:
    """Nothing holds them back, so they cannot miss a code that another arm finds."""
    arms = {arm.name: arm for arm in model.card.ablation}
    assert arms[RULES].test.top3 == arms[EVERYTHING].test.top3
    assert (arms[RULES].test.false_note or 0) >= (arms[EVERYTHING].test.false_note or 0)


def test_the_rules_standing_alone_is_one_feature_a_candidate(model: Model) -> None:
    assert standing_alone("radiculopathy uncertain") == "radiculopathy uncertain"
    assert standing_alone("uncertain after possible") is standing_alone("uncertain in assessment") is None
    arms = {arm.name: arm for arm in model.card.ablation}
    assert 0 < arms[STANDING].features <= 6


def test_each_part_has_its_gain_between_the_arms_losses(model: Model) -> None:
    """Over all writers: between what the loss falls by on the test and out of fold."""
    arms = {arm.name: arm for arm in model.card.ablation}
    assert len(model.card.gains) == 5
    for gain in model.card.gains:
        without, having = arms[gain.without], arms[gain.having]
        falls = (
            without.loss_test - having.loss_test,
            without.loss_out_of_fold - having.loss_out_of_fold,
        )
        assert min(falls) - 1e-9 <= gain.loss <= max(falls) + 1e-9
        assert gain.interval.low <= gain.loss <= gain.interval.high
        assert gain.is_earned == (gain.interval.low > 0)
