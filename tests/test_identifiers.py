from __future__ import annotations

import datetime
import time
from uuid import RFC_4122

from service.identifiers import first_of, made_at, uuid7


def test_an_identifier_is_a_uuid_of_version_7_that_holds_the_time() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000
    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= made.int >> 80 <= after


def test_identifiers_differ() -> None:
    assert len({uuid7() for _ in range(1_000)}) == 1_000


def test_the_time_of_an_identifier_is_read_back_and_bounds_those_made_later() -> None:
    made = uuid7()
    instant = made_at(made)
    assert abs(instant.timestamp() - time.time()) < 60
    assert first_of(instant) <= made < first_of(instant + datetime.timedelta(milliseconds=1))
