"""A PostgreSQL of the tests' own: made for the session, on a socket in a folder, thrown away after it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

DEBIAN = Path("/usr/lib/postgresql")
LEAST_VERSION = 13


@dataclass(frozen=True)
class Cluster:
    """A running server; its files lie in `data`."""

    folder: Path
    data: Path

    def url(self, user: str = "postgres") -> str:
        return f"postgresql://{user}@/postgres?host={self.folder}"

    def create(self, name: str) -> str:
        """Return the URL of a place of its own: a user whose tables go into a schema of the same name.

        A database for each test would take three hundred files.
        """
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {name} SUPERUSER LOGIN")
            connection.execute(f"CREATE SCHEMA AUTHORIZATION {name}")
        return self.url(name)

    def bytes_on_disk(self) -> bytes:
        """Return everything that the server keeps, once it has written all of it."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        files = [path for path in self.data.rglob("*") if path.is_file()]
        return b"".join(path.read_bytes() for path in files)


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL that is installed: Debian keeps it off the PATH."""
    found = [
        folder / "bin"
        for folder in sorted(DEBIAN.glob("*"), key=lambda path: -int(path.name) if path.name.isdigit() else 0)
        if folder.name.isdigit() and int(folder.name) >= LEAST_VERSION and (folder / "bin/initdb").exists()
    ]
    on_path = shutil.which("initdb")
    return found[0] if found else Path(on_path).resolve().parent if on_path else None


@contextmanager
def running() -> Iterator[Cluster]:
    """Run a server that nobody else can reach; what it writes need not outlive it, so it need not sync."""
    programs = binaries()
    assert programs
    # The path of a socket has at most 107 bytes: not below pytest's own folders.
    folder = Path(tempfile.mkdtemp(prefix="scribe-pg-"))
    data = folder / "data"
    as_user = _unprivileged(folder)
    try:
        _call(
            [
                *as_user,
                programs / "initdb",
                "-D",
                data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
            ]
        )
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c autovacuum=off"
        options += " -c synchronous_commit=off -c max_connections=40"
        _call([*as_user, programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
        try:
            yield Cluster(folder, data)
        finally:
            _call([*as_user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> list[str]:
    """Return how to call a program as someone who is not root, to whom the folder then belongs."""
    if os.geteuid() != 0:
        return []
    user = next(name for name in ("postgres", "nobody") if name in {one.pw_name for one in pwd.getpwall()})
    shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    return ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups", "--"]


def _call(command: Sequence[str | Path]) -> None:
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=60, cwd="/", check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}\n{done.stderr}")
