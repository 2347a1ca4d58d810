"""The database: connections of this process, transactions, and what is said when they fail."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from service.errors import DatabaseUnreachable, DatabaseURLError

WAIT_SECONDS = 10
WRITES = "scribe_assist_writes"
POSTGRESQL = "postgresql"
FORMS = "use sqlite:///path/to/file or postgresql://user:password@host/database"


class Database:
    """A database and this process's connections to it.

    Connections are opened when they are first needed, by each process its own: what a parent had open
    before a fork is not used after it.
    """

    def __init__(self, url: str) -> None:
        """Take a URL; raise DatabaseURLError, which does not repeat it, if it names no database of ours."""
        self.url = _understood(url)
        self.is_sqlite = self.url.drivername == "sqlite"
        self._engine: Engine | None = None
        self._pid = 0

    @property
    def file(self) -> Path:
        """Return the file of an SQLite database."""
        assert self.url.database
        return Path(self.url.database)

    def describe(self) -> str:
        """Return which database it is, without its password."""
        return str(self.file) if self.is_sqlite else self.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection in a transaction that only reads; raise DatabaseUnreachable."""
        with self._plainly_failing(), self._ready().connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Lend a connection in a transaction that writes, on disk once the block ends; DatabaseUnreachable.

        On SQLite it takes the lock at once: a transaction that first reads and then writes could otherwise
        find that another wrote in between, and fail without waiting.
        """
        with self._plainly_failing(), self._ready().connect() as connection:
            connection = connection.execution_options(**{WRITES: True})
            with connection.begin():
                yield connection

    def leave_no_trace(self) -> bool:
        """Take what was deleted from the disk; return False if a reader is in the way.

        SQLite writes zeros over it (`secure_delete`), and so do we to what the log of writes still has of
        it. PostgreSQL cannot be told to: there, deleted rows stay sealed until the space is used again.
        """
        return not self.is_sqlite or self._pragma("wal_checkpoint(TRUNCATE)") == 0

    def count_values(self) -> None:
        """Let SQLite count how often values occur, by samples, so that it takes the best index for a filter.

        PostgreSQL does so by itself.
        """
        if self.is_sqlite:
            self._pragma("analysis_limit = 1000")
            self._pragma("optimize = 0x10002")

    def make_file(self) -> None:
        """Make the file of an SQLite database, for its owner alone, where there is none."""
        if not self.is_sqlite:
            return
        try:
            os.close(os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as error:
            raise DatabaseUnreachable(
                f"the database {self.file} cannot be made or written: {error.strerror}"
            ) from None

    def close(self) -> None:
        """Close this process's connections."""
        if self._engine is not None:
            self._engine.dispose(close=self._pid == os.getpid())
        self._engine = None

    def _pragma(self, pragma: str) -> int | None:
        """Run a pragma of SQLite outside of any transaction; return the first value of its answer."""
        with self._plainly_failing():
            connection = self._ready().raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute(f"PRAGMA {pragma}")
                row = cursor.fetchone()
                return int(row[0]) if row else None
            finally:
                connection.close()

    def _ready(self) -> Engine:
        if self._engine is None or self._pid != os.getpid():
            self.close()
            self._engine, self._pid = self._make_engine(), os.getpid()
        return self._engine

    def _make_engine(self) -> Engine:
        # A statement's values are ciphertext and hashes, and still belong in no message.
        if self.is_sqlite:
            engine = create_engine(self.url, creator=self._connect_sqlite, hide_parameters=True)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        try:
            return create_engine(
                self.url,
                hide_parameters=True,
                pool_pre_ping=True,
                # Who waited for a lock must then see what its holder wrote.
                isolation_level="READ COMMITTED",
                connect_args={
                    "connect_timeout": WAIT_SECONDS,
                    "application_name": "scribe-assist",
                    "options": f"{self.url.query.get('options', '')} -c lock_timeout={WAIT_SECONDS}s",
                },
            )
        except ModuleNotFoundError:
            raise DatabaseURLError(
                "the driver for PostgreSQL is not installed: pip install 'scribe-assist[postgresql]'"
            ) from None

    def _connect_sqlite(self) -> sqlite3.Connection:
        if not self.file.exists():
            raise DatabaseUnreachable(
                f"there is no database {self.file}; scribe-assist store migrate makes it"
            )
        connection = sqlite3.connect(
            f"file:{quote(str(self.file))}?mode=rw", uri=True, timeout=WAIT_SECONDS, check_same_thread=False
        )
        # Transactions are begun by us, below, and not by the driver's guess.
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @contextmanager
    def _plainly_failing(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            raise DatabaseUnreachable(f"the database {self.describe()} failed: {_said(error)}") from None
        except sqlite3.Error as error:
            raise DatabaseUnreachable(f"the database {self.file} cannot be used: {error}") from None
        except DBAPIError as error:
            # SQLite says of a file that is none of its own that it is not a database, in the base class.
            if type(error.orig) is not sqlite3.DatabaseError:
                raise
            raise DatabaseUnreachable(f"the database {self.describe()} failed: {_said(error)}") from None


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _said(error: DBAPIError) -> str:
    """Return the first line of what the driver said: later lines may quote a row."""
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else type(error.orig).__name__


def _understood(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise DatabaseURLError(f"SCRIBE_ASSIST_DATABASE_URL is no database URL; {FORMS}") from None
    if url.drivername == "sqlite":
        if not url.database or url.database == ":memory:" or url.host or url.query:
            raise DatabaseURLError(
                "SCRIBE_ASSIST_DATABASE_URL names no file: sqlite:///relative/path or sqlite:////absolute/path"
            )
        return url
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        if not url.database:
            raise DatabaseURLError(f"SCRIBE_ASSIST_DATABASE_URL names no database; {FORMS}")
        return url.set(drivername="postgresql+psycopg")
    raise DatabaseURLError(f"SCRIBE_ASSIST_DATABASE_URL is of another kind of database; {FORMS}")


def advisory(connection: Connection, lock: int) -> None:
    """Hold a lock of ours until the transaction ends; on SQLite a writing transaction holds them all."""
    if connection.dialect.name == POSTGRESQL:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({lock:d})")
