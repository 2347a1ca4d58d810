"""Identifiers that sort by the time they were made."""

from __future__ import annotations

import datetime
import os
import time
from uuid import UUID

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def uuid7() -> UUID:
    """Return a UUID of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, then random bits."""
    return _of(time.time_ns() // 1_000_000, int.from_bytes(os.urandom(10)))


def first_of(instant: datetime.datetime) -> UUID:
    """Return the least UUID of version 7 of an instant's millisecond: none made later sorts before it."""
    return _of((instant - EPOCH) // datetime.timedelta(milliseconds=1), 0)


def made_at(identifier: UUID) -> datetime.datetime:
    """Return when a UUID of version 7 was made, to the millisecond, in UTC."""
    return EPOCH + datetime.timedelta(milliseconds=identifier.int >> 80)


def _of(milliseconds: int, rest: int) -> UUID:
    value = (milliseconds & (1 << 48) - 1) << 80 | rest
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0b11 << 62) | 0b10 << 62
    return UUID(int=value)
