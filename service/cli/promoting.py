"""`scribe-assist promote` and `rollback`: put a version live, and go back."""

from __future__ import annotations

import datetime
import getpass

import click

from service.classifier.artifact import Promotion
from service.cli.options import AS_JSON, MODELS, models_folder, told_plainly, version_name

_WHY = click.option("--why", required=True, help="The reason, for the log.")
_WHO = click.option(
    "--who", default=getpass.getuser, show_default="the user's name", help="Who decides it, for the log."
)


@click.command(epilog='Example: scribe-assist promote 2027.01.15 --why "the notes of January"')
@click.argument("version", callback=version_name)
@MODELS
@_WHY
@_WHO
@click.option("--override", help="Promote without a comparison that passes; the reason stays in the log.")
@AS_JSON
def promote(
    version: str, models: str | None, why: str, who: str, override: str | None, as_json: bool
) -> None:
    """Make a version the live one: verify it, ask the gate, then add a line to the log of promotions.

    The gate wants the newest comparison of this version with the live one to pass: no figure worse
    beyond its interval, no code's recall down by more than 5 %, at most 3 % of the notes without a code
    given one, at most 1.2 times the time. The first promotion needs none. Exit status 1 if it refuses.
    """
    from service.training.gate import promote as promote_version

    _require_words(why=why, who=who, override=override)
    with told_plainly():
        promotion = promote_version(models_folder(models), version, who, why, _now(), override)
    _print(promotion, as_json)


@click.command(epilog='Example: scribe-assist rollback --why "more false notes since Monday"')
@MODELS
@_WHY
@_WHO
@AS_JSON
def rollback(models: str | None, why: str, who: str, as_json: bool) -> None:
    """Go back to the version that was live before; once more goes back one further.

    Adds a line to the log, as a promotion does, and takes none away. It needs no comparison.
    """
    from service.training.registry import rollback as go_back

    _require_words(why=why, who=who)
    with told_plainly():
        promotion = go_back(models_folder(models), who, why, _now())
    _print(promotion, as_json)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def _require_words(**options: str | None) -> None:
    """Raise BadParameter for an option that is given and says nothing."""
    for name, value in options.items():
        if value is not None and not value.strip():
            raise click.BadParameter("needs words, for the log", param_hint=f"--{name}")


def _print(promotion: Promotion, as_json: bool) -> None:
    if as_json:
        click.echo(promotion.model_dump_json(by_alias=True, indent=2))
        return
    before = (
        f"gone back from {promotion.from_}"
        if promotion.rollback
        else f"before it: {promotion.from_ or 'none'}"
    )
    click.echo(f"{promotion.to} is live; {before}")
    if promotion.comparison:
        click.echo(f"allowed by {promotion.comparison.file}: {promotion.comparison.summary}")
    if promotion.override:
        click.echo("the gate was overridden; the reason is in the log")
