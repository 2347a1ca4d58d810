"""How often someone may try to sign in: counted in the store, so that all workers count together."""

from __future__ import annotations

import datetime

MOST = 10
WINDOW = datetime.timedelta(minutes=15)


class Attempts:
    """The sign-in attempts of a store, by their source."""

    def attempt(self, source: str) -> bool:
        """Count an attempt from a source, such as an address; return whether it is allowed.

        `MOST` are allowed in a `WINDOW`, which begins with the first.
        """
        raise NotImplementedError

    def forgive(self, source: str) -> None:
        """Forget the attempts of a source: it signed in."""
        raise NotImplementedError
