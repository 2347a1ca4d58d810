"""Underlying condition: documented and linked, documented only, or none; each cell of the domain's table."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask

RADICULOPATHY = [
    pytest.param("", "C2 radiculopathy due to rheumatoid arthritis.", "M54.11", "met", id="due to"),
    pytest.param(
        "", "L5 radiculopathy secondary to spondylolisthesis at L4-L5.", "M54.16", "met", id="secondary to"
    ),
    pytest.param("", "T8 radiculopathy from a T8 compression fracture.", "M54.14", "met", id="from"),
    pytest.param(
        "",
        "C2 radiculopathy in the setting of atlantoaxial instability.",
        "M54.11",
        "met",
        id="in the setting of",
    ),
    pytest.param("", "L4 radiculopathy after an L4 burst fracture.", "M54.16", "met", id="after"),
    pytest.param(
        "",
        "C7 radiculopathy, which we attribute to psoriatic arthritis.",
        "M54.12",
        "met",
        id="attributed to",
    ),
    pytest.param(
        "Had the shingles vaccine.", "T8 radiculopathy.", "M54.14", "not_applicable", id="a vaccine"
    ),
    pytest.param(
        "The rheumatoid arthritis idea was dropped.",
        "S1 radiculopathy.",
        "M54.17",
        "not_applicable",
        id="an idea that was dropped",
    ),
    pytest.param(
        "",
        "S1 radiculopathy. Rheumatoid arthritis of the hands.",
        "M54.17",
        "partial",
        id="documented, not linked",
    ),
    pytest.param(
        "",
        "1. L5 radiculopathy. 2. Spondylolisthesis L4-L5.",
        "M54.16",
        "partial",
        id="structural, not linked",
    ),
    pytest.param(
        "MRI lumbar spine: L3-L4 foraminal stenosis.",
        "L4 radiculopathy.",
        "M54.16",
        "partial",
        id="a structural finding in the imaging only",
    ),
    pytest.param("", "L4 radiculopathy.", "M54.16", "not_applicable", id="none documented"),
    pytest.param(
        "MRI lumbar spine: compressed left L4 nerve root.",
        "L4 radiculopathy.",
        "M54.16",
        "not_applicable",
        id="a compressed root alone",
    ),
    pytest.param("", "L4 radiculopathy. Hypertension.", "M54.16", "not_applicable", id="hypertension"),
    pytest.param(
        "",
        "L4 radiculopathy. Type 2 diabetes.",
        "M54.16",
        "not_applicable",
        id="diabetes, no neuropathic claim",
    ),
    pytest.param("", "L4 radiculopathy after a fall.", "M54.16", "not_applicable", id="a fall"),
    pytest.param("", "C6 radiculopathy due to a car crash.", "M54.12", "not_applicable", id="a crash"),
    pytest.param("", "L5 radiculopathy from lifting a crate.", "M54.16", "not_applicable", id="lifting"),
    pytest.param("", "C6 radiculopathy due to overuse.", "M54.12", "not_applicable", id="overuse"),
    pytest.param(
        "",
        "C2 radiculopathy due to a torn transverse ligament.",
        "M54.11",
        "met",
        id="a ligament torn in an event",
    ),
    pytest.param(
        "",
        "L4 radiculopathy. No spondylolisthesis.",
        "M54.16",
        "not_applicable",
        id="a condition that is denied",
    ),
    pytest.param(
        "MRI cervical spine: C5-C6 foraminal stenosis.",
        "L4 radiculopathy.",
        "M54.16",
        "not_applicable",
        id="a structural finding at another region",
    ),
]


@pytest.mark.parametrize(("imaging", "assessment", "code", "status"), RADICULOPATHY)
def test_underlying_condition_of_a_radiculopathy(
    ask: Ask, imaging: str, assessment: str, code: str, status: str
) -> None:
    answer = ask(f"""
        HPI: Pain for two months. Work is difficult.
        Imaging: {imaging or "None."}
        Assessment: {assessment}
        Plan: Therapy.
    """)
    assert answer.statuses(code)["underlying_condition"] == status


ENTHESOPATHY = [
    pytest.param("Lumbar spinal enthesitis due to psoriatic arthritis.", "met", id="inflammatory, linked"),
    pytest.param(
        "Lumbar spinal enthesopathy in the setting of Crohn's disease.", "met", id="systemic, linked"
    ),
    pytest.param(
        "Lumbar enthesopathy secondary to spondylolisthesis at L4-L5.", "met", id="structural, linked"
    ),
    pytest.param("1. Lumbar spinal enthesopathy. 2. Psoriasis.", "partial", id="documented, not linked"),
    pytest.param("1. Lumbar spinal enthesopathy. 2. Asthma.", "not_applicable", id="cannot cause it"),
    pytest.param(
        "Lumbar spinal enthesopathy after a fall on the ice.", "not_applicable", id="an event alone"
    ),
    pytest.param("Lumbar spinal enthesopathy.", "not_applicable", id="none documented"),
]


@pytest.mark.parametrize(("assessment", "status"), ENTHESOPATHY)
def test_underlying_condition_of_an_enthesopathy(ask: Ask, assessment: str, status: str) -> None:
    answer = ask(f"""
        History: Low back pain for two years, worse in the morning.
        Assessment: {assessment}
        Plan: Etoricoxib.
    """)
    assert answer.statuses("M46.06")["underlying_condition"] == status


def test_a_condition_of_a_relative_underlies_nothing(ask: Ask) -> None:
    answer = ask("""
        Family history: Father with ankylosing spondylitis and psoriasis.
        Assessment: Lumbar spinal enthesopathy.
    """)
    assert answer.statuses("M46.06")["underlying_condition"] == "not_applicable"


def test_a_linked_condition_of_a_rival_code_is_not_this_codes_own(ask: Ask) -> None:
    answer = ask("""
        Assessment: 1. L5 radiculopathy due to spondylolisthesis at L4-L5. 2. C6 radiculopathy.
    """)
    assert answer.statuses("M54.16")["underlying_condition"] == "met"
    assert answer.statuses("M54.12")["underlying_condition"] == "not_applicable"
