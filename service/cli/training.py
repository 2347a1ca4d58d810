"""`scribe-assist train`: make a model."""

from __future__ import annotations

import datetime
import re
import sys
from pathlib import Path

import click

from service.classifier.card import Card
from service.cli.figures import print_figures, shown
from service.cli.options import AS_JSON, MODELS, SNIPPETS, models_folder, told_plainly, version_name


@click.command(epilog="Example: scribe-assist train --seed 1 --version 2026.11.21")
@SNIPPETS
@MODELS
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="Decides who is held apart."
)
@click.option(
    "--version", callback=version_name, help="Name of the model; by default today's date, or the next free."
)
@click.option(
    "--date", type=click.DateTime(["%Y-%m-%d"]), help="Date on the card; by default the version's, or today."
)
@AS_JSON
def train(
    snippets: Path,
    models: str | None,
    seed: int,
    version: str | None,
    date: datetime.datetime | None,
    as_json: bool,
) -> None:
    """Train a model on the annotated snippets.

    Writes models/<version>/ and does not put it live. The same snippets, seed, version and date give the
    same bytes.
    """
    from service.training.agreement import read_agreement
    from service.training.html_report.page import can_draw
    from service.training.registry import next_version
    from service.training.snippets import read_snippets
    from service.training.train import train as train_model

    with told_plainly():
        folder = models_folder(models)
        version = version or next_version(folder, datetime.date.today())
        trained_at = date.date() if date else _date_of(version)
        with _Bars() as bars:
            found = read_snippets(snippets)
            agreement = read_agreement(snippets)
            card = train_model(found, folder, version, trained_at, seed, bars.show, agreement)
    if not can_draw():
        click.echo(
            f"{folder / version / 'report.html'} has no plots, as matplotlib is not installed; "
            "install the extra `training` and train again to have them",
            err=True,
        )
    if as_json:
        click.echo(card.model_dump_json(indent=2))
    else:
        _print_card(card, folder / version)


class _Bars:
    """Progress on standard error: a bar for each step on a terminal, else a line for each step done."""

    def __enter__(self) -> _Bars:
        self.step = ""
        self.shown = 0
        return self

    def __exit__(self, *_: object) -> None:
        if self.step and sys.stderr.isatty():
            click.echo(err=True)

    def show(self, step: str, done: int, of: int) -> None:
        """Show how much of a step is done."""
        if sys.stderr.isatty():
            bar = "#" * (30 * done // of)
            click.echo(f"\r{step:30} [{bar:30}] {done} of {of}", err=True, nl=done == of)
        elif done == of:
            click.echo(f"{step}: {of} done", err=True)


def _date_of(version: str) -> datetime.date:
    """Return the date that a version begins with, else today."""
    found = re.match(r"(\d{4})\.(\d{2})\.(\d{2})(?!\d)", version)
    try:
        return datetime.date(*map(int, found.groups())) if found else datetime.date.today()
    except ValueError:
        return datetime.date.today()


def _print_card(card: Card, folder: Path) -> None:
    click.echo(f"{folder} written: {card.features} features from {card.data.counts.snippets} snippets")
    for regularisation, loss in card.training.losses.items():
        chosen = "  chosen" if float(regularisation) == card.training.regularisation else ""
        click.echo(f"regularisation {regularisation:5} out-of-fold log loss {loss:.4f}{chosen}")
    click.echo(f"calibration {card.calibration.method}, operating point {card.operating_point:.3f}")
    click.echo(f"on writers that the weights never saw ({', '.join(card.training.test_groups)}):")
    print_figures(card.figures.test, card.figures.intervals_test)
    click.echo("with parts left out, on the same writers:")
    for arm in card.ablation:
        click.echo(
            f"  {arm.name:38} log loss {arm.loss_test:.4f}  "
            f"f1 {shown(arm.test.f1)}  ece {shown(arm.test.ece)}"
        )
