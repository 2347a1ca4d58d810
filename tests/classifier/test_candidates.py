"""Which codes are proposed: each once, for any text, at a cost that grows as the text does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.classifier.candidates import assess, propose
from service.classifier.standing import Standing
from service.domain import CODES
from service.reading import read
from tests.classifier.codes import codes
from tests.effort import lines_run


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "Annual visit. Blood pressure fine. Flu vaccine given.",
        "Assessment: Otitis media.\nPlan: Amoxicillin.",
        "Skin: 3 mm naevus on the upper back.\nAssessment: Benign naevus.",
    ],
)
def test_a_note_of_something_else_yields_nothing(text: str) -> None:
    assert codes(text) == set()


PIECES = st.sampled_from(
    (
        "C6 |L5-S1 |upper cervical |radiculopathy|enthesopathy|interspinous ligament |multiple sites |no |"
        "possible |history of |. |\n|, |and |Assessment: |PMH: |Addendum: |MRI shows |stenosis |"
        "Spurling positive |numb thumb "
    ).split("|")
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_judged(text: str) -> None:
    """Each code is proposed once, of its own family and region; M46.09 stands alone in its family."""
    candidates = propose(read(text))
    found = [candidate.code for candidate in candidates]
    assert len(set(found)) == len(found) and set(found) <= set(CODES)
    for candidate in candidates:
        assert candidate.code == f"{candidate.family.value}{candidate.region.value}"
        assert bool(candidate.statements) == (candidate.standing is not Standing.INDICATED)
    assert "M46.09" not in found or sum(code.startswith("M46") for code in found) == 1


HOSTILE = [
    "C6 radiculopathy, ",
    "no radiculopathy, ",
    "radiculopathy. ",
    "Problem list: radiculopathy.\n",
    "interspinous enthesopathy ",
    "tender C5 ",
    "Spurling positive ",
    "MRI shows C5-6 stenosis. ",
    "numb thumb, positive Spurling. ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_of_a_hostile_text_grows_as_its_length(piece: str) -> None:
    """Four times the text takes about four times the work; a quadratic cost would take sixteen times."""
    short, long = read(piece * 100), read(piece * 400)
    assess(long)
    assert lines_run(lambda: assess(long)) < 6 * lines_run(lambda: assess(short))
