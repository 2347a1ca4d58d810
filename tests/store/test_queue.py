from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from service.domain import Disposition, Requirement
from service.errors import CursorError
from service.store import Actor, NewDecision, QueueFilter, State, Store, Verdict
from tests.store.conftest import Place
from tests.store.notes import NOTHING, deposit, suggestion

TODAY = datetime.datetime.now(datetime.UTC).date()
DAY = datetime.timedelta(days=1)
CORRECT = NewDecision(decision=Verdict.CORRECT, code="M54.12", corrected_code="M54.13")


def test_the_queue_shows_the_latest_revisions_newest_first_in_pages(store: Store, actor: Actor) -> None:
    kept = [store.notes.keep(deposit(reference=f"bar-{number}"), actor) for number in range(5)]
    again = store.notes.keep(deposit(reference="bar-0"), actor)
    expected = [again, *reversed(kept[1:])]
    pages: list[list[str]] = []
    after = None
    while not pages or after:
        page = store.queue.page(after=after, size=2)
        pages.append([row.revision_id for row in page.rows])
        after = page.next_cursor
    assert pages[0] == sorted((one.revision_id for one in expected), reverse=True)[:2]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(sum(pages, [])) == sorted(one.revision_id for one in expected)


FILTERS: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"plain", "gap", "query", "nothing"}),
    ({"code": "M54.12"}, {"plain", "gap"}),
    ({"code": "none"}, {"nothing"}),
    ({"disposition": Disposition.QUERY}, {"query"}),
    ({"has_gaps": True}, {"gap"}),
    ({"has_gaps": False, "code": "M54.12"}, {"plain"}),
    ({"state": State.DONE}, {"plain", "nothing"}),
    ({"state": State.WAITING}, {"gap", "query"}),
    ({"reviewer": "ana"}, {"plain"}),
    ({"decided_code": "M54.13"}, {"plain"}),
    ({"decided_code": "M54.12"}, set()),
    ({"decided_code": "M54.13", "state": State.DONE, "code": "M54.12"}, {"plain"}),
    ({"decided_code": "none"}, {"nothing"}),
    ({"overridden": True}, {"plain"}),
    ({"reviewer": "ana\0"}, set()),
    ({"date_from": TODAY - DAY, "date_to": TODAY + DAY}, {"plain", "gap", "query", "nothing"}),
    ({"date_from": TODAY + DAY}, set()),
    ({"date_to": TODAY - DAY}, set()),
]


def test_each_filter_leaves_what_it_names(store: Store, actor: Actor, reviewer: Actor) -> None:
    kept = {
        store.notes.keep(left, actor).revision_id: name
        for name, left in {
            "plain": deposit(suggestion("M54.12")),
            "gap": deposit(suggestion("M54.12", Requirement.IMAGING)),
            "query": deposit(suggestion("M46.02", disposition=Disposition.QUERY)),
            "nothing": NOTHING,
        }.items()
    }
    plain = next(revision_id for revision_id, name in kept.items() if name == "plain")
    store.decisions.make(plain, CORRECT, reviewer)
    nothing = next(revision_id for revision_id, name in kept.items() if name == "nothing")
    store.decisions.make(nothing, NewDecision(decision=Verdict.ACCEPT), actor)
    for wanted, expected in FILTERS:
        page = store.queue.page(QueueFilter(**wanted))
        assert {kept[row.revision_id] for row in page.rows} == expected, wanted
    assert store.queue.count(State.WAITING) == 2 and store.queue.count(State.WAITING, most=1) == 1


@pytest.mark.parametrize("after", ["", "first", "1 OR 1=1", "\0"])
def test_a_cursor_that_no_page_returned_is_refused(store: Store, after: str) -> None:
    with pytest.raises(CursorError):
        store.queue.page(after=after)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "wanted",
    [wanted for wanted, _ in FILTERS],
    ids=lambda wanted: " ".join(wanted),
)
def test_every_page_is_read_from_an_index_in_its_order(
    place: Place, store: Store, wanted: dict[str, Any]
) -> None:
    """No scan and no sorting: a page costs the same however many notes there are."""
    asked: list[tuple[str, Any]] = []

    def listen(*call: Any) -> None:
        asked.append((call[2], call[3]))

    event.listen(Engine, "before_cursor_execute", listen)
    store.queue.page(QueueFilter(**wanted))
    event.remove(Engine, "before_cursor_execute", listen)
    statement, values = asked[-1]
    with place.behind() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    steps = [row[-1] for row in plan]
    assert all(re.search("USING (COVERING )?INDEX (queue|sqlite_autoindex)", step) for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN outcomes")]
    assert not [step for step in steps if "TEMP B-TREE" in step]


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_page_is_read_from_an_index_by_postgresql_too(place: Place, store: Store, actor: Actor) -> None:
    store.notes.keep(deposit(), actor)
    query = "SELECT * FROM revisions WHERE latest AND state = 'waiting' ORDER BY id DESC LIMIT 51"
    with place.behind() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(connection.execute(text(f"EXPLAIN {query}")).scalars())
    assert "Index Scan Backward using queue" in plan and "Sort" not in plan
