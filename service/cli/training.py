"""`scribe-assist train`: make a model."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from service.classifier.card import Card
from service.cli.figures import print_figures, shown
from service.cli.options import AS_JSON, MODELS, SNIPPETS, models_folder, told_plainly, version_name
from service.cli.progress import Bars
from service.errors import StoppedError

_MOST_SETTINGS = 24
_MOST_NAMED = 10


class _Setting(click.ParamType[tuple[float, int]]):
    """A regularisation and a rarest feature, as in 0.3,3."""

    name = "C,N"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, int]:
        """Return the two numbers; BadParameter if they are none, or not above zero."""
        regularisation, _, rarest = str(value).partition(",")
        try:
            numbers = float(regularisation), int(rarest)
        except ValueError:
            self.fail(f"{value!r} is not a number, a comma and a whole number, as in 0.3,3", param, ctx)
        if not (0 < numbers[0] < math.inf and numbers[1] >= 1):
            self.fail(f"{value!r}: the first must be above 0, the second 1 or more", param, ctx)
        return numbers


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
@click.option(
    "--resume",
    is_flag=True,
    help="Go on with an interrupted training; without --version, with the only one there is.",
)
@click.option(
    "--workers", type=click.IntRange(1, 256), show_default="one a core", help="Processes that share the work."
)
@click.option(
    "--search",
    type=click.IntRange(1, _MOST_SETTINGS),
    default=6,
    show_default=True,
    help="How many settings are tried, of a list that is always the same; 1 searches nothing.",
)
@click.option(
    "--setting",
    "settings",
    type=_Setting(),
    multiple=True,
    help="Try this regularisation and rarest feature, as in 0.3,3, in the place of the list; repeat it.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Search on the workers of a Dask scheduler, such as tcp://10.0.0.5:8786.",
)
@AS_JSON
def train(
    snippets: Path,
    models: str | None,
    seed: int,
    version: str | None,
    date: datetime.datetime | None,
    resume: bool,
    workers: int | None,
    search: int,
    settings: tuple[tuple[float, int], ...],
    cluster: str | None,
    as_json: bool,
) -> None:
    """Train a model on the annotated snippets.

    Writes models/<version>/ and does not put it live. The same snippets, seed, version, date and settings
    give the same bytes, resumed or not, and with any number of workers.
    """
    from service.training.agreement import read_agreement
    from service.training.fitting import Setting
    from service.training.html_report.page import can_draw
    from service.training.listing import Listing
    from service.training.searching import GRID
    from service.training.train import Effort, Witness
    from service.training.train import train as train_model

    if len(settings) > _MOST_SETTINGS:
        raise click.UsageError(
            f"--setting: {len(settings)} settings; a search tries {_MOST_SETTINGS} at most"
        )
    tried = tuple(Setting(*setting) for setting in settings) or GRID[:search]
    with told_plainly():
        folder = models_folder(models)
        version = version or _version(folder, resume)
        trained_at = date.date() if date else _date_of(version)
        effort = Effort(tried, resume, workers, cluster)
        with Bars() as bars, _resumable(version):
            witness = Witness(bars.show, lambda one: bars.say(_tried(*one.setting, one.loss)), bars.say)
            found, agreement = Listing.of(snippets), read_agreement(snippets)
            card = train_model(found, folder, version, trained_at, seed, witness, effort, agreement)
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


def _version(models: Path, resume: bool) -> str:
    """Return the version to train: a free one, or that of the only interrupted training."""
    from service.training.job import interrupted
    from service.training.registry import next_version

    if not resume:
        return next_version(models, datetime.date.today())
    left = interrupted(models)
    if len(left) != 1:
        found = f"these are interrupted: {', '.join(left)}" if left else "no training is interrupted"
        raise click.UsageError(f"--resume needs a --version where there is not just one: {found}")
    return left[0]


@contextmanager
def _resumable(version: str) -> Iterator[None]:
    """Say how to go on with what was stopped."""
    how = f"To go on: scribe-assist train --resume --version {version}, with the options as they were."
    try:
        yield
    except StoppedError as error:
        raise click.ClickException(f"{error}\n{how}") from None
    except KeyboardInterrupt:
        click.echo(f"\n{how}", err=True)
        raise


def _tried(regularisation: float, rarest: int, loss: float) -> str:
    return (
        f"  regularisation {regularisation:<5} features seen {rarest}+ times  out-of-fold log loss {loss:.4f}"
    )


def _date_of(version: str) -> datetime.date:
    """Return the date that a version begins with, else today."""
    found = re.match(r"(\d{4})\.(\d{2})\.(\d{2})(?!\d)", version)
    try:
        return datetime.date(*map(int, found.groups())) if found else datetime.date.today()
    except ValueError:
        return datetime.date.today()


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _print_card(card: Card, folder: Path) -> None:
    click.echo(f"{folder} written: {card.features} features from {card.data.counts.snippets} snippets")
    best = (card.training.regularisation, card.training.rarest_feature)
    for one in card.training.searched:
        mark = "  chosen" if (one.regularisation, one.rarest_feature) == best else ""
        click.echo(_tried(one.regularisation, one.rarest_feature, one.loss) + mark)
    click.echo(f"calibration {card.calibration.method}, operating point {card.operating_point:.3f}")
    click.echo(f"on writers that the weights never saw ({_some(card.training.test_groups)}):")
    print_figures(card.figures.test, card.figures.intervals_test)
    click.echo("with parts left out, on the same writers:")
    for arm in card.ablation:
        click.echo(
            f"  {arm.name:38} log loss {arm.loss_test:.4f}  "
            f"f1 {shown(arm.test.f1)}  ece {shown(arm.test.ece)}"
        )
