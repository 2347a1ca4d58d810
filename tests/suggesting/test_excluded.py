"""When a disc disorder or spondylosis takes the place of a radiculopathy (Excludes1), and when not."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask

EXCLUDED = [
    pytest.param(
        """
        HPI: Arm pain to the thumb, two months.
        Assessment: 1. C6 radiculopathy. 2. C5-C6 disc herniation.
        Plan: Epidural steroid injection.
        """,
        "M54.12",
        "disc",
        id="a disc disorder diagnosed in the same region, with no word of a link",
    ),
    pytest.param(
        """
        History: Leg pain to the big toe.
        Diagnoses: Lumbar radiculopathy; lumbar spondylosis.
        Plan: Therapy.
        """,
        "M54.16",
        "spondylosis",
        id="spondylosis diagnosed in the same region, with no word of a link",
    ),
    pytest.param(
        """
        HPI: Her S1 radiculopathy is due to the L5-S1 disc extrusion that the MRI of last week showed.
        Assessment: S1 radiculopathy.
        Plan: Surgical opinion.
        """,
        "M54.17",
        "disc",
        id="a disc disorder linked outside the assessment",
    ),
    pytest.param(
        """
        HPI: The MRI shows an L5-S1 disc extrusion; her S1 radiculopathy is due to this extrusion.
        Assessment: S1 radiculopathy.
        Plan: Surgical opinion.
        """,
        "M54.17",
        "disc",
        id="a disc disorder named once and linked by a shorter word",
    ),
    pytest.param(
        """
        Imaging: Cervical MRI shows spondylosis at C5-C6.
        Assessment: C6 radiculopathy secondary to spondylosis.
        Plan: Traction.
        """,
        "M54.12",
        "spondylosis",
        id="spondylosis of the imaging, linked in the assessment",
    ),
    pytest.param(
        """
        HPI: Leg pain for a year.
        Assessment: L5 radiculopathy from facet arthropathy, that is, lumbar spondylosis.
        Plan: Therapy.
        """,
        "M54.16",
        "spondylosis",
        id="facet arthropathy that the note calls spondylosis",
    ),
]


@pytest.mark.parametrize(("note", "code", "reason"), EXCLUDED)
def test_a_disc_disorder_or_spondylosis_diagnosed_with_it_or_linked_to_it_excludes_the_code(
    ask: Ask, note: str, code: str, reason: str
) -> None:
    answer = ask(note)
    assert answer.reasons == {code: f"exclude {reason}"}
    assert not answer.suggestions[code].recommended


NOT_EXCLUDED = [
    pytest.param(
        """
        HPI: Arm pain to the thumb.
        Assessment: C6 radiculopathy. C5-C6 disc herniation, unrelated to the radiculopathy.
        Plan: Therapy.
        """,
        "M54.12",
        id="said to be unrelated",
    ),
    pytest.param(
        """
        HPI: Arm pain to the thumb, and an old stiff back.
        Assessment: 1. C6 radiculopathy. 2. Lumbar spondylosis.
        Plan: Therapy for the neck.
        """,
        "M54.12",
        id="spondylosis of another region",
    ),
    pytest.param(
        """
        HPI: Arm pain to the thumb.
        Assessment: 1. C6 radiculopathy. 2. L4-L5 disc herniation, asymptomatic.
        """,
        "M54.12",
        id="a disc disorder of another region",
    ),
    pytest.param(
        """
        HPI: Arm pain to the thumb.
        Imaging: MRI cervical spine shows a C5-C6 disc bulge.
        Assessment: C6 radiculopathy.
        """,
        "M54.12",
        id="a bulge in the imaging only",
    ),
    pytest.param(
        """
        HPI: Arm pain to the thumb.
        Imaging: CT cervical spine shows C5-C6 osteophytes.
        Assessment: C6 radiculopathy.
        """,
        "M54.12",
        id="an osteophyte in the imaging only",
    ),
    pytest.param(
        """
        HPI: Leg pain to the shin.
        Imaging: MRI lumbar spine shows degenerative changes at L3-L4.
        Assessment: L4 radiculopathy.
        """,
        "M54.16",
        id="a degenerative change in the imaging only",
    ),
    pytest.param(
        """
        HPI: Leg pain to the shin.
        Assessment: L4 radiculopathy. Lumbar facet arthropathy.
        """,
        "M54.16",
        id="facet arthropathy not called spondylosis",
    ),
    pytest.param(
        """
        HPI: Leg pain to the shin.
        Assessment: L4 radiculopathy. No disc herniation.
        """,
        "M54.16",
        id="a disc disorder that is denied",
    ),
    pytest.param(
        """
        HPI: Low back pain for a year.
        Assessment: Enthesopathy of the interspinous ligament at L4-L5. Lumbar spondylosis.
        """,
        "M46.06",
        id="an enthesopathy has no Excludes1 note",
    ),
]


@pytest.mark.parametrize(("note", "code"), NOT_EXCLUDED)
def test_what_is_neither_diagnosed_for_the_region_nor_linked_leaves_the_code_assigned(
    ask: Ask, note: str, code: str
) -> None:
    assert ask(note).reasons == {code: "assign established"}


@pytest.mark.parametrize(
    "diagnosed", ["C5-C6 disc herniation.", "Cervical spondylosis."], ids=["disc", "spondylosis"]
)
def test_an_uncertain_radiculopathy_stays_a_query_beside_it_with_the_alert(ask: Ask, diagnosed: str) -> None:
    answer = ask(f"""
        HPI: Arm pain to the thumb.
        Assessment: 1. Possible C6 radiculopathy. 2. {diagnosed}
        Plan: EMG.
    """)
    assert answer.reasons == {"M54.12": "query uncertain"}
    assert "check_excludes1" in answer.alerts
