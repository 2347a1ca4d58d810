"""Labels that were turned on purpose are on the list, and the list is short."""

from __future__ import annotations

from collections.abc import Sequence

from service.training.snippets import Snippet
from service.training.suspects import suspects


def test_turned_labels_are_found_by_a_second_look_at_a_tenth(some: Sequence[Snippet]) -> None:
    """Ten plainly coded snippets lose their code, and ten plainly empty ones are given one."""
    before = {one.id: one for one in suspects(some, 0)}
    sound = [snippet for snippet in some if snippet.id not in before]
    given = next(one.codes for one in sound if one.codes)
    coded = [one.id for one in sound if one.codes and one.codes[0].disposition == "assign"][::7][:10]
    empty = [one.id for one in sound if not one.codes][::7][:10]
    turned = [
        one.model_copy(update={"codes": (), "kind": "other"})
        if one.id in coded
        else one.model_copy(update={"codes": given, "kind": None})
        if one.id in empty
        else one
        for one in some
    ]
    found = suspects(turned, 0)
    assert len(coded) == len(empty) == 10
    # A second look at a tenth of the snippets finds them all.
    assert {*coded, *empty} <= {one.id for one in found[: len(some) // 10]}
    assert [one.confidence for one in found] == sorted(one.confidence for one in found)
    first = next(one for one in found if one.id in coded)
    assert first.label == "no code (other)" and "is not in the label, and believed to" in first.doubts[0]
