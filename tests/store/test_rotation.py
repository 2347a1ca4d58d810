from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from service.errors import KeysError
from service.settings import Settings
from service.store import Action, Actor, NewDecision, Store, Verdict, rotation
from service.store.keys import Key
from tests.store.conftest import Place
from tests.store.notes import TEXT, deposit

REASON = NewDecision(decision=Verdict.REJECT, code="M54.12", reason="why")
NOTES = 5


@pytest.fixture
def revision_ids(store: Store, actor: Actor) -> list[str]:
    kept = [store.notes.keep(deposit(reference=f"bar-{number}"), actor) for number in range(NOTES)]
    store.decisions.make(kept[0].revision_id, REASON, actor)
    return [stored.revision_id for stored in kept]


def require_readable(store: Store, revision_ids: list[str], actor: Actor) -> None:
    assert [store.notes.read(one, actor).text for one in revision_ids] == [TEXT] * NOTES
    assert store.decisions.of(revision_ids[0])[0].reason == "why"
    assert store.notes.keep(deposit(reference="bar-0"), actor).number > 1, "it is found by its reference"


def lines(file: Path) -> list[str]:
    return [line for line in file.read_text().splitlines() if not line.startswith("#")]


def test_a_rotation_seals_everything_anew_and_drops_the_old_key(
    place: Place, store: Store, actor: Actor, revision_ids: list[str]
) -> None:
    (before,) = lines(place.settings.key_path)
    running = place.store()
    running.notes.read(revision_ids[0], actor)
    rotated = store.rotation.rotate(actor)
    (after,) = lines(place.settings.key_path)
    assert after != before and Key.of(after).id == rotated.current
    assert rotated.dropped == (Key.of(before).id,) and rotated.resealed == 2 * NOTES + 1
    assert place.settings.key_path.stat().st_mode & 0o777 == 0o600
    # A server that started before it goes on, and so does one that starts after it.
    require_readable(running, revision_ids, actor)
    require_readable(place.store(), revision_ids, actor)
    assert [entry.subject for entry in store.audit.entries() if entry.action is Action.KEYS_ROTATED] == [
        rotated.current
    ]


@pytest.mark.parametrize("killed_after", range(1, 6))
def test_a_rotation_that_is_killed_goes_on_where_it_stopped(
    place: Place,
    store: Store,
    actor: Actor,
    revision_ids: list[str],
    killed_after: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Killed after the key file, after the key is current, after some rows, and before the file's end."""
    monkeypatch.setattr(rotation, "AT_A_TIME", 3)
    child = multiprocessing.get_context("fork").Process(
        target=rotate_and_die, args=(place.settings, killed_after)
    )
    child.start()
    child.join(30)
    assert child.exitcode == 9
    require_readable(place.store(), revision_ids, actor)
    later = place.store()
    rotated = later.rotation.rotate(actor)
    assert lines(place.settings.key_path) == [str(later._vault.keyring.find(rotated.current))]
    require_readable(place.store(), revision_ids, actor)


def rotate_and_die(settings: Settings, steps: int) -> None:
    """Rotate, and end without a word before the next change once so many were made."""
    store = Store.open(settings)
    left = steps

    def counted(action: Callable[..., Any]) -> Any:
        def call(*given: Any) -> Any:
            nonlocal left
            if left == 0:
                os._exit(9)
            left -= 1
            return action(*given)

        return call

    store._database.writing = counted(store._database.writing)  # type: ignore[method-assign]
    store._vault.keyring.rewrite = counted(store._vault.keyring.rewrite)  # type: ignore[method-assign]
    store.rotation.rotate(Actor(name="console", address="console"))


def test_keys_of_the_environment_are_rotated_by_putting_a_new_one_first(place: Place, actor: Actor) -> None:
    old, new = Key.new(), Key.new()

    def with_keys(*keys: Key) -> Store:
        given = SecretStr(",".join(map(str, keys)))
        place.opened.append(Store.open(place.settings.model_copy(update={"keys": given})))
        return place.opened[-1]

    store = with_keys(old)
    store.prepare()
    stored = store.notes.keep(deposit(), actor)
    with pytest.raises(KeysError, match="put a new key before it"):
        store.rotation.rotate(actor)
    assert with_keys(new, old).rotation.rotate(actor).dropped == (old.id,)
    assert with_keys(new).notes.read(stored.revision_id, actor).text == TEXT
    assert not place.settings.key_path.exists()
    with pytest.raises(KeysError, match=f"key {new.id}.*SCRIBE_ASSIST_KEYS"):
        with_keys(old).check()


def test_two_rotations_do_not_run_at_once(place: Place, store: Store, actor: Actor) -> None:
    with store.rotation._alone(), pytest.raises(KeysError, match="under way"):
        place.store().rotation.rotate(actor)
