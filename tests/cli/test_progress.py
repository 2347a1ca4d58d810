"""A bar with the time left on a terminal, and plain lines elsewhere."""

from __future__ import annotations

import io
import itertools

import pytest

from service.cli.progress import Bars


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_how_long_it_will_take(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count(0, 10)
    monkeypatch.setattr("time.time", lambda: float(next(clock)))
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with Bars() as bars:
        for done in (0, 10, 20, 30):
            bars.show("reading", done, 100)
        bars.say("a setting")
        bars.show("searching", 0, 2)
    shown = terminal.getvalue()
    assert "reading" in shown and "30/100" in shown and "00:0" in shown
    assert "a setting\n" in shown and shown.index("a setting") < shown.index("searching")


def test_elsewhere_there_are_plain_lines_and_few(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = itertools.count(0, 10)
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)))
    with Bars() as bars:
        for done in range(0, 101, 10):
            bars.show("reading", done, 100)
        bars.say("a setting")
    lines = capsys.readouterr().err.splitlines()
    assert lines[-2:] == ["reading: 100 done", "a setting"]
    told = lines[:-2]
    assert 1 <= len(told) <= 3 and all("of 100, " in line and line.endswith(" left") for line in told)
    assert not any(letter in "".join(lines) for letter in "\r\033#")
