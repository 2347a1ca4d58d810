from __future__ import annotations

import pytest

from service.store import Action, Actor, Store
from service.store.audit import NOTHING_BEFORE
from tests.store.conftest import Place

ROWS = 6


@pytest.fixture
def trail(store: Store, actor: Actor) -> Store:
    for number in range(ROWS):
        store.audit.add(Action.SIGNED_IN, actor, detail=str(number))
    return store


def test_an_untouched_trail_holds(trail: Store) -> None:
    verification = trail.audit.verify()
    entries = list(trail.audit.entries())
    assert (verification.rows, verification.breaks, verification.head) == (ROWS, (), entries[-1].hash)
    assert [entry.seq for entry in entries] == list(range(1, ROWS + 1))
    assert not trail.audit.verify(head=entries[2].hash).breaks


def test_an_empty_trail_holds(store: Store) -> None:
    assert store.audit.verify().head == NOTHING_BEFORE
    assert not store.audit.verify(head=NOTHING_BEFORE).breaks


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["UPDATE audit SET actor = 'else' WHERE seq = 3"], {3: "row 3 was changed"}),
        (["UPDATE audit SET at = '2020-01-01 00:00:00' WHERE seq = 1"], {1: "row 1 was changed"}),
        (["DELETE FROM audit WHERE seq = 3"], {3: "row 3 is missing"}),
        (["DELETE FROM audit WHERE seq < 3"], {1: "rows 1 to 2 are missing"}),
        (["DELETE FROM audit WHERE seq IN (3, 4)"], {3: "rows 3 to 4 are missing"}),
        (
            [
                "DELETE FROM audit WHERE seq = 3",
                "UPDATE audit SET seq = 3 WHERE seq = 4",
                "UPDATE audit SET seq = 4 WHERE seq = 5",
                "UPDATE audit SET seq = 5 WHERE seq = 6",
            ],
            {3: "does not follow"},
        ),
        (
            [
                "UPDATE audit SET seq = 99 WHERE seq = 2",
                "UPDATE audit SET seq = 2 WHERE seq = 3",
                "UPDATE audit SET seq = 3 WHERE seq = 99",
            ],
            {2: "does not follow"},
        ),
    ],
)
def test_tampering_is_found_and_placed(
    place: Place, trail: Store, statements: list[str], found: dict[int, str]
) -> None:
    for statement in statements:
        place.tamper(statement)
    breaks = trail.audit.verify().breaks
    for seq, what in found.items():
        assert any(one.seq == seq and what in one.what for one in breaks), breaks


def test_a_tail_that_was_cut_off_is_found_by_a_head_kept_elsewhere(place: Place, trail: Store) -> None:
    head = trail.audit.verify().head
    place.tamper(f"DELETE FROM audit WHERE seq = {ROWS}")
    assert not trail.audit.verify().breaks, "the chain alone cannot know"
    (cut,) = trail.audit.verify(head=head).breaks
    assert "cut off" in cut.what


def test_the_trail_is_listed_by_note_by_actor_and_the_newest(trail: Store, reviewer: Actor) -> None:
    trail.audit.add(Action.SIGNED_IN, reviewer)
    assert [entry.seq for entry in trail.audit.entries(actor="ana")] == [ROWS + 1]
    assert [entry.seq for entry in trail.audit.entries(newest=2)] == [ROWS, ROWS + 1]
    assert not list(trail.audit.entries(note_id="none"))
