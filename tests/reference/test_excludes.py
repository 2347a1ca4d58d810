"""Excludes1 notes are found in both directions and are not assumed to be symmetric."""

from __future__ import annotations

import pytest

from service.reference.catalogue import Editions, Reference


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Editions.load().for_date(None)


@pytest.mark.parametrize(
    ("code_a", "code_b", "level"),
    [
        ("M54.12", "M50.122", "M54.1"),
        ("M54.15", "M51.15", "M54.1"),
        ("M54.14", "M47.24", "M54.1"),
        ("m792 ", "M54.11", "M79.2"),
        ("M54.11", "M79.2", "M54.1"),
        ("M51.16", "M54.16", "M51.1"),
        ("M54.11", "G54.2", "G50-G59"),
        ("M54.10", "G54.2", "G54"),
        ("M54.16", "F45.41", "M54"),
        ("M54.12", "M46.42", "M50-M54"),
        ("M54.12", "R52", "R52"),
        ("M50.1-", "M54.13", "M54.1"),
    ],
)
def test_a_pair_is_judged_from_either_side(
    reference: Reference, code_a: str, code_b: str, level: str
) -> None:
    """The note stands on one of the two, or on an ancestor, and is found whichever code is given first."""
    for pair in ((code_a, code_b), (code_b, code_a)):
        note = reference.excludes1(*pair)
        assert note is not None and note.kind == "excludes1"
    note = reference.excludes1(code_a, code_b)
    assert note is not None and note.level == level


@pytest.mark.parametrize(
    ("code_a", "code_b"),
    [
        ("M54.12", "M54.2"),
        ("M46.02", "M54.12"),
        ("M46.01", "M45.1"),
        ("M54.12", "M54.12"),
        ("M54.12", "M50.222"),
        ("M54.12", "M06.9"),
        ("M54.12", "M50.-"),
    ],
)
def test_a_pair_that_no_note_names_is_free(reference: Reference, code_a: str, code_b: str) -> None:
    assert reference.excludes1(code_a, code_b) is None
    assert reference.excludes1(code_b, code_a) is None


def test_the_notes_of_two_codes_need_not_answer_each_other(reference: Reference) -> None:
    """M50.1 names M54.13 as Excludes2, M51.1 only M54.16; G54 leaves out M54.11; M46.0 has none."""
    notes = reference.excludes.notes
    assert {(n.kind, n.codes) for n in notes if n.level == "M50.1"} == {("excludes2", ("M54.13",))}
    disc = [n for n in notes if n.level == "M51.1" and n.kind == "excludes1"]
    assert any(n.names("M54.16") for n in disc) and not any(n.names("M54.17") for n in disc)
    roots = [n for n in notes if n.level == "G54" and n.kind == "excludes1"]
    named = {code for n in roots for code in ("M54.10", "M54.11", "M54.12", "M54.13") if n.names(code)}
    assert named == {"M54.10", "M54.13"}
    own = reference.code("M46.02").excludes.names
    assert not [n for n in own if n.kind == "excludes1"]


def test_a_code_tells_both_what_it_names_and_what_names_it(reference: Reference) -> None:
    excludes = reference.code("M54.16").excludes
    assert {"M54.1", "M54", "M50-M54", "M00-M99"} == {note.level for note in excludes.names}
    assert {"M51.1", "M79.2", "G54", "G50-G59"} <= {note.level for note in excludes.named_by}
