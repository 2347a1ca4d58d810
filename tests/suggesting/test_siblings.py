"""Why not the sibling: what the note says of each, and no more than that."""

from __future__ import annotations

from service.classifier.candidates import assess
from service.domain import CODES
from service.reading import read
from service.suggesting.siblings import Cause, WhyNot, why_not


def against(note: str, code: str) -> dict[str, WhyNot]:
    assessed = assess(read(note))
    candidate = next(one for one in assessed.candidates if one.code == code)
    return {one.code: one for one in why_not(assessed, candidate, [c.code for c in assessed.candidates])}


def quoted(one: WhyNot) -> list[str]:
    return [text for _, _, text in one.words]


def test_every_sibling_has_its_reason_and_no_other_family_is_among_them() -> None:
    found = against("ASSESSMENT: C2 radiculopathy.", "M54.11")
    assert list(found) == [code for code in CODES if code.startswith("M54.1") and code != "M54.11"]


def test_a_region_that_is_not_named_is_said_not_to_be() -> None:
    found = against("ASSESSMENT: C2 radiculopathy.", "M54.11")
    assert found["M54.16"] == WhyNot("M54.16", Cause.NOT_NAMED)


def test_the_unspecified_code_falls_to_the_words_that_place_the_diagnosis() -> None:
    found = against("ASSESSMENT: C2 radiculopathy.", "M54.11")
    assert (found["M54.10"].cause, quoted(found["M54.10"])) == (Cause.LOCALISED, ["C2"])


def test_a_region_that_is_named_for_something_else_is_quoted() -> None:
    found = against("ASSESSMENT: C2 radiculopathy. MRI of the lumbar spine was normal.", "M54.11")
    assert (found["M54.16"].cause, quoted(found["M54.16"])) == (
        Cause.NAMED_OTHERWISE,
        ["lumbar spine"],
    )


def test_a_general_word_of_the_diagnosis_gives_way_to_its_level() -> None:
    found = against("ASSESSMENT: Lumbar radiculopathy at L5-S1.", "M54.17")
    assert found["M54.16"].cause is Cause.GENERAL_WORD
    assert [word.lower() for word in quoted(found["M54.16"])] == ["lumbar"]


def test_a_sibling_that_is_suggested_as_well_says_so() -> None:
    found = against("ASSESSMENT: C6 radiculopathy and L4 radiculopathy.", "M54.12")
    assert found["M54.16"].cause is Cause.SUGGESTED


def test_regions_that_make_multiple_sites_are_said_to_be_part_of_them() -> None:
    note = "ASSESSMENT: Enthesopathy of the interspinous ligaments at C5-C6 and at L3-L4."
    found = against(note, "M46.09")
    assert found["M46.02"].cause is Cause.SEVERAL
    assert found["M46.06"].cause is Cause.SEVERAL
    assert found["M46.04"].cause is Cause.NOT_NAMED
