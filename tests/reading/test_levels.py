"""Levels and roots in all their spellings lie in the region of the table of the domain, section 1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import Region
from service.reading.tokens import DASHES
from service.reading.written_levels import find_levels

R = Region
SPINE = ["occiput", *(f"{letter}{n}" for letter, count in zip("CTLS", (7, 12, 5, 5), strict=True)
                      for n in range(1, count + 1))]  # fmt: skip


def run(letter: str, first: int, last: int) -> list[str]:
    return [f"{letter}{n}" for n in range(first, last + 1)]


def discs(first: str, last: str) -> list[str]:
    """Return the discs from below one vertebra to above another, written in full: "C2-C3", "C3-C4"."""
    places = SPINE[SPINE.index(first) : SPINE.index(last) + 1]
    return [f"{upper}-{lower}" for upper, lower in zip(places, places[1:], strict=False)]


def cells(rows: dict[Region, list[str]]) -> list[tuple[str, Region]]:
    return [(written, region) for region, names in rows.items() for written in names]


DISCS = cells(
    {
        R.OCCIPITO_ATLANTO_AXIAL: discs("occiput", "C2"),
        R.CERVICAL: discs("C2", "C7"),
        R.CERVICOTHORACIC: discs("C7", "T1"),
        R.THORACIC: discs("T1", "T12"),
        R.THORACOLUMBAR: discs("T12", "L1"),
        R.LUMBAR: discs("L1", "L5"),
        R.LUMBOSACRAL: discs("L5", "S1"),
        R.SACRAL: discs("S1", "S5"),
    }
)
ROOTS = cells(
    {
        R.OCCIPITO_ATLANTO_AXIAL: run("C", 1, 2),
        R.CERVICAL: run("C", 3, 7),
        R.CERVICOTHORACIC: ["C8"],
        R.THORACIC: run("T", 1, 11),
        R.THORACOLUMBAR: ["T12"],
        R.LUMBAR: run("L", 1, 5),
        R.LUMBOSACRAL: ["S1"],
        R.SACRAL: run("S", 2, 5),
    }
)
VERTEBRAE = cells(
    {
        R.OCCIPITO_ATLANTO_AXIAL: run("C", 1, 2),
        R.CERVICAL: run("C", 3, 7),
        R.THORACIC: run("T", 1, 12),
        R.LUMBAR: run("L", 1, 5),
        R.SACRAL: run("S", 1, 5),
    }
)


def regions(text: str, *, as_root: bool) -> list[frozenset[Region]]:
    return [level.regions(as_root) for level in find_levels(text)]


@pytest.mark.parametrize(("disc", "region"), DISCS)
@pytest.mark.parametrize("as_root", [True, False])
def test_a_disc_level_lies_in_its_region(disc: str, region: Region, as_root: bool) -> None:
    assert regions(f"The level is {disc}.", as_root=as_root) == [{region}]


@pytest.mark.parametrize(("root", "region"), ROOTS)
def test_a_nerve_root_lies_in_its_region(root: str, region: Region) -> None:
    assert regions(f"The {root} root.", as_root=True) == [{region}]


@pytest.mark.parametrize(("vertebra", "region"), VERTEBRAE)
def test_a_vertebra_lies_in_its_region(vertebra: str, region: Region) -> None:
    assert regions(f"The {vertebra} spinous process.", as_root=False) == [{region}]


@pytest.mark.parametrize(
    "written",
    ["C5-C6", "C5-6", "C5/6", "C5/C6", "C5 - C6", "C5 / 6", "c5-c6", "C 5-6", "C-5/6", "C5C6"]
    + ["C5 to C6", "C5 on C6", "C5 through C6", "C5 over 6"]
    + [f"C5{dash}6" for dash in DASHES],
)
def test_a_disc_is_read_in_every_spelling(written: str) -> None:
    text = f"Narrowing at {written} is seen."
    (level,) = find_levels(text)
    assert level.points == (("C", 5), ("C", 6))
    assert text[level.start : level.end] == written
    assert level.is_disc


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("L5", ("L", 5)),
        ("l5", ("L", 5)),
        ("L 5", ("L", 5)),
        ("L-5", ("L", 5)),
        ("fifth lumbar", ("L", 5)),
        ("First Sacral", ("S", 1)),
        ("eighth cervical", ("C", 8)),
        ("twelfth thoracic", ("T", 12)),
    ],
)
def test_a_single_level_is_read_in_every_spelling(written: str, point: tuple[str, int]) -> None:
    text = f"The {written} root is compressed."
    (level,) = find_levels(text)
    assert level.points == (point,)
    assert text[level.start : level.end] == written


@pytest.mark.parametrize("written", ["occiput-C1", "Occiput to C1", "C0-C1", "O-C1", "occ/C1"])
def test_the_junction_of_skull_and_neck_is_a_level(written: str) -> None:
    assert regions(f"Pain from {written}.", as_root=True) == [{R.OCCIPITO_ATLANTO_AXIAL}]


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("C3-C5", {R.CERVICAL}),
        ("C6-T1", {R.CERVICAL, R.CERVICOTHORACIC}),
        ("T11-L1", {R.THORACIC, R.THORACOLUMBAR}),
        ("L3-S1", {R.LUMBAR, R.LUMBOSACRAL}),
        ("L4-5-S1", {R.LUMBAR, R.LUMBOSACRAL}),
        ("C1-C3", {R.OCCIPITO_ATLANTO_AXIAL, R.CERVICAL}),
    ],
)
def test_a_range_names_the_regions_of_its_discs(written: str, named: set[Region]) -> None:
    assert regions(f"From {written}.", as_root=False) == [named]


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ("C5, 6 and 7 roots", [("C", 5), ("C", 6), ("C", 7)]),
        ("C5 and C6 roots", [("C", 5), ("C", 6)]),
        ("L4 & 5 dermatomes", [("L", 4), ("L", 5)]),
    ],
)
def test_a_list_shares_its_letter(written: str, points: list[tuple[str, int]]) -> None:
    assert [level.points for level in find_levels(written)] == [(point,) for point in points]


@pytest.mark.parametrize(
    "text",
    [
        "Heart: S1 and S2 normal, no murmur.",
        "RRR, S1 S2, no gallop.",
        "CV: S1, S2 heard, no S3.",
        "T2-weighted images were obtained.",
        "T2 hyperintense signal within the cord.",
        "Free T4 1.1, TSH 2.0.",
        "Total T3 is low.",
        "Complement C3 and C4 are normal.",
        "CV: S1 and S2 normal.\nSpine: not tender.",
        "Stage T2N0M0 disease.",
        "Type T2DM, on metformin.",
        "Rods of C9, T13, L6 and S7.",
        "ATL5 gene, L500, ABC6.",
    ],
)
def test_heart_sounds_weightings_hormones_and_stages_are_no_levels(text: str) -> None:
    assert find_levels(text) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("T2 hyperintensity at C5-6.", ["C5-6"]),
        ("S1 and S2 normal. Numb in the S1 dermatome.", ["S1"]),
        ("CV: RRR. Numb over the left S1\nnerve root.", ["S1"]),
        ("T1 root compression.", ["T1"]),
        ("The S1 and S2 roots are crowded.", ["S1", "S2"]),
        ("Seen for L4 2 weeks ago.", ["L4"]),
        ("A 5 mm bulge at L4-5 5 mm deep.", ["L4-5"]),
        ("Tender at the heel, L 3/4, R 1/4. Tender at L 3/4.", ["L 3/4"]),
    ],
)
def test_a_level_is_told_from_what_stands_beside_it(text: str, written: list[str]) -> None:
    assert [text[level.start : level.end] for level in find_levels(text)] == written


@pytest.mark.parametrize("text", ["f\u0131rst cervical root", "third \u017facral root"])
def test_a_letter_that_only_looks_like_one_of_a_level_names_none(text: str) -> None:
    assert find_levels(text) == []


@given(st.text(st.sampled_from("CTLS0123456789-/, andto\u2013\n") | st.characters()))
def test_levels_stand_in_order_and_do_not_overlap(text: str) -> None:
    place = 0
    for level in find_levels(text):
        assert place <= level.start < level.end <= len(text)
        assert level.regions(True) and level.regions(False)
        place = level.end


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("sore beside D12/L1", (("T", 12), ("L", 1))),
        ("stenosis at D4-5", (("T", 4), ("T", 5))),
        ("numb in the D8 dermatome", (("T", 8),)),
    ],
)
def test_the_thoracic_spine_is_the_dorsal_one_to_many(text: str, points: tuple[tuple[str, int], ...]) -> None:
    assert [level.points for level in find_levels(text)] == [points]


def test_a_vitamin_is_no_level() -> None:
    assert find_levels("Vitamin D3 2000 IU, D5W at 75, day D10.") == []
