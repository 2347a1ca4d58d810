"""The queue: the latest revision of each note, newest first, in pages and by filters."""

from __future__ import annotations

from service.store.records import QueueFilter, QueuePage, State

PAGE = 50


class Queue:
    """The queue of a store. It shows facts alone and opens no note."""

    def page(
        self, wanted: QueueFilter | None = None, after: str | None = None, size: int = PAGE
    ) -> QueuePage:
        """Return a page, newest first, of what lies after a cursor, such as a revision's id.

        Its cost does not grow with what is stored. The note after the one in hand is the page of size 1
        after its id. An `after` that no page could have returned raises CursorError.
        """
        raise NotImplementedError

    def count(self, state: State, most: int = 1000) -> int:
        """Return how many are in a state, and `most` where there are more: counting all would take time."""
        raise NotImplementedError
