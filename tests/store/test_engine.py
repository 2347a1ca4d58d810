from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from service.errors import DatabaseUnreachable, DatabaseURLError
from service.settings import Settings
from service.store import Actor, Store
from tests.store.conftest import Place
from tests.store.notes import deposit

PASSWORD = "hunter2"


def open_at(url: str, folder: Path) -> Store:
    return Store.open(
        Settings.from_environment(
            {"SCRIBE_ASSIST_DATABASE_URL": url, "SCRIBE_ASSIST_MODELS": str(folder / "models")}
        )
    )


@pytest.mark.parametrize(
    "url",
    [
        f"{PASSWORD}",
        f"mysql://me:{PASSWORD}@host/database",
        f"postgresql://me:{PASSWORD}@host:port/database",
        f"postgresql://me:{PASSWORD}@host",
        "sqlite://",
        "sqlite:///:memory:",
        f"sqlite://{PASSWORD}/file",
    ],
)
def test_a_url_that_names_no_database_of_ours_is_refused_and_not_repeated(url: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseURLError, match="SCRIBE_ASSIST_DATABASE_URL") as raised:
        open_at(url, tmp_path)
    assert PASSWORD not in str(raised.value)


def test_a_server_that_does_not_answer_is_named_without_the_password(tmp_path: Path) -> None:
    store = open_at(f"postgresql://me:{PASSWORD}@127.0.0.1:1/kept", tmp_path)
    with pytest.raises(DatabaseUnreachable, match="127.0.0.1:1/kept failed") as raised:
        store.prepare()
    assert PASSWORD not in str(raised.value)


def test_a_folder_that_is_missing_and_a_file_that_is_no_database_are_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable, match=r"nowhere/a\.db cannot be made"):
        open_at(f"sqlite:///{tmp_path}/nowhere/a.db", tmp_path).prepare()
    (tmp_path / "a.db").write_text("words " * 1000)
    with pytest.raises(DatabaseUnreachable, match="not a database"):
        open_at(f"sqlite:///{tmp_path}/a.db", tmp_path).prepare()
    with pytest.raises(DatabaseUnreachable, match="there is no database"):
        open_at(f"sqlite:///{tmp_path}/b.db", tmp_path).check()
    assert not (tmp_path / "b.db").exists(), "a wrong name makes no file"


def test_the_settings_show_neither_the_url_nor_the_keys() -> None:
    url = f"postgresql://me:{PASSWORD}@h/d"
    settings = Settings.from_environment({"SCRIBE_ASSIST_DATABASE_URL": url, "SCRIBE_ASSIST_KEYS": PASSWORD})
    assert PASSWORD not in repr(settings) and PASSWORD not in settings.model_dump_json()
    assert settings.database == url


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_the_database_of_sqlite_is_for_its_owner_alone(place: Place, store: Store) -> None:
    store.check()
    folder = place.settings.key_path.parent
    assert {file.stat().st_mode & 0o777 for file in folder.glob("scribe-assist.*")} == {0o600}


def test_a_transaction_that_fails_leaves_nothing(place: Place, store: Store, actor: Actor) -> None:
    with pytest.raises(ZeroDivisionError), store._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM keys")
        raise ZeroDivisionError
    store.notes.keep(deposit(), actor)


KEEPER = """
import sys
from service.settings import Settings
from service.store import Actor, Store
from tests.store.notes import deposit
store = Store.open(Settings.from_environment())
while True:
    print(store.notes.keep(deposit(), Actor(name="acme", address="a")).revision_id, flush=True)
"""


def test_a_process_that_is_killed_loses_nothing_that_it_had_answered(
    place: Place, store: Store, actor: Actor
) -> None:
    environment = {
        "SCRIBE_ASSIST_DATABASE_URL": place.settings.database,
        "SCRIBE_ASSIST_MODELS": str(place.settings.models),
    }
    command = [sys.executable, "-c", KEEPER]
    with subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.PIPE, text=True) as keeper:
        assert keeper.stdout
        answered = [keeper.stdout.readline().strip() for _ in range(30)]
        keeper.send_signal(signal.SIGKILL)
        answered += [line.strip() for line in keeper.stdout if line.endswith("\n")]
    for revision_id in answered:
        store.notes.read(revision_id, actor)
    assert not store.audit.verify().breaks
