"""`scribe-assist store`, `purge`, `keys` and `decisions`: upkeep of what is kept."""

from __future__ import annotations

import datetime
import sys

import click

from service.cli.options import AS_JSON, told_plainly
from service.cli.storing import console, opened_store, print_lines
from service.errors import SettingsError
from service.settings import Settings


@click.group(epilog="Example: scribe-assist store migrate")
def store() -> None:
    """Make the database of what is stored, and bring it to this release's tables."""


@store.command(
    epilog="Example: SCRIBE_ASSIST_DATABASE_URL=postgresql://me@db/scribe scribe-assist store migrate"
)
def migrate() -> None:
    """Make or migrate the tables, and make or check the keys; `serve` does the same at its start.

    What is kept stays. A database of a newer release is left as it is, with exit status 1.
    """
    from service.store import Store
    from service.store.migrations import HEAD

    with told_plainly():
        opened = Store.open(Settings.from_environment())
        before = opened.prepare()
    done = "made" if before is None else "was already" if before == HEAD else f"migrated from {before}"
    click.echo(f"{opened.describe()}: {done}, at revision {HEAD}")


@store.command(epilog="Example: scribe-assist store check")
def check() -> None:
    """Say whether the store can be used: reachable, of this release's revision, with its keys."""
    with opened_store() as opened:
        click.echo(f"{opened.describe()}: can be used")


@click.command(epilog="Example: scribe-assist purge --dry-run")
@click.option("--days", type=click.IntRange(1, 36500), help="Stands before SCRIBE_ASSIST_RETENTION_DAYS.")
@click.option("--dry-run", is_flag=True, help="Say what would be erased, and erase nothing.")
@AS_JSON
def purge(days: int | None, dry_run: bool, as_json: bool) -> None:
    """Erase the notes that are older than their days, for good.

    Decisions keep their codes and lose their words. To be run every day, by cron or a timer.
    """
    with told_plainly():
        days = days or Settings.from_environment().retention_days
        if days is None:
            raise SettingsError(["SCRIBE_ASSIST_RETENTION_DAYS is not set: notes are kept; or give --days"])
    before = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=days)
    with opened_store() as opened:
        erased = opened.retention.purge(before, console(), dry_run)
    if as_json:
        click.echo(erased.model_dump_json())
        return
    click.echo(
        f"{'would erase' if dry_run else 'erased'} {erased.revisions} revisions, {erased.notes} whole notes, "
        f"the words of {erased.decisions} decisions"
    )
    if erased.traces:
        click.echo("a reader was in the way: what is left on disk is sealed; run purge again", err=True)


@click.group(epilog="Example: scribe-assist keys rotate")
def keys() -> None:
    """Change the key that seals what is stored."""


@keys.command(epilog="Example: scribe-assist keys rotate")
@AS_JSON
def rotate(as_json: bool) -> None:
    """Make a new key, seal everything with it, and drop the old one once nothing needs it.

    The server may go on meanwhile. If it is stopped, run it again: it goes on where it was. With keys in
    SCRIBE_ASSIST_KEYS, put a new key before the old one and restart the server first.
    """
    with opened_store() as opened:
        rotated = opened.rotation.rotate(console(), _show)
    if as_json:
        click.echo(rotated.model_dump_json())
        return
    click.echo(f"key {rotated.current} seals now; {rotated.resealed} rows sealed anew")
    click.echo(f"dropped: {', '.join(rotated.dropped) or 'none'}")


@click.group(epilog="Example: scribe-assist decisions export > decisions.jsonl")
def decisions() -> None:
    """Export what reviewers decided."""


@decisions.command(epilog="Example: scribe-assist decisions export --since 2026-11-01 --notes")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only from this day on, in UTC.")
@click.option("--notes", is_flag=True, help="With the notes whose owners allow training.")
def export(since: datetime.datetime | None, notes: bool) -> None:
    """Print every decision as a line of JSON, oldest first. The audit trail records it."""
    start = since.replace(tzinfo=datetime.UTC) if since else None
    with opened_store() as opened:
        print_lines(opened.decisions.export(console(), start, notes))


def _show(done: int, of: int) -> None:
    if of and sys.stderr.isatty():
        click.echo(f"\rsealed anew: {done} of {of}", err=True, nl=done == of)
