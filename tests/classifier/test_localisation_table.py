"""The table of regions of section 1 of the domain: levels, roots, vertebrae, names and lay words."""

from __future__ import annotations

import pytest

from tests.classifier.codes import codes


def run(letter: str, first: int, last: int) -> list[str]:
    return [f"{letter}{n}" for n in range(first, last + 1)]


def rows(family: str, table: dict[int, list[str]]) -> list[tuple[str, str]]:
    return [(name, f"{family}{region}") for region, names in table.items() for name in names]


@pytest.mark.parametrize(
    ("root", "code"),
    rows(
        "M54.1",
        {
            1: run("C", 1, 2),
            2: run("C", 3, 7),
            3: ["C8"],
            4: run("T", 1, 11),
            5: ["T12"],
            6: run("L", 1, 5),
            7: ["S1"],
            8: run("S", 2, 5),
        },
    ),
)
@pytest.mark.parametrize(
    "wording", ["{} radiculopathy", "radiculopathy, left {}", "compression of the {} nerve root"]
)
def test_a_root_gives_the_code_of_its_region(root: str, code: str, wording: str) -> None:
    assert codes(f"Assessment: {wording.format(root)}.") == {code}


BOUNDARY_DISCS = {
    1: ["occiput-C1", "C1-C2"],
    2: ["C2-C3", "C6-C7"],
    3: ["C7-T1"],
    4: ["T1-T2", "T11-T12"],
    5: ["T12-L1"],
    6: ["L1-L2", "L4-L5"],
    7: ["L5-S1"],
    8: ["S1-S2", "S3-S4"],
}


@pytest.mark.parametrize(("disc", "code"), rows("M54.1", BOUNDARY_DISCS))
@pytest.mark.parametrize(
    "wording", ["radiculopathy at {}", "{} radiculopathy", "nerve root compression at {}"]
)
def test_a_radiculopathy_lies_at_its_disc_level(disc: str, code: str, wording: str) -> None:
    assert codes(f"Assessment: {wording.format(disc)}.") == {code}


@pytest.mark.parametrize(("disc", "code"), rows("M46.0", BOUNDARY_DISCS))
@pytest.mark.parametrize("wording", ["interspinous enthesopathy at {}", "spinal enthesopathy, {}"])
def test_an_enthesopathy_lies_at_its_disc_level(disc: str, code: str, wording: str) -> None:
    assert codes(f"Assessment: {wording.format(disc)}.") == {code}


@pytest.mark.parametrize(
    ("vertebra", "code"),
    [
        *rows(
            "M46.0",
            {
                1: ["C1", "C2", "atlas", "axis", "occiput"],
                2: ["C3", "C7"],
                4: ["T1", "T12"],
                6: ["L1", "L5"],
                8: ["S1", "S5"],
            },
        ),
    ],
)
def test_an_enthesopathy_lies_at_its_vertebra(vertebra: str, code: str) -> None:
    assert codes(f"Assessment: enthesopathy at the {vertebra} attachment of the spinal ligaments.") == {code}


NAMES = {
    1: [
        "occipito-atlanto-axial",
        "atlanto-occipital",
        "atlantooccipital",
        "atlantoaxial",
        "atlanto-axial",
        "odontoid",
        "craniocervical junction",
    ],
    2: ["cervical"],
    3: ["cervicothoracic", "cervico-thoracic"],
    4: ["thoracic"],
    5: ["thoracolumbar", "thoraco-lumbar"],
    6: ["lumbar"],
    7: ["lumbosacral", "lumbo-sacral"],
    8: ["sacral", "sacrococcygeal"],
}


@pytest.mark.parametrize(("name", "code"), rows("M54.1", NAMES))
def test_the_name_of_a_region_places_a_radiculopathy(name: str, code: str) -> None:
    assert codes(f"Assessment: {name} radiculopathy.") == {code}


@pytest.mark.parametrize(("name", "code"), rows("M46.0", NAMES))
def test_the_name_of_a_region_places_an_enthesopathy(name: str, code: str) -> None:
    assert codes(f"Assessment: {name} spinal enthesopathy.") == {code}


@pytest.mark.parametrize(
    ("word", "region"),
    [
        ("neck", 2),
        ("mid-back", 4),
        ("mid back", 4),
        ("midback", 4),
        ("low back", 6),
        ("lower back", 6),
        ("tailbone", 8),
    ],
)
def test_a_lay_word_counts_as_its_region(word: str, region: int) -> None:
    assert codes(f"Assessment: radiculitis of the {word}.") == {f"M54.1{region}"}
    assert codes(f"Assessment: spinal enthesopathy of the {word}.") == {f"M46.0{region}"}
