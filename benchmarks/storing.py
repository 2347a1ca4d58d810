"""What the queue and one note cost when much is stored, against little."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from benchmarks.notes import notes
from service.classifier.artifact import load_live
from service.identifiers import uuid7
from service.reference.catalogue import Editions
from service.settings import Settings
from service.store import Actor, Deposit, QueueFilter, State, Store
from service.store.tables import notes as notes_table
from service.store.tables import revisions
from service.suggesting import Suggester

FEW, MANY = 100, 100_000
MOST_RATIO = 3.0
# A filter that leaves few rows with few notes stored, and a full page with many, is shown without a mark.
MARKED = {"the queue's first page", "a note's page"}
KINDS = 40
CALLS = 60
AT_A_TIME = 1_000
ACTOR = Actor(name="bench", address="127.0.0.1")


class Growth(NamedTuple):
    """Milliseconds, the median of many calls, with few notes stored and with many."""

    few: float
    many: float

    @property
    def ratio(self) -> float:
        """Return by what the cost grew."""
        return self.many / self.few

    def line(self, name: str) -> str:
        """Return the figures in words."""
        cost = f"{self.few:.2f} ms with {FEW} notes stored, {self.many:.2f} ms with {MANY}"
        return f"{name}: {cost}, ratio {self.ratio:.2f}"


def measure_store(url: str | None = None) -> dict[str, Growth]:
    """Return what each page costs with `FEW` and with `MANY` notes stored, by default on SQLite.

    A URL names an empty database, which is filled.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(models=Path(folder) / "models", database_url=url)
        store = Store.open(settings)
        store.prepare()
        _fill(store, FEW)
        few = {name: _median(call) for name, call in _pages(store).items()}
        _fill(store, MANY - FEW)
        store.prepare()  # as the next start does
        many = {name: _median(call) for name, call in _pages(store).items()}
        store.close()
    return {name: Growth(few[name], many[name]) for name in few}


def _pages(store: Store) -> dict[str, Callable[[], object]]:
    """Return what to measure: the queue's first page, filtered too, and a note's, its recording included."""
    rows = store.queue.page().rows
    ids = [row.revision_id for row in rows]
    at = cycle(ids)

    def note() -> None:
        revision_id = next(at)
        store.notes.read(revision_id, ACTOR)
        store.notes.changes(revision_id)
        store.decisions.of(revision_id)

    return {
        "the queue's first page": lambda: store.queue.page(),
        "those waiting": lambda: store.queue.page(QueueFilter(state=State.WAITING)),
        "those of one code with gaps": lambda: store.queue.page(QueueFilter(code="M54.16", has_gaps=True)),
        "a note's page": note,
    }


def _fill(store: Store, count: int) -> None:
    """Keep so many notes: some as a server does, the others copied from them, each sealed for itself."""
    suggester = Suggester(load_live(Settings.from_environment().models), Editions.load())
    kept = min(KINDS, count)
    for text in notes(120, kept):
        store.notes.keep(Deposit(text=text, answer=suggester.suggest(text)), ACTOR)
    for begun in range(kept, count, AT_A_TIME):
        with store._database.writing() as connection:
            _copy(store, connection, min(AT_A_TIME, count - begun))


def _copy(store: Store, connection: Connection, count: int) -> None:
    key = store._vault.current(connection)
    rows = connection.execute(select(revisions).order_by(revisions.c.id.desc()).limit(KINDS)).mappings().all()
    opened = [(dict(row), key.open(row["sealed"], revisions.name, row["id"])) for row in rows]
    new_notes, new_revisions = [], []
    for row, plain in islice(cycle(opened), count):
        note_id, revision_id = str(uuid7()), str(uuid7())
        new_notes.append({"id": note_id, "owner": ACTOR.name, "created_at": row["created_at"]})
        sealed = key.seal(plain, revisions.name, revision_id)
        new_revisions.append(row | {"id": revision_id, "note_id": note_id, "sealed": sealed})
    connection.execute(insert(notes_table), new_notes)
    connection.execute(insert(revisions), new_revisions)


def _median(call: Callable[[], object]) -> float:
    taken = []
    for _ in range(CALLS):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Print what `make bench` prints of the store; for the database that is named, or SQLite."""
    for name, growth in measure_store(*sys.argv[1:]).items():
        print(growth.line(name), flush=True)


if __name__ == "__main__":
    main()
