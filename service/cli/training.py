"""`scribe-assist train`, `evaluate` and `promote`: make a model, measure it, put it live."""

from __future__ import annotations

import datetime
import getpass
import json
import re
import sys
from pathlib import Path

import click

from service.classifier.card import VERSION_FORM, Card, Figures
from service.cli.options import AS_JSON, MODELS, SNIPPETS, models_folder, told_plainly


def _version(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.match(VERSION_FORM, value):
        raise click.BadParameter(
            "letters, digits, dots, dashes and underscores, beginning with one of the first two"
        )
    return value


@click.command(epilog="Example: scribe-assist train --seed 1 --version 2026.11.21")
@SNIPPETS
@MODELS
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="Decides who is held apart."
)
@click.option(
    "--version", callback=_version, help="Name of the model; by default today's date, or the next free."
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
    from service.training.registry import next_version
    from service.training.snippets import read_snippets
    from service.training.train import train as train_model

    with told_plainly():
        folder = models_folder(models)
        version = version or next_version(folder, datetime.date.today())
        trained_at = date.date() if date else _date_of(version)
        with _Bars() as bars:
            card = train_model(read_snippets(snippets), folder, version, trained_at, seed, bars.show)
    if as_json:
        click.echo(card.model_dump_json(indent=2))
    else:
        _print_card(card, folder / version)


@click.command(epilog="Example: scribe-assist evaluate notes.jsonl --misses 5")
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@MODELS
@click.option("--version", callback=_version, help="The model to score; by default the live one.")
@click.option(
    "--misses", type=click.IntRange(0), default=0, help="Show so many notes that went wrong, by their id."
)
@AS_JSON
def evaluate(
    gold: tuple[Path, ...], models: str | None, version: str | None, misses: int, as_json: bool
) -> None:
    """Score a model on labelled notes: JSON Lines, each with its gold codes and alerts."""
    from service.classifier.artifact import load, load_live
    from service.reference.catalogue import Editions
    from service.suggesting import Suggester
    from service.training.figures import figures
    from service.training.gold import answer, read_gold

    with told_plainly():
        folder = models_folder(models)
        model = load(folder / version) if version else load_live(folder)
        suggester = Suggester(model, Editions.load())
        notes = list(read_gold(gold))
    cases = [answer(suggester, note) for note in notes]
    measured = figures(cases)
    wrong = [note.id for note, case in zip(notes, cases, strict=True) if case.wanted != case.recommended]
    if as_json:
        click.echo(json.dumps({"model": model.version, "figures": measured.model_dump(), "misses": wrong}))
        return
    click.echo(f"model {model.version}")
    _print_figures(measured)
    for name in wrong[:misses]:
        click.echo(f"wrong: {name}")


@click.command(epilog='Example: scribe-assist promote 2026.11.21 --why "the first model"')
@click.argument("version", callback=_version)
@MODELS
@click.option("--why", required=True, help="The reason, for the log.")
@click.option(
    "--who", default=getpass.getuser, show_default="the user's name", help="Who decides it, for the log."
)
def promote(version: str, models: str | None, why: str, who: str) -> None:
    """Make a version the live one: verify it, then add a line to the log of promotions."""
    from service.training.registry import promote as promote_version

    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    with told_plainly():
        promotion = promote_version(models_folder(models), version, who, why, now)
    click.echo(f"{promotion.to} is live; before it: {promotion.from_ or 'none'}")


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
    click.echo(f"on writers never seen ({', '.join(card.training.test_groups)}):")
    _print_figures(card.figures.test)


def _print_figures(figures: Figures) -> None:
    for name, value in figures.model_dump().items():
        shown = "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
        click.echo(f"  {name:12} {shown}")
