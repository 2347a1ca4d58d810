"""Changing the key: everything sealed is opened with the old key and sealed with the new one."""

from __future__ import annotations

from collections.abc import Callable

from service.domain import Frozen
from service.store.records import Actor


class Rotated(Frozen):
    """What a rotation did: the id of the key that seals now, rows sealed anew, ids of the keys dropped."""

    current: str
    resealed: int
    dropped: tuple[str, ...]


class Rotation:
    """The rotation of a store's keys."""

    def rotate(self, actor: Actor, progress: Callable[[int, int], None] | None = None) -> Rotated:
        """Make a new key the current one, seal everything with it, and drop the keys that nothing needs.

        It may be killed at any time: called again, it goes on where it stopped. A server may run
        meanwhile. With keys from a file, a new key is made and written there; with keys from the
        environment, their first becomes the current one. `progress` is told rows done and rows in all.
        """
        raise NotImplementedError
