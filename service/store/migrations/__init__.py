"""The revisions of the tables: which one a database has, and how it comes to ours."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from service.errors import DatabaseRevisionError

HEAD = "0002"


def revision_of(connection: Connection) -> str | None:
    """Return the revision of a database; None for one in which nothing was made yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def require_head(connection: Connection, database: str) -> None:
    """Raise DatabaseRevisionError unless the database has the revision of this release."""
    found = revision_of(connection)
    if found == HEAD:
        return
    if found is None:
        raise DatabaseRevisionError(f"the database {database} has no tables; make them: {COMMAND}")
    if found in known():
        raise DatabaseRevisionError(
            f"the database {database} is of revision {found}, this release needs {HEAD}: {COMMAND}"
        )
    raise _newer(found, database)


def upgrade(connection: Connection, database: str) -> str | None:
    """Bring a database to this release's revision in the transaction at hand; return the one it had.

    Raises DatabaseRevisionError for a database of a release newer than this, and leaves it as it is.
    """
    # Alembic takes a third of a second to import, and only a start and a command need it.
    from alembic import command
    from alembic.config import Config

    found = revision_of(connection)
    if found is not None and found not in known():
        raise _newer(found, database)
    if found != HEAD:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return found


def known() -> frozenset[str]:
    """Return the revisions that this release has heard of: its own and all before it."""
    files = (Path(__file__).parent / "versions").glob("r[0-9][0-9][0-9][0-9]_*.py")
    return frozenset(file.name[1:5] for file in files)


COMMAND = "scribe-assist store migrate"


def _newer(found: str, database: str) -> DatabaseRevisionError:
    return DatabaseRevisionError(
        f"the database {database} is of revision {found}, which this release does not know: "
        "it was made by a newer release, and is left as it is"
    )
