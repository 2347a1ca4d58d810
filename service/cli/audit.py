"""`scribe-assist audit`: who did what with which note, and whether the trail is whole."""

from __future__ import annotations

import datetime

import click

from service.cli.options import AS_JSON
from service.cli.storing import opened_store, print_lines, print_table


@click.group(epilog="Example: scribe-assist audit verify")
def audit() -> None:
    """Read the audit trail and verify it."""


@audit.command(epilog="Example: scribe-assist audit verify --head 97b37357...")
@click.option("--head", help="The head that an earlier verification printed: it must still be in the trail.")
@AS_JSON
def verify(head: str | None, as_json: bool) -> None:
    """Hold every row to its hash and to the row before it; print the head, to be kept elsewhere.

    Exit status 1 if a row was changed, is missing or was moved. That the newest rows were cut off is found
    only with --head.
    """
    with opened_store() as store:
        verification = store.audit.verify(head)
        click.echo(f"the trail of {store.describe()}", err=True)
    if as_json:
        click.echo(verification.model_dump_json())
    else:
        for broken in verification.breaks:
            click.echo(f"at row {broken.seq}: {broken.what}")
        click.echo(f"{verification.rows} rows, {'broken' if verification.breaks else 'whole'}")
        click.echo(f"head {verification.head}")
    if verification.breaks:
        raise SystemExit(1)


@audit.command(name="list", epilog="Example: scribe-assist audit list --newest 20")
@click.option("--note", help="Only rows about the note of this id.")
@click.option("--actor", help="Only what someone of this name did.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only from this day on, in UTC.")
@click.option("--newest", type=click.IntRange(1), help="Only so many, the newest.")
@AS_JSON
def list_entries(
    note: str | None,
    actor: str | None,
    since: datetime.datetime | None,
    newest: int | None,
    as_json: bool,
) -> None:
    """List rows of the trail, oldest first; as JSON, a line for each."""
    start = since.replace(tzinfo=datetime.UTC) if since else None
    with opened_store() as store:
        entries = store.audit.entries(note, start, actor, newest)
        if as_json:
            print_lines(entries)
            return
        print_table(
            ("row", "when", "who", "from", "what", "note", "detail"),
            (
                (
                    entry.seq,
                    f"{entry.at:%Y-%m-%d %H:%M:%S}",
                    entry.actor,
                    entry.address,
                    entry.action.value,
                    entry.note_id,
                    entry.detail or entry.subject,
                )
                for entry in entries
            ),
        )
