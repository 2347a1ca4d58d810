"""What time it is, as it is kept: to the millisecond, in UTC."""

from __future__ import annotations

import datetime


def now() -> datetime.datetime:
    """Return this instant."""
    instant = datetime.datetime.now(datetime.UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
