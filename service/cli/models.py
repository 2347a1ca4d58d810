"""`scribe-assist models`: which versions there are, what is known of one, whether its bytes are intact."""

from __future__ import annotations

import json

import click

from service.cli.options import AS_JSON, MODELS, models_folder, told_plainly
from service.errors import ModelError


@click.group(epilog="Example: scribe-assist models list")
def models() -> None:
    """Look at the trained models and verify them."""


@models.command(name="list", epilog="Example: scribe-assist models list --json")
@MODELS
@AS_JSON
def list_models(models: str | None, as_json: bool) -> None:
    """List the versions; the live one is marked."""
    from service.training.registry import live, versions

    with told_plainly():
        folder = models_folder(models)
        names, promoted = versions(folder), live(folder)
    if as_json:
        click.echo(json.dumps({"versions": names, "live": promoted}))
        return
    for name in names:
        click.echo(f"{name}{'  live' if name == promoted else ''}")


@models.command(epilog="Example: scribe-assist models show 2026.11.21")
@click.argument("version", required=False)
@MODELS
def show(version: str | None, models: str | None) -> None:
    """Print a version's card as JSON; by default the live one's."""
    from service.classifier.artifact import live_version, read_card

    with told_plainly():
        folder = models_folder(models)
        card = read_card(folder / (version or live_version(folder)))
    click.echo(card.model_dump_json(indent=2))


@models.command(epilog="Example: scribe-assist models verify")
@click.argument("version", nargs=-1)
@MODELS
@AS_JSON
def verify(version: tuple[str, ...], models: str | None, as_json: bool) -> None:
    """Check every byte of the versions named, or of all, against their cards.

    Exit status 1 if one is damaged.
    """
    from service.training.registry import verify as verify_version
    from service.training.registry import versions

    with told_plainly():
        folder = models_folder(models)
        verdicts = {}
        for name in version or versions(folder):
            try:
                verify_version(folder, name)
                verdicts[name] = "intact"
            except ModelError as error:
                verdicts[name] = str(error)
    if as_json:
        click.echo(json.dumps(verdicts))
    else:
        for name, verdict in verdicts.items():
            click.echo(f"{name}: {verdict}")
    if any(verdict != "intact" for verdict in verdicts.values()):
        raise SystemExit(1)
