"""Alerts on the claim's codes and orders: raised, and not raised."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask
from tests.suggesting.notes import C1_C2, C6, NUCHAL, PERHAPS_C6, stated

UNSPECIFIED = [
    pytest.param(C6, ["M54.10"], True, id="radiculopathy localised"),
    pytest.param(NUCHAL, ["M46.00"], True, id="enthesopathy localised"),
    pytest.param(C6, ["M54.12", "M54.10"], True, id="beside the localised code"),
    pytest.param(C6, [], False, id="no claim"),
    pytest.param(C6, ["M54.12"], False, id="the claim is localised"),
    pytest.param(C6, ["M46.00"], False, id="the other family"),
    pytest.param(PERHAPS_C6, ["M54.10"], False, id="the note only queries it"),
    pytest.param(stated("Radiculopathy."), ["M54.10"], False, id="the note is not localised"),
]


@pytest.mark.parametrize(("note", "codes", "raised"), UNSPECIFIED)
def test_unspecified_but_localised(ask: Ask, note: str, codes: list[str], raised: bool) -> None:
    assert ("unspecified_but_localised" in ask(note, codes=codes).alerts) is raised


WRONG_REGION = [
    pytest.param(C1_C2, ["M54.12"], True, id="radiculopathy of another region"),
    pytest.param(NUCHAL, ["M46.02"], True, id="enthesopathy of another region"),
    pytest.param(C1_C2, [], False, id="no claim"),
    pytest.param(C1_C2, ["M54.11"], False, id="the claim has the supported code"),
    pytest.param(C1_C2, ["M54.10"], False, id="the claim is not localised"),
    pytest.param(C1_C2, ["M46.02"], False, id="the other family"),
    pytest.param(PERHAPS_C6, ["M54.16"], False, id="the note only queries a code"),
    pytest.param(stated("Radiculopathy."), ["M54.12"], False, id="the note supports no localised code"),
    pytest.param(
        stated("C6 radiculopathy. L5 radiculopathy."),
        ["M54.12"],
        False,
        id="the note supports it and another",
    ),
    pytest.param(
        stated("C6 radiculopathy. Possible L5 radiculopathy."),
        ["M54.16"],
        False,
        id="the note suggests it, though uncertain",
    ),
]


@pytest.mark.parametrize(("note", "codes", "raised"), WRONG_REGION)
def test_wrong_region(ask: Ask, note: str, codes: list[str], raised: bool) -> None:
    assert ("wrong_region" in ask(note, codes=codes).alerts) is raised


SYMPTOM_CODES = [
    pytest.param("C2 radiculopathy.", ["M54.2"], True, id="M54.2, region 1"),
    pytest.param("C6 radiculopathy.", ["M54.2"], True, id="M54.2, region 2"),
    pytest.param("C8 radiculopathy.", ["M54.2"], True, id="M54.2, region 3"),
    pytest.param("T6 radiculopathy.", ["M54.6"], True, id="M54.6, region 4"),
    pytest.param("T12 radiculopathy.", ["M54.6"], True, id="M54.6, region 5"),
    pytest.param("L4 radiculopathy.", ["M54.50"], True, id="M54.50, region 6"),
    pytest.param("S1 radiculopathy.", ["M54.51"], True, id="M54.51, region 7"),
    pytest.param("S2 radiculopathy.", ["M54.59"], True, id="M54.59, region 8"),
    pytest.param(
        "C6 radiculopathy.", ["M54.50"], False, id="pain of the low back, radiculopathy of the neck"
    ),
    pytest.param("L4 radiculopathy.", ["M54.2"], False, id="pain of the neck, radiculopathy of the low back"),
    pytest.param("T6 radiculopathy.", ["M54.2"], False, id="pain of the neck, radiculopathy of the chest"),
    pytest.param("C2 radiculopathy.", ["R51.9"], False, id="headache and a radiculopathy"),
    pytest.param("C2 radiculopathy.", ["R52"], False, id="pain not otherwise named and a radiculopathy"),
    pytest.param("Possible C6 radiculopathy.", ["M54.2"], False, id="the note only queries it"),
    pytest.param(
        "C6 radiculopathy due to C5-C6 disc herniation.", ["M54.2"], False, id="the note excludes it"
    ),
    pytest.param("C6 radiculopathy.", [], False, id="no claim"),
    pytest.param(
        "Enthesopathy of the nuchal ligament at the occiput.", ["M54.2"], True, id="M54.2, enthesopathy"
    ),
    pytest.param("Thoracic spinal enthesopathy.", ["M54.6"], True, id="M54.6, enthesopathy"),
    pytest.param("Lumbar spinal enthesopathy.", ["M54.59"], True, id="M54.5-, enthesopathy"),
    pytest.param(
        "Enthesopathy of the nuchal ligament at the occiput.", ["G44.209"], True, id="G44.-, enthesopathy"
    ),
    pytest.param(
        "Enthesopathy of the nuchal ligament at the occiput.", ["R51.9"], True, id="R51.-, enthesopathy"
    ),
    pytest.param(
        "Enthesopathy of the nuchal ligament at the occiput.", ["R52"], True, id="R52, enthesopathy"
    ),
    pytest.param(
        "Probable lumbar spinal enthesopathy.", ["R52"], False, id="the note only queries the enthesopathy"
    ),
    pytest.param("Lumbar spinal enthesopathy.", ["I10"], False, id="no symptom code"),
]


@pytest.mark.parametrize(("assessment", "codes", "raised"), SYMPTOM_CODES)
def test_symptom_code(ask: Ask, assessment: str, codes: list[str], raised: bool) -> None:
    assert ("symptom_code" in ask(stated(assessment), codes=codes).alerts) is raised


ORDERS = [
    pytest.param(NUCHAL, ["MRI brain without contrast"], ["R51.9"], True, id="head MRI"),
    pytest.param(NUCHAL, ["CT soft tissue neck w contrast"], ["M54.2"], True, id="neck CT"),
    pytest.param(NUCHAL, ["CT head w/o"], [], True, id="head CT, no codes"),
    pytest.param(NUCHAL, ["mri NECK"], ["M46.02"], True, id="another code claimed"),
    pytest.param(NUCHAL, ["MRI brain without contrast"], ["M46.01"], False, id="the code is claimed"),
    pytest.param(NUCHAL, [], ["M54.2"], False, id="no orders"),
    pytest.param(NUCHAL, ["MRI lumbar spine"], ["M54.2"], False, id="MRI of another part"),
    pytest.param(NUCHAL, ["X-ray neck soft tissue"], ["M54.2"], False, id="another kind of imaging"),
    pytest.param(NUCHAL, ["Trigger point injection, neck"], ["M54.2"], False, id="an injection of the neck"),
    pytest.param(NUCHAL, ["Home cervical traction, neck"], ["M54.2"], False, id="traction of the neck"),
    pytest.param(NUCHAL, ["PT: neck stretching, active motion"], ["M54.2"], False, id="therapy of the neck"),
    pytest.param(
        NUCHAL, ["Ultrasound neck, doctor to review"], ["M54.2"], False, id="ultrasound of the neck"
    ),
    pytest.param(C1_C2, ["MRI brain"], ["M54.2"], False, id="the note supports another code"),
    pytest.param(
        stated("Possible enthesopathy of the nuchal ligament at the occiput."),
        ["MRI brain"],
        ["M54.2"],
        False,
        id="the note only queries it",
    ),
]


@pytest.mark.parametrize(("note", "orders", "codes", "raised"), ORDERS)
def test_missing_on_order(ask: Ask, note: str, orders: list[str], codes: list[str], raised: bool) -> None:
    assert ("missing_on_order" in ask(note, orders=orders, codes=codes).alerts) is raised
