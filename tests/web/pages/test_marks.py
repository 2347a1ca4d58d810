"""Marks on a note: every offset, every overlap, every line end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.domain import Assertion, Role
from service.web.pages.marks import Mark, segments


def test_overlapping_marks_are_cut_where_they_begin_and_end() -> None:
    text = "C2 radiculopathy, right"
    marks = [
        Mark(0, 16, "the diagnosis", role=Role.DIAGNOSIS, target="s1", rank=1),
        Mark(0, 2, "the region", role=Role.REGION, target="s1-region", rank=1),
        Mark(3, 23, "uncertain", assertion=Assertion.UNCERTAIN),
    ]
    found = [(one.text, one.classes, one.target) for one in segments(text, marks)]
    assert found == [
        ("C2", "evidence is-region tinted for-1", "s1-region"),
        (" ", "evidence is-diagnosis tinted for-1", "s1"),
        ("radiculopathy", "evidence is-diagnosis tinted aside as-uncertain for-1", "s1"),
        (", right", "aside as-uncertain", None),
    ]


def test_a_word_that_serves_several_suggestions_says_so() -> None:
    marks = [
        Mark(0, 3, "imaging of M54.11", role=Role.STUDY, target="s1-imaging", rank=1),
        Mark(0, 3, "imaging of M54.12", role=Role.STUDY, target="s2-imaging", rank=2),
    ]
    (only,) = segments("MRI", marks)
    assert only.classes == "evidence is-study for-1 for-2"
    assert only.says == "imaging of M54.11; imaging of M54.12"


def test_windows_line_ends_show_as_one_break_and_offsets_stay_those_of_the_text() -> None:
    text = "one\r\ntwo\rthree"
    found = segments(text, [Mark(5, 8, "two", role=Role.SIGN)])
    assert "".join(one.text for one in found) == "one\ntwo\nthree"
    assert [one.start for one in found if one.text == "two"] == [5]


def test_offsets_count_code_points() -> None:
    found = segments("🙂 C2", [Mark(2, 4, "region", role=Role.REGION)])
    assert [one.text for one in found] == ["🙂 ", "C2"]


@given(
    text=st.text(alphabet="ab \r\n🙂", max_size=40),
    spans=st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45)), max_size=12),
)
def test_the_segments_are_the_text_whatever_the_marks(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(start, end, "x", role=Role.SIGN) for start, end in spans]
    found = segments(text, marks)
    assert "".join(one.text for one in found) == text.replace("\r\n", "\n").replace("\r", "\n")
    inside = {place for start, end in spans if 0 <= start < end <= len(text) for place in range(start, end)}
    for one in found:
        shown = text[one.start : one.start + len(one.text)]
        assert one.text == shown.replace("\r", "\n")
        assert {place in inside for place in range(one.start, one.start + len(one.text))} <= {
            bool(one.classes)
        }
