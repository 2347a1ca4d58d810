"""`scribe-assist tokens`: who may come in."""

from __future__ import annotations

import datetime

import click

from service.cli.options import AS_JSON
from service.cli.storing import console, opened_store, print_lines, print_table


@click.group(epilog="Example: scribe-assist tokens list")
def tokens() -> None:
    """Make, list and revoke the tokens with which callers and reviewers come in."""


@tokens.command(
    epilog="Example: scribe-assist tokens create --role scribe --name clinic-a --stores --expires-days 365"
)
@click.option(
    "--role",
    type=click.Choice(["scribe", "reviewer", "maintainer"]),
    required=True,
    help="A scribe posts notes, a reviewer reads and decides, a maintainer sees figures and exports.",
)
@click.option("--name", required=True, help="Who has it. A scribe's name owns the notes posted with it.")
@click.option("--expires-days", type=click.IntRange(1, 36500), help="Days until it ends; by default never.")
@click.option("--stores", is_flag=True, help="Keep every note that a scribe posts with it, asked or not.")
@click.option("--allows-training", is_flag=True, help="A scribe's notes may be learned from.")
@AS_JSON
def create(
    role: str, name: str, expires_days: int | None, stores: bool, allows_training: bool, as_json: bool
) -> None:
    """Make a token and show it. It is shown this once: only its hash is kept."""
    from service.store import TokenRole

    lifetime = datetime.timedelta(days=expires_days) if expires_days else None
    with opened_store(make=True) as store:
        issued = store.tokens.create(name, TokenRole(role), console(), lifetime, stores, allows_training)
        kept = store.describe()
    if as_json:
        click.echo(issued.model_dump_json())
        return
    click.echo(issued.secret)
    ends = f"until {issued.token.expires_at:%Y-%m-%d}" if issued.token.expires_at else "without end"
    click.echo(f"token {issued.token.id}: {role} {name}, {ends}. It is not shown again.", err=True)
    # A server on another database does not know it.
    click.echo(f"kept in {kept}", err=True)


@tokens.command(name="list", epilog="Example: scribe-assist tokens list --json")
@AS_JSON
def list_tokens(as_json: bool) -> None:
    """List every token ever made, without its secret, oldest first; as JSON, a line for each."""
    now = datetime.datetime.now(datetime.UTC)
    with opened_store() as store:
        listed = store.tokens.list()
    if as_json:
        print_lines(listed)
        return
    print_table(
        ("id", "role", "name", "state", "expires", "last used", "may"),
        (
            (
                token.id,
                token.role.value,
                token.name,
                "active" if token.active(now) else "revoked" if token.revoked_at else "expired",
                token.expires_at and f"{token.expires_at:%Y-%m-%d}",
                token.last_used_at and f"{token.last_used_at:%Y-%m-%d %H}h",
                " ".join(["store"] * token.stores + ["train"] * token.allows_training),
            )
            for token in listed
        ),
    )


@tokens.command(epilog="Example: scribe-assist tokens revoke clinic-a")
@click.argument("token")
def revoke(token: str) -> None:
    """Revoke a token by its id, or all of a name; the sessions that it began end at once."""
    with opened_store() as store:
        for revoked in store.tokens.revoke(token, console()):
            click.echo(f"revoked {revoked.id}: {revoked.role.value} {revoked.name}")
