"""What the subcommands that need the store share: opening it, who acts, and how rows are printed."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from pydantic import BaseModel

from service.cli.options import told_plainly
from service.settings import Settings

if TYPE_CHECKING:
    from service.store import Actor, Store


@contextmanager
def opened_store(make: bool = False) -> Iterator[Store]:
    """Lend the store of the settings; a failure that was foreseen is told plainly.

    With `make`, what is not there yet is made; else a store that was never made is an error, as the
    settings may name a wrong place.
    """
    from service.store import Store

    with told_plainly():
        store = Store.open(Settings.from_environment())
        try:
            if make:
                store.prepare()
            store.check()
            yield store
        finally:
            store.close()


def console() -> Actor:
    """Return who acts: whoever is at this console."""
    from service.store import Actor

    return Actor(name=f"console:{getpass.getuser()}"[:100], address="console")


def print_lines(rows: Iterable[BaseModel]) -> None:
    """Print each row as a line of JSON."""
    for row in rows:
        click.echo(row.model_dump_json())


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their heads, each column as wide as it needs."""
    cells = [
        list(heads),
        *(["-" if cell is None or cell == "" else str(cell) for cell in row] for row in rows),
    ]
    widths = [max(len(row[at]) for row in cells) for at in range(len(heads))]
    for row in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
