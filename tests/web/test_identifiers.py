from __future__ import annotations

import time
from uuid import RFC_4122

from service.web.identifiers import uuid7


def test_an_identifier_is_a_uuid_of_version_7_that_holds_the_time() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000
    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= made.int >> 80 <= after


def test_identifiers_differ() -> None:
    assert len({uuid7() for _ in range(1_000)}) == 1_000
