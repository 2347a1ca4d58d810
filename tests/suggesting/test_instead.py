"""What goes in the place of an excluded radiculopathy: each code of the domain's table."""

from __future__ import annotations

import pytest

from service.domain import Basis
from service.reference.catalogue import Editions
from tests.suggesting.conftest import Ask

INSTEAD = [
    # Cervical, by the disc level.
    ("C3 radiculopathy with a C2-C3 disc herniation", "M54.12", ["M50.11"]),
    ("C4 radiculopathy due to C3-C4 disc protrusion", "M54.12", ["M50.11"]),
    ("C5 radiculopathy from herniated C4-C5 disc", "M54.12", ["M50.121"]),
    ("C6 radiculopathy due to C5-6 disc herniation", "M54.12", ["M50.122"]),
    ("C7 radiculopathy secondary to C6-C7 disc extrusion", "M54.12", ["M50.123"]),
    ("C8 radiculopathy due to disc herniation at C7-T1", "M54.13", ["M50.13"]),
    # Cervical, by the root where no level of the disc is given.
    ("C3 radiculopathy due to cervical disc herniation", "M54.12", ["M50.11"]),
    ("C4 radiculopathy due to cervical disc herniation", "M54.12", ["M50.11"]),
    ("C5 radiculopathy due to cervical disc herniation", "M54.12", ["M50.121"]),
    ("C6 radiculopathy due to cervical disc herniation", "M54.12", ["M50.122"]),
    ("C7 radiculopathy due to cervical disc herniation", "M54.12", ["M50.123"]),
    ("C8 radiculopathy due to disc herniation", "M54.13", ["M50.13"]),
    # The level of the disc comes before the root.
    ("C6 radiculopathy due to C4-C5 disc herniation", "M54.12", ["M50.121"]),
    # Cervical, less exactly.
    ("Cervical radiculopathy due to mid-cervical disc herniation", "M54.12", ["M50.120"]),
    ("Cervical radiculopathy due to cervical disc herniation", "M54.12", ["M50.10"]),
    ("Cervicothoracic radiculopathy due to disc herniation", "M54.13", ["M50.13"]),
    # Below the neck, by the region.
    ("T8 radiculopathy due to T8-T9 disc herniation", "M54.14", ["M51.14"]),
    ("T12 radiculopathy due to T12-L1 disc herniation", "M54.15", ["M51.15"]),
    ("Right L4 radiculopathy due to L3-L4 disc extrusion", "M54.16", ["M51.16"]),
    ("Lumbar radiculopathy with lumbar disc displacement", "M54.16", ["M51.16"]),
    ("S1 radiculopathy due to L5-S1 disc herniation", "M54.17", ["M51.17"]),
    # Spondylosis, by the region's character.
    ("Radiculopathy due to spondylosis", "M54.10", ["M47.20"]),
    ("C2 radiculopathy due to C1-C2 spondylosis", "M54.11", ["M47.21"]),
    ("Cervical spondylosis with C6 radiculopathy", "M54.12", ["M47.22"]),
    ("C8 radiculopathy due to spondylosis at C7-T1", "M54.13", ["M47.23"]),
    ("Thoracic radiculopathy due to thoracic spondylosis", "M54.14", ["M47.24"]),
    ("Thoracolumbar radiculopathy due to spondylosis", "M54.15", ["M47.25"]),
    ("Lumbar spondylosis with radiculopathy, lumbar region", "M54.16", ["M47.26"]),
    ("S1 radiculopathy due to spondylosis at L5-S1", "M54.17", ["M47.27"]),
    ("S2 radiculopathy due to sacral spondylosis", "M54.18", ["M47.28"]),
    # Both.
    (
        "C6 radiculopathy due to C5-C6 disc herniation and cervical spondylosis",
        "M54.12",
        ["M47.22", "M50.122"],
    ),
    ("L5 radiculopathy due to L4-L5 disc herniation and lumbar spondylosis", "M54.16", ["M47.26", "M51.16"]),
]


@pytest.mark.parametrize(("assessment", "code", "instead"), INSTEAD, ids=[row[0] for row in INSTEAD])
def test_the_code_that_replaces_an_excluded_one(
    ask: Ask, assessment: str, code: str, instead: list[str]
) -> None:
    answer = ask(f"""
        HPI: Seen again after three months of pain. Tablets have not helped.
        Assessment: {assessment}.
        Plan: Surgical opinion.
    """)
    assert list(answer.suggestions) == [code]
    assert answer.suggestions[code].disposition == "exclude"
    assert sorted(one.code for one in answer.suggestions[code].instead) == instead


def test_a_replacement_has_the_title_of_the_tabular_list_and_rests_on_it(ask: Ask) -> None:
    answer = ask("Assessment: C6 radiculopathy due to C5-C6 disc herniation.")
    [replacement] = answer.suggestions["M54.12"].instead
    assert replacement.title == Editions.load().for_date(None).title("M50.122")
    assert replacement.basis is Basis.TABULAR


def test_two_excluded_regions_are_each_replaced_by_their_own(ask: Ask) -> None:
    answer = ask("""
        Assessment:
        1. C6 radiculopathy due to C5-C6 disc herniation.
        2. L5 radiculopathy due to lumbar spondylosis.
    """)
    replaced = {code: [one.code for one in found.instead] for code, found in answer.suggestions.items()}
    assert replaced == {"M54.12": ["M50.122"], "M54.16": ["M47.26"]}


@pytest.mark.parametrize(
    "note",
    [
        "Assessment: C6 radiculopathy.",
        "Assessment: Possible C6 radiculopathy. C5-C6 disc herniation.",
        "Assessment: Enthesopathy of the nuchal ligament at C7. Cervical spondylosis.",
    ],
    ids=["assigned", "uncertain", "enthesopathy"],
)
def test_nothing_replaces_a_code_that_is_not_excluded(ask: Ask, note: str) -> None:
    answer = ask(note)
    assert answer.suggestions and not any(one.instead for one in answer.given.suggestions)


def test_an_excluded_code_carries_no_requirement_and_the_words_that_exclude_it(ask: Ask) -> None:
    answer = ask("""
        HPI: Arm pain to the thumb.
        Assessment: C6 radiculopathy due to C5-C6 disc herniation.
    """)
    excluded = answer.suggestions["M54.12"]
    assert excluded.met == () and excluded.gaps == ()
    assert "condition" in {piece.role for piece in excluded.evidence}
