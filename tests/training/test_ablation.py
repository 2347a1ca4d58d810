"""The ablation: each arm leaves out what it says, and is measured as the whole is."""

from __future__ import annotations

import pytest

from service.classifier.artifact import Model
from service.training.ablation import (
    CALIBRATED,
    EVERYTHING,
    RULES,
    but_words,
    region_alone,
    words_alone,
)


@pytest.mark.parametrize(
    ("feature", "kept_by"),
    [
        ("after possible", words_alone),
        ("before at c6", words_alone),
        ("opens", words_alone),
        ("in assessment", but_words),
        ("with negated in exam", but_words),
        ("radiculopathy", but_words),
    ],
)
def test_words_and_read_concepts_divide_the_features(feature: str, kept_by: object) -> None:
    for keep in (words_alone, but_words):
        assert keep(feature) == (feature if keep is kept_by else None)


def test_the_card_has_every_arm_on_writers_never_seen(model: Model) -> None:
    arms = {arm.name: arm for arm in model.card.ablation}
    assert len(arms) == 5
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


def test_calibrated_rules_know_the_code_alone(model: Model) -> None:
    assert region_alone("region cervical radiculopathy") == "region cervical radiculopathy"
    assert region_alone("after possible") is region_alone("in assessment") is None
    arms = {arm.name: arm for arm in model.card.ablation}
    assert 0 < arms[CALIBRATED].features <= 19


def test_each_part_has_its_gain_between_the_arms_losses(model: Model) -> None:
    """Over all writers: between what the loss falls by on the test and out of fold."""
    arms = {arm.name: arm for arm in model.card.ablation}
    assert len(model.card.gains) == 4
    for gain in model.card.gains:
        without, having = arms[gain.without], arms[gain.having]
        falls = (
            without.loss_test - having.loss_test,
            without.loss_out_of_fold - having.loss_out_of_fold,
        )
        assert min(falls) - 1e-9 <= gain.loss <= max(falls) + 1e-9
        assert gain.interval.low <= gain.loss <= gain.interval.high
        assert gain.is_earned == (gain.interval.low > 0)
