"""Progress on standard error: a bar with the time left on a terminal, else now and then a plain line."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

import click

# Seconds between two lines where there is no terminal.
_SELDOM = 30.0


class Bars:
    """A bar for each step, one after another."""

    def __enter__(self) -> Bars:
        self._is_terminal = sys.stderr.isatty()
        self._step = ""
        self._bar: Any = None
        self._began = self._told = time.monotonic()
        self._from = 0
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def show(self, step: str, done: int, of: int) -> None:
        """Show how much of a step is done."""
        if step != self._step:
            self._close()
            self._step, self._began, self._from = step, time.monotonic(), done
            self._told = self._began
            if self._is_terminal:
                self._bar = click.progressbar(
                    length=of, label=f"{step:24}", file=sys.stderr, show_pos=True, show_eta=True
                )
                self._bar.__enter__()
        if self._bar is not None:
            self._bar.update(done - self._bar.pos)
        elif done == of:
            click.echo(f"{step}: {of} done", err=True)
        elif time.monotonic() - self._told > _SELDOM:
            self._told = time.monotonic()
            click.echo(f"{step}: {done} of {of}, {self._left(done, of)} left", err=True)

    def say(self, line: str) -> None:
        """Say something between the bars."""
        if self._bar is not None:
            # The bar is drawn again below the line.
            click.echo("\r\033[K", err=True, nl=False)
        click.echo(line, err=True)
        if self._bar is not None:
            self._bar.render_progress()

    def _left(self, done: int, of: int) -> str:
        spent = time.monotonic() - self._began
        seconds = spent / max(1, done - self._from) * (of - done)
        return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
