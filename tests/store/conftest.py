from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from service.settings import Settings
from service.store import Actor, Store
from tests.store.postgresql import Cluster, binaries, running

NUMBERS = count()


@dataclass(frozen=True)
class Place:
    """Where a store lies: its settings, and how to look behind its back."""

    settings: Settings
    cluster: Cluster | None
    opened: list[Store] = field(default_factory=list)

    def store(self) -> Store:
        """Return a further handle, as another process would have; it is closed after the test."""
        store = Store.open(self.settings)
        self.opened.append(store)
        return store

    @contextmanager
    def behind(self) -> Iterator[Connection]:
        """Lend a connection in a transaction, past everything that the store holds to."""
        with self.store()._database.writing() as connection:
            yield connection

    def tamper(self, statement: str, **values: Any) -> None:
        """Change the tables as someone would who may write the database, triggers notwithstanding."""
        with self.behind() as connection:
            if self.cluster:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            else:
                triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
                for name in triggers.scalars().all():
                    connection.execute(text(f"DROP TRIGGER {name}"))
            connection.execute(text(statement), values)

    def bytes_on_disk(self) -> bytes:
        """Return everything that the database has on disk, its logs of writes included."""
        if self.cluster:
            return self.cluster.bytes_on_disk()
        file = Path(self.settings.database.removeprefix("sqlite:///"))
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    if binaries() is None:
        missing = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with running() as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A place where nothing was ever kept, in either kind of database."""
    environment = {"SCRIBE_ASSIST_MODELS": str(tmp_path / "models")}
    cluster = None
    if request.param == "postgresql":
        cluster = request.getfixturevalue("cluster")
        environment["SCRIBE_ASSIST_DATABASE_URL"] = cluster.create(f"test{next(NUMBERS)}")
    place = Place(Settings.from_environment(environment), cluster)
    yield place
    for store in place.opened:
        store.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store on SQLite as it is at first, to be copied: to migrate takes a while."""
    folder = tmp_path_factory.mktemp("prepared")
    Store.open(Settings(models=folder / "models")).prepare()
    return folder


@pytest.fixture
def store(place: Place, prepared: Path) -> Store:
    if not place.cluster:
        for file in prepared.iterdir():
            shutil.copy2(file, place.settings.key_path.parent)
    store = place.store()
    if place.cluster:
        store.prepare()
    return store


@pytest.fixture
def actor() -> Actor:
    return Actor(name="acme", address="192.0.2.7")


@pytest.fixture
def reviewer() -> Actor:
    return Actor(name="ana", address="192.0.2.8")
