"""The pages in a real Chromium against a real server: one of each for the whole session."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

CHROMIUM = "/usr/bin/chromium"
# Debian's browser as root, with nothing of its own to say to the network.
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run"
).split()


@dataclass
class Workbench:
    """A server of its own, empty at first, and the cookies of a developer who signed in by the link."""

    address: str
    browser: Browser
    models: Path
    cookies: list[object] = field(default_factory=list)

    def open(self, width: int = 1440) -> Desk:
        """Open a window of a width, signed in."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            base_url=self.address,
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.add_cookies(self.cookies)  # type: ignore[arg-type]
        return Desk(context, context.new_page(), self.address, self.models)


@dataclass
class Desk:
    """A window; `complaints` are errors of the console, of scripts and of the policy, `strays` requests that
    left for another origin.
    """

    context: BrowserContext
    page: Page
    address: str
    models: Path
    complaints: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._follow)

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(said.text)

    def _follow(self, asked: Request) -> None:
        if not asked.url.startswith((self.address, "about:")):
            self.strays.append(asked.url)

    def post(self, text: str, **more: object) -> str:
        """Post a note that is to be kept; return the id of its revision."""
        body = {"note": {"text": text}, "encounter": {"date": "2026-03-14"}, "store": True} | more
        answer = self.page.request.post("/v1/suggestions", data=body)
        assert answer.status == 200, answer.text()
        return str(answer.json()["id"])

    def rows(self, *words: str) -> list[dict[str, Any]]:
        """Return what the command line prints of the same store, a row of JSON a line."""
        called = subprocess.run(
            [str(Path(sys.executable).with_name("scribe-assist")), *words],
            env=os.environ | {"SCRIBE_ASSIST_MODELS": str(self.models)},
            capture_output=True,
            text=True,
            check=True,
        )
        return [json.loads(line) for line in called.stdout.splitlines()]


@pytest.fixture(scope="session")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    if not Path(CHROMIUM).exists():
        message = f"the browser tests need Debian's chromium at {CHROMIUM}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    folder = tmp_path_factory.mktemp("workbench")
    shutil.copytree("models", folder / "models")
    log = folder / "log"
    settings = {"SCRIBE_ASSIST_MODELS": str(folder / "models"), "SCRIBE_ASSIST_WORKERS": "1"}
    with log.open("wb") as written:
        server = subprocess.Popen(
            [str(Path(sys.executable).with_name("scribe-assist")), "serve", "--port", "0"],
            stdout=written,
            stderr=written,
            env=os.environ | settings,
        )
    try:
        link = _link(server, log)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
            context = browser.new_context()
            context.new_page().goto(link)
            cookies: list[object] = list(context.cookies())
            context.close()
            yield Workbench(link.partition("/sign-in")[0], browser, folder / "models", cookies)
            browser.close()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


@pytest.fixture
def desk(workbench: Workbench) -> Iterator[Desk]:
    opened = workbench.open()
    yield opened
    opened.context.close()
    assert opened.complaints == []
    assert opened.strays == []


def _link(server: subprocess.Popen[bytes], log: Path) -> str:
    """Return the one-time link that the server prints in its first lines."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        if found := re.search(r"http://\S+/sign-in\?link=\S+", log.read_text(encoding="utf-8")):
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")
