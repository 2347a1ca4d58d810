from __future__ import annotations

import base64
import datetime
import json
import multiprocessing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import LargeBinary, MetaData, insert, text

from service.errors import DatabaseRevisionError
from service.settings import Settings
from service.store import Actor, QueueFilter, State, Store, TokenRole, migrations, tables
from service.store.keys import Key
from tests.store.conftest import Place
from tests.store.notes import TEXT

SCRIPTS = Path(migrations.__file__).parent
# What a store of the first revision held, sealed by the release that wrote it, with this key.
FROZEN = Path(__file__).parent / "revision_0001.json"
KEY = Key(bytes(range(32)))


def test_the_last_revision_is_the_one_that_this_release_needs() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == migrations.HEAD
    assert {script.revision for script in scripts.walk_revisions()} == migrations.known()


def test_the_migrations_make_the_tables_that_are_declared(place: Place, store: Store) -> None:
    with place.behind() as connection:
        assert not compare_metadata(MigrationContext.configure(connection), tables.metadata)


def test_a_store_can_be_prepared_again_and_keeps_what_it_has(store: Store, actor: Actor) -> None:
    store.tokens.create("ana", TokenRole.REVIEWER, actor)
    assert store.prepare() == migrations.HEAD
    store.check()
    assert len(store.tokens.list()) == 1


def test_a_filled_store_of_the_first_revision_loses_nothing(place: Place, actor: Actor) -> None:
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    store = place.store()
    store._database.make_file()
    with place.behind() as connection:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        found = MetaData()
        found.reflect(connection)
        for name, rows in frozen.items():
            table = found.tables[name]
            columns = tables.metadata.tables[name].c
            values = [{key: thawed(columns[key], value) for key, value in row.items()} for row in rows]
            connection.execute(insert(table).values(values))
    settings = place.settings.model_copy(update={"keys": SecretStr(str(KEY))})
    migrated = Store.open(settings)
    place.opened.append(migrated)
    assert migrated.prepare() == "0001"
    migrated.check()
    with place.behind() as connection:
        for name, rows in frozen.items():
            many = connection.execute(text(f"SELECT count(*) FROM {name}")).scalar()
            assert many == len(rows), name
    assert not migrated.audit.verify().breaks
    (waiting,) = migrated.queue.page(QueueFilter(state=State.WAITING)).rows
    (done,) = migrated.queue.page(QueueFilter(state=State.DONE)).rows
    read = migrated.notes.read(done.revision_id, actor)
    assert (read.text, read.reference, done.number, done.overridden) == (TEXT, "bar-1", 2, True)
    assert [one.reason for one in migrated.decisions.of(done.revision_id)] == [None, None, "no sign of it"]
    assert migrated.notes.read(waiting.revision_id, actor).answer.suggestions[0].code == "M46.02"
    assert migrated.tokens.list()[0].name == "clinic-a"
    (given,) = migrated.queue.page(QueueFilter(decided_code="none")).rows
    assert given.revision_id == done.revision_id


def thawed(column: Any, value: Any) -> Any:
    """Return a value of the frozen file as its column takes it."""
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    return datetime.datetime.fromisoformat(value) if isinstance(column.type, tables.Instant) else value


def test_a_store_of_a_newer_release_is_refused_and_left_as_it_is(place: Place, store: Store) -> None:
    place.tamper("UPDATE alembic_version SET version_num = '9999'")
    for start in (place.store().prepare, place.store().check):
        with pytest.raises(DatabaseRevisionError, match="9999.*newer release"):
            start()


def test_a_store_that_was_never_made_is_not_made_by_a_check(place: Place) -> None:
    store = place.store()
    store._database.make_file()
    with pytest.raises(DatabaseRevisionError, match="scribe-assist store migrate"):
        store.check()


def prepare(settings: Settings) -> None:
    Store.open(settings).prepare()


def test_processes_that_start_at_once_make_one_store(place: Place) -> None:
    context = multiprocessing.get_context("fork")
    starting = [context.Process(target=prepare, args=(place.settings,)) for _ in range(4)]
    for process in starting:
        process.start()
    for process in starting:
        process.join(30)
    assert [process.exitcode for process in starting] == [0] * 4
    place.store().check()
