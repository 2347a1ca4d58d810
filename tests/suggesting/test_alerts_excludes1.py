"""Alerts on Excludes1 notes, of the note and of the claim: raised, and not raised."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask
from tests.suggesting.notes import C6, DISC

CHECK_EXCLUDES1 = [
    pytest.param(
        "Imaging: MRI cervical spine shows a C5-C6 disc bulge.\nAssessment: C6 radiculopathy.",
        True,
        id="assign, a disc bulge in the findings only",
    ),
    pytest.param(
        "Imaging: CT cervical spine: osteophytes at C5-C6.\nAssessment: C6 radiculopathy.",
        True,
        id="assign, an osteophyte in the findings only",
    ),
    pytest.param(
        "Imaging: MRI lumbar spine shows lumbar spondylosis.\nAssessment: L4 radiculopathy.",
        True,
        id="assign, spondylosis in the findings only",
    ),
    pytest.param(
        "Imaging: MRI lumbar spine: L3-L4 disc protrusion.\nAssessment: Possible L4 radiculopathy.",
        True,
        id="query, a disc disorder in the findings only",
    ),
    pytest.param(
        "HPI: Back pain shooting to the left shin.\nImaging: MRI lumbar spine: left L3-L4 disc protrusion.\n"
        "Assessment: Low back pain.",
        True,
        id="query by indicators, a disc disorder in the findings only",
    ),
    pytest.param(
        "Assessment: 1. Probable L5 radiculopathy. 2. L4-L5 disc herniation.",
        True,
        id="a disc disorder diagnosed while the radiculopathy is uncertain",
    ),
    pytest.param(
        "Assessment: 1. Probable L5 radiculopathy. 2. Lumbar spondylosis.",
        True,
        id="spondylosis diagnosed while the radiculopathy is uncertain",
    ),
    pytest.param("Assessment: L5 radiculopathy due to L4-L5 disc herniation.", False, id="excluded already"),
    pytest.param(
        "Imaging: MRI lumbar spine: L4-L5 disc bulge.\nAssessment: C6 radiculopathy.",
        False,
        id="a finding of another region",
    ),
    pytest.param(
        "Imaging: MRI cervical spine: no disc herniation, no spondylosis.\nAssessment: C6 radiculopathy.",
        False,
        id="a finding that is denied",
    ),
    pytest.param(
        "Imaging: MRI lumbar spine: facet arthropathy at L4-L5.\nAssessment: L5 radiculopathy.",
        False,
        id="facet arthropathy, not called spondylosis",
    ),
    pytest.param(
        "Imaging: MRI lumbar spine: facet arthropathy at L4-L5, lumbar spondylosis.\n"
        "Assessment: L5 radiculopathy.",
        True,
        id="facet arthropathy, called spondylosis",
    ),
    pytest.param(
        "MRI cervical spine: C5-C6 disc bulge.\nAssessment: Enthesopathy of the nuchal ligament at C5.",
        False,
        id="no radiculopathy",
    ),
    pytest.param("Assessment: C6 radiculopathy.", False, id="no disc disorder and no spondylosis"),
]


@pytest.mark.parametrize(("note", "raised"), CHECK_EXCLUDES1)
def test_check_excludes1(ask: Ask, note: str, raised: bool) -> None:
    """It needs no claim."""
    assert ("check_excludes1" in ask(note).alerts) is raised


CONFLICTS = [
    pytest.param(["M54.12", "M50.122"], True, id="M54.1 names M50.1-"),
    pytest.param(["M50.122", "M54.12"], True, id="M50.1- before M54.1"),
    pytest.param(["M54.16", "M51.16"], True, id="M51.1 names M54.16"),
    pytest.param(["M54.17", "M51.17"], True, id="M54.1 names M51.1-"),
    pytest.param(["M54.12", "M47.22"], True, id="M54.1 names M47.2-"),
    pytest.param(["M54.12", "M79.2"], True, id="M54.1 and M79.2 name each other"),
    pytest.param(["G54.4", "M54.17"], True, id="G54 names M54.17"),
    pytest.param(["M54.16", "G54.1"], True, id="G54 names M54.16, read backwards"),
    pytest.param(["M54.13", "M50.13"], True, id="named as Excludes2 in one direction only"),
    pytest.param(["F45.41", "M54.16"], True, id="M54 names F45.41"),
    pytest.param(["M54.16", "M46.46"], True, id="the block names M46.4-"),
    pytest.param(["M46.02", "M50.122"], False, id="M46.0 has no Excludes1 note"),
    pytest.param(["M54.12", "M54.16"], False, id="two regions"),
    pytest.param(["G54.2", "M54.12"], False, id="neither G54 nor its block names M54.12"),
    pytest.param(["G56.01", "M54.10"], True, id="G50-G59 names radiculitis NOS"),
    pytest.param(["G56.01", "M54.12"], False, id="G50-G59, a radiculopathy with a site"),
    pytest.param(["G62.9", "M54.10"], True, id="G60-G65 names radiculitis NOS"),
    pytest.param(["G62.9", "M54.16"], False, id="G60-G65, a radiculopathy with a site"),
    pytest.param(["M54.12", "S13.4XXA"], True, id="the block names current injury, a sprain of the neck"),
    pytest.param(["S16.1XXD", "M54.2"], True, id="current injury, a strain of the neck"),
    pytest.param(["M54.16", "S33.5XXA"], True, id="current injury, a lumbar sprain"),
    pytest.param(["M54.16", "S39.012A"], True, id="current injury, a lumbar strain"),
    pytest.param(["M54.12", "S13.4XXS"], False, id="what an injury left behind"),
    pytest.param(["M54.16", "S83.511A"], False, id="an injury of the knee"),
    pytest.param(["M46.02", "S13.4XXA"], False, id="the injury beside a code of another block"),
    pytest.param(["M54.12", "M54.12"], False, id="one code twice"),
    pytest.param(["M54.12", "I10"], False, id="a code of another kind"),
    pytest.param(["M54.12"], False, id="no pair"),
]


@pytest.mark.parametrize(("codes", "raised"), CONFLICTS)
def test_excludes1_conflict_of_two_codes_of_the_claim(ask: Ask, codes: list[str], raised: bool) -> None:
    """Whatever the note says."""
    assert ("excludes1_conflict" in ask("Seen for review of the claim.", codes=codes).alerts) is raised


CONFLICTS_WITH_NOTE = [
    pytest.param(DISC, ["M54.12"], True, id="the excluded code is claimed"),
    pytest.param(DISC, ["M54.10"], True, id="another code of M54.1 is claimed"),
    pytest.param(DISC, ["M50.122"], False, id="its replacement is claimed"),
    pytest.param(DISC, [], False, id="no claim"),
    pytest.param(C6, ["M54.12"], False, id="the note assigns it"),
]


@pytest.mark.parametrize(("note", "codes", "raised"), CONFLICTS_WITH_NOTE)
def test_excludes1_conflict_of_the_claim_with_the_note(
    ask: Ask, note: str, codes: list[str], raised: bool
) -> None:
    assert ("excludes1_conflict" in ask(note, codes=codes).alerts) is raised
