"""Writers are held apart whole, the same way every time."""

from __future__ import annotations

from collections.abc import Sequence

from service.training.snippets import Snippet, Source, read_snippets
from service.training.splits import TEST, split, unit_of
from tests.training.conftest import SNIPPETS

ALL = read_snippets(SNIPPETS)


def test_a_fifth_of_the_snippets_is_held_for_the_test() -> None:
    for seed in range(5):
        fold_of = split(ALL, seed)
        share = sum(fold_of[unit_of(snippet)] == TEST for snippet in ALL) / len(ALL)
        assert 0.2 <= share < 0.3


def test_the_split_depends_on_the_names_and_the_seed_alone() -> None:
    assert split(ALL, 3) == split(tuple(reversed(ALL)), 3)
    assert len({tuple(sorted(split(ALL, seed).items())) for seed in range(8)}) > 1


def test_writers_stay_whole_and_reviewed_notes_go_by_group(some: Sequence[Snippet]) -> None:
    reviewed = [
        snippet.model_copy(
            update={"source": Source.REVIEWED, "writer": "coder", "group": f"patient {n // 2}"}
        )
        for n, snippet in enumerate(some)
    ]
    fold_of = split([*some, *reviewed], 0)
    assert {snippet.writer for snippet in some} <= fold_of.keys() and "coder" not in fold_of
    patients = {fold for unit, fold in fold_of.items() if unit.startswith("patient")}
    assert len(patients) > 2
    assert max(fold_of.values()) < 10
