"""The figures of parts of a set."""

from __future__ import annotations

from collections.abc import Sequence

from service.training.breakdown import NONE, break_down
from service.training.gold import Answered
from tests.golden.conftest import golden, suggester

__all__ = ["golden", "suggester"]


def test_every_note_is_in_a_part_of_each_dimension(golden: Sequence[Answered]) -> None:
    parts = break_down(golden)
    assert set(parts) == {"family", "region", "disposition", "setting", "section", "tag"}
    assert sum(part.notes for part in parts["setting"].values()) == len(golden)
    without = sum(not one.note.gold for one in golden)
    assert all(parts[name][NONE].notes == without for name in ("family", "region", "disposition", "section"))


def test_a_note_is_where_its_label_is(golden: Sequence[Answered]) -> None:
    parts = break_down(golden)
    with_both = [one for one in golden if {label.code[:3] for label in one.note.gold} == {"M54", "M46"}]
    families = parts["family"]
    coded = sum(bool(one.note.gold) for one in golden)
    assert families["M54.1"].notes + families["M46.0"].notes == coded + len(with_both)
    assert families["M54.1"].false_note is None and families[NONE].f1 in (None, 0)
    assert parts["disposition"]["exclude disc"].instead is not None
