"""What the scorer weighs: how a candidate is said and in what words, whichever of the siblings it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.classifier.features import features
from tests.classifier.codes import assessed


def named(text: str, code: str) -> set[str]:
    found = assessed(text)
    (candidate,) = [candidate for candidate in found.candidates if candidate.code == code]
    return set(features(found, candidate))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("C6", "M54.12"), ("C7", "M54.12")),
        (("C6", "M54.12"), ("L4", "M54.16")),
        (("S1", "M54.17"), ("C2", "M54.11")),
    ],
)
def test_siblings_that_are_said_alike_differ_only_in_their_region(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    """A rare code is judged by what was learned of its siblings."""
    text = "Assessment: Left {} radiculopathy with numbness."
    first, second = (named(text.format(level), code) for level, code in (one, other))
    assert all(name.startswith("region ") for name in first ^ second)


@pytest.mark.parametrize(
    ("text", "contrast"),
    [
        ("Assessment: possible C6 radiculopathy.", "Assessment: C6 radiculopathy."),
        ("HPI: C6 radiculopathy.", "Assessment: C6 radiculopathy."),
        ("Assessment: C6 radiculopathy. Exam: Spurling positive.", "Assessment: C6 radiculopathy."),
        ("Assessment: confirmed C6 radiculopathy.", "Assessment: C6 radiculopathy."),
        ("Assessment: C6 radiculopathy. Carpal tunnel syndrome.", "Assessment: C6 radiculopathy."),
        ("Assessment: C6 radiculopathy and L4 radiculopathy.", "Assessment: C6 radiculopathy."),
        ("Assessment: cervical region, C6, radiculopathy.", "Assessment: C6 radiculopathy."),
    ],
)
def test_what_bears_on_a_candidate_changes_its_features(text: str, contrast: str) -> None:
    assert named(text, "M54.12") != named(contrast, "M54.12")


def test_indicators_are_named_by_kind_and_counted() -> None:
    text = "HPI: Neck pain radiating to the left thumb.\nExam: Spurling positive.\nAssessment: Neck pain."
    assert {"indicators 2", "indicator symptom", "indicator provocative"} <= named(text, "M54.12")


def test_a_number_beside_the_statement_is_a_shape_and_not_a_value() -> None:
    assert named("Assessment: C6 radiculopathy for 3 weeks.", "M54.12") == named(
        "Assessment: C6 radiculopathy for 11 weeks.", "M54.12"
    )


WORDS = st.sampled_from(
    "C6 |L5-S1 |radiculopathy |enthesopathy |possible |no |. |\n|Assessment: |pain |, |7 ".split("|")
)


@given(st.lists(WORDS | st.text(max_size=6), max_size=20).map("".join))
@settings(deadline=None)
def test_each_feature_is_named_once_and_the_same_note_has_the_same(text: str) -> None:
    found, again = assessed(text), assessed(text)
    for candidate, same in zip(found.candidates, again.candidates, strict=True):
        names = features(found, candidate)
        assert len(names) == len(set(names)) and all(name.strip() == name for name in names)
        assert names == features(again, same)
