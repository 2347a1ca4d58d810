"""Alerts on the other conditions of the note: raised, and not raised."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask
from tests.suggesting.notes import C1_C2, NECK_TENSION, NUCHAL, OCCIPITAL, RHEUMATOID, stated

OCCIPITAL_NEURALGIA = [
    pytest.param(OCCIPITAL, ["M54.11"], True, id="claimed, nerve pain with no root mechanism"),
    pytest.param(
        stated("Greater occipital neuralgia versus C2 radiculopathy."),
        [],
        True,
        id="would be suggested, nerve pain with no root mechanism",
    ),
    pytest.param(OCCIPITAL, [], False, id="neither claimed nor suggested"),
    pytest.param(OCCIPITAL, ["G54.2"], False, id="another code claimed"),
    pytest.param(
        stated("C2 radiculopathy with occipital neuralgia."), ["M54.11"], True, id="a root in name alone"
    ),
    pytest.param(
        "MRI cervical spine: C2 root compressed at C1-C2.\n"
        "Assessment: C2 radiculopathy with occipital neuralgia.",
        ["M54.11"],
        False,
        id="a root mechanism",
    ),
    pytest.param(
        "Exam: Tender over the greater occipital nerve.\nAssessment: C2 radiculopathy.",
        [],
        True,
        id="suggested on the signs of the nerve alone",
    ),
    pytest.param(C1_C2, ["M54.11"], False, id="no occipital nerve pain"),
    pytest.param(stated("C2 radiculopathy. No occipital neuralgia."), ["M54.11"], False, id="denied"),
]


@pytest.mark.parametrize(("note", "codes", "raised"), OCCIPITAL_NEURALGIA)
def test_occipital_neuralgia(ask: Ask, note: str, codes: list[str], raised: bool) -> None:
    assert ("occipital_neuralgia" in ask(note, codes=codes).alerts) is raised


CODE_FIRST = [
    pytest.param(RHEUMATOID, [], True, id="linked, no claim"),
    pytest.param(RHEUMATOID, ["M54.11"], True, id="the condition is not claimed"),
    pytest.param(RHEUMATOID, ["M54.11", "M06.9"], True, id="the condition is claimed behind"),
    pytest.param(RHEUMATOID, ["M06.9", "M54.11"], False, id="the condition is claimed ahead"),
    pytest.param(
        RHEUMATOID, ["M05.79", "M54.11"], False, id="a finer code of the condition is claimed ahead"
    ),
    pytest.param(
        stated("S1 radiculopathy secondary to psoriatic arthritis."), [], True, id="psoriatic arthritis"
    ),
    pytest.param(
        stated("L5 radiculopathy due to ankylosing spondylitis."), [], True, id="ankylosing spondylitis"
    ),
    pytest.param(stated("C2 radiculopathy. Rheumatoid arthritis."), [], False, id="not linked"),
    pytest.param(
        stated("Possible C2 radiculopathy due to rheumatoid arthritis."), [], False, id="only queried"
    ),
    pytest.param(stated("C2 radiculopathy due to atlantoaxial instability."), [], False, id="no arthropathy"),
    pytest.param(
        stated("Lumbar spinal enthesopathy due to psoriatic arthritis."), [], False, id="no radiculopathy"
    ),
]


@pytest.mark.parametrize(("note", "codes", "raised"), CODE_FIRST)
def test_code_first(ask: Ask, note: str, codes: list[str], raised: bool) -> None:
    """Its basis is editorial: the tabular list has no such note."""
    alerts = ask(note, codes=codes).alerts
    assert ("code_first" in alerts) is raised
    assert not raised or alerts["code_first"].basis == "editorial"


CODE_ALSO = [
    pytest.param("C2 radiculopathy due to atlantoaxial instability.", [], True, id="structural, no claim"),
    pytest.param(
        "C2 radiculopathy due to atlantoaxial instability.", ["M54.11"], True, id="structural, not claimed"
    ),
    pytest.param(
        "C2 radiculopathy due to atlantoaxial instability.",
        ["M54.11", "M53.2X1"],
        False,
        id="structural, claimed",
    ),
    pytest.param("L5 radiculopathy from spondylolisthesis at L4-L5.", [], True, id="spondylolisthesis"),
    pytest.param(
        "L5 radiculopathy from spondylolisthesis at L4-L5.",
        ["M43.16"],
        False,
        id="spondylolisthesis, claimed",
    ),
    pytest.param("L4 radiculopathy due to L3-L4 foraminal stenosis.", [], True, id="stenosis"),
    pytest.param(
        "Lumbar spinal enthesopathy due to psoriatic arthritis.", [], True, id="systemic inflammatory"
    ),
    pytest.param(
        "Lumbar spinal enthesopathy due to Crohn's disease.", [], True, id="systemic, no arthropathy"
    ),
    pytest.param(
        "Lumbar spinal enthesopathy due to Crohn's disease.", ["K50.90"], False, id="systemic, claimed"
    ),
    pytest.param("Lumbar spinal enthesopathy. Psoriatic arthritis.", [], False, id="not linked"),
    pytest.param("Possible L5 radiculopathy from spondylolisthesis.", [], False, id="only queried"),
    pytest.param("L5 radiculopathy after a fall.", [], False, id="an event"),
    pytest.param("L5 radiculopathy.", [], False, id="no cause"),
]


@pytest.mark.parametrize(("assessment", "codes", "raised"), CODE_ALSO)
def test_code_also(ask: Ask, assessment: str, codes: list[str], raised: bool) -> None:
    assert ("code_also" in ask(stated(assessment), codes=codes).alerts) is raised


def test_code_also_may_stand_beside_code_first(ask: Ask) -> None:
    assert {"code_first", "code_also"} <= set(ask(RHEUMATOID).alerts)


def test_a_condition_claimed_behind_is_coded_also_and_not_first(ask: Ask) -> None:
    alerts = ask(RHEUMATOID, codes=["M54.11", "M06.9"]).alerts
    assert "code_first" in alerts and "code_also" not in alerts


MORE_SPECIFIC = [
    pytest.param(
        "Lumbar spinal enthesopathy. Ankylosing spondylitis.", [], True, id="supported, region not named"
    ),
    pytest.param("Lumbar enthesitis due to axial spondyloarthritis.", [], True, id="axial spondyloarthritis"),
    pytest.param(
        "Lumbar spinal enthesopathy. Ankylosing spondylitis of the lumbar spine.",
        [],
        True,
        id="the same region",
    ),
    pytest.param("Ankylosing spondylitis.", ["M46.06"], True, id="claimed, not supported"),
    pytest.param("Ankylosing spondylitis.", [], False, id="neither claimed nor supported"),
    pytest.param(
        "Cervical spinal enthesopathy. Ankylosing spondylitis of the lumbar spine.",
        [],
        False,
        id="another region",
    ),
    pytest.param("Lumbar spinal enthesopathy. Psoriatic arthritis.", [], False, id="another arthritis"),
    pytest.param(
        "Lumbar spinal enthesopathy. Possible ankylosing spondylitis.", [], False, id="not diagnosed"
    ),
    pytest.param("Lumbar spinal enthesopathy. No ankylosing spondylitis.", [], False, id="denied"),
    pytest.param("L4 radiculopathy. Ankylosing spondylitis.", ["M54.16"], False, id="a radiculopathy"),
]


@pytest.mark.parametrize(("assessment", "codes", "raised"), MORE_SPECIFIC)
def test_more_specific_code(ask: Ask, assessment: str, codes: list[str], raised: bool) -> None:
    assert ("more_specific_code" in ask(stated(assessment), codes=codes).alerts) is raised


NO_PATHOLOGY = [
    pytest.param(NECK_TENSION, ["M46.01"], True, id="tension and headache"),
    pytest.param(
        "HPI: Low back pain for a week.\nAssessment: Low back pain.", ["M46.06"], True, id="regional pain"
    ),
    pytest.param(NECK_TENSION, [], False, id="no claim"),
    pytest.param(NECK_TENSION, ["G44.209"], False, id="no enthesopathy claimed"),
    pytest.param(NUCHAL, ["M46.01"], False, id="an insertional diagnosis"),
    pytest.param(
        "Exam: Tender at the nuchal ligament insertion on the occiput.\nAssessment: Neck pain.",
        ["M46.01"],
        False,
        id="an insertional finding",
    ),
    pytest.param(
        "HPI: Neck pain.\nCT: calcification at the nuchal ligament insertion.\nAssessment: Neck pain.",
        ["M46.01"],
        False,
        id="an insertional finding in the imaging",
    ),
    pytest.param("HPI: Here for a flu shot.\nAssessment: Vaccination.", ["M46.01"], False, id="no pain"),
]


@pytest.mark.parametrize(("note", "codes", "raised"), NO_PATHOLOGY)
def test_no_insertional_pathology(ask: Ask, note: str, codes: list[str], raised: bool) -> None:
    assert ("no_insertional_pathology" in ask(note, codes=codes).alerts) is raised
