from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from service.settings import Settings
from service.store import Store
from service.web import create_app
from tests.web.fake import fake

MOST_CHARACTERS = 2_000


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)


@dataclass(frozen=True)
class LiveServer:
    """A real gunicorn in a process group of its own, `pid`; `log` is everything that it wrote."""

    host: str
    port: int
    log_file: Path
    pid: int

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8")

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        connection = HTTPConnection(self.host, self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def post(self, body: object, content_type: str = "application/json") -> Answer:
        """Post a body to /v1/suggestions: bytes as they are, anything else as JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", "/v1/suggestions", data, {"Content-Type": content_type})

    def send_raw(self, data: bytes) -> bytes:
        """Send bytes that no HTTP client would, and return everything that comes back."""
        with socket.create_connection((self.host, self.port), timeout=20) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))


@contextmanager
def started(command: Sequence[str], log_file: Path) -> Iterator[LiveServer]:
    """Run a command that serves, until the block ends."""
    with log_file.open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        yield LiveServer(*_address(process, log_file), log_file, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield server


@contextmanager
def serving(folder: Path, **settings: object) -> Iterator[LiveServer]:
    """Serve the fake suggester with what it keeps in a folder, until the block ends."""
    given = {
        "models": str(folder / "models"),
        "port": 0,
        "workers": 1,
        "max_note_characters": MOST_CHARACTERS,
    }
    command = [sys.executable, "-m", "tests.web.fake", json.dumps(given | settings)]
    with started(command, folder / "log") as server:
        yield server


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose store lies in a folder of the test's own."""
    return Settings(models=tmp_path / "models", max_note_characters=MOST_CHARACTERS)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = Store.open(settings)
    store.prepare()
    yield store
    store.close()


@pytest.fixture
def app(settings: Settings, store: Store) -> Flask:
    """The application on the fake suggester, open, as no token exists yet."""
    return create_app(settings, fake(), store)


def _address(process: subprocess.Popen[bytes], log_file: Path) -> tuple[str, int]:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"serving on http://([\d.]+):(\d+)", log_file.read_text(encoding="utf-8")):
            return found[1], int(found[2])
        time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{log_file.read_text(encoding='utf-8')}")
