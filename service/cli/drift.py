"""`scribe-assist drift`: whether the notes of late differ from those before, and what to do about it."""

from __future__ import annotations

import datetime
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.options import AS_JSON, MODELS, models_folder
from service.cli.storing import console, opened_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.store import Store
    from service.suggesting import Suggester
    from service.training.drifting import Row
    from service.training.measuring import Measures

_DAY = click.DateTime(["%Y-%m-%d"])
_PERIOD = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")
Period = tuple[datetime.datetime, datetime.datetime]


def _period(context: click.Context, parameter: click.Parameter, value: str | None) -> Period | None:
    """Return the first instant of a period and the one after its last day; BadParameter if it is none."""
    if value is None:
        return None
    found = _PERIOD.fullmatch(value)
    try:
        first, last = (datetime.date.fromisoformat(day) for day in found.groups()) if found else (None, None)
    except ValueError:
        first = last = None
    if first is None or last is None or last < first:
        raise click.BadParameter("two days, the first before the last, such as 2026-12-01..2026-12-28")
    return _midnight(first), _midnight(last) + datetime.timedelta(days=1)


@click.command(
    epilog="Example: scribe-assist drift --since 2027-02-01 --against 2026-12-01..2026-12-28 --json"
)
@click.option(
    "--since", type=_DAY, required=True, help="Notes posted from this day on, in UTC, are those of late."
)
@click.option("--until", type=_DAY, help="Up to and with this day; until now where it is not given.")
@click.option(
    "--against",
    callback=_period,
    metavar="DAY..DAY",
    help="Hold them against the notes of this earlier time, and not against what the model was tried on.",
)
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    help="Write the figures to this HTML file, or as drift.html into this folder.",
)
@MODELS
@AS_JSON
def drift(
    since: datetime.datetime,
    until: datetime.datetime | None,
    against: Period | None,
    plot: Path | None,
    models: str | None,
    as_json: bool,
) -> None:
    """Say how the stored notes of late differ from those before: words, length, parts, answers, agreement.

    Without --against they are held against the snippets that the live model was tried on. Those are
    excerpts, so length, sections and mentions are shown and do not count; --against compares notes with
    notes. Each row has a test with Holm's correction and an effect size. Exit status 1 if there is drift.
    """
    from service.training.advising import advice
    from service.training.drift_page import render
    from service.training.drifting import FEWEST_TEXTS, compare
    from service.training.durable import write_file
    from service.training.html_report.page import can_draw
    from service.training.measuring import Measures

    now = datetime.datetime.now(datetime.UTC)
    start = since.replace(tzinfo=datetime.UTC)
    end = _midnight(until.date()) + datetime.timedelta(days=1) if until else now
    if end <= start:
        raise click.UsageError("--until lies before --since" if until else "--since lies in the future")
    if plot and not can_draw():
        raise click.UsageError("--plot needs matplotlib: pip install 'scribe-assist[training]'")
    if against and against[1] > start:
        raise click.UsageError("--against must end before --since")
    with opened_store() as store:
        suggester, profile, known = _model(models, need_profile=against is None)
        late = _measured(store, suggester, known, (start, end))
        before = _measured(store, suggester, known, against) if against else profile
        assert isinstance(before, Measures)
        few = min(late.texts, before.texts) < FEWEST_TEXTS
        rows = () if few else compare(before, late, alike=against is not None)
        told = (
            f"Too few notes to say: {late.texts} of late and {before.texts} before; "
            f"each needs {FEWEST_TEXTS}."
            if few
            else advice(rows)
        )
        if plot and not few:
            place = plot / "drift.html" if plot.is_dir() else plot
            title = f"Drift of notes since {start:%Y-%m-%d}, model {suggester.model.version}"
            write_file(place, render(title, told, rows, before, late).encode())
    if as_json:
        click.echo(json.dumps(_as_json(before, late, rows, told, not few), indent=2))
    else:
        _print(before, late, rows, against is not None)
        click.echo(told)
    if any(row.drifts for row in rows):
        raise SystemExit(1)


def _model(
    models: str | None, need_profile: bool
) -> tuple[Suggester, Measures | None, frozenset[int] | None]:
    """Return the live model, its profile, and the words that it knows; ModelError without a profile."""
    from service.classifier.artifact import load_live
    from service.errors import ModelError
    from service.reference.catalogue import Editions
    from service.suggesting import Suggester
    from service.training.profile import read_profile

    folder = models_folder(models)
    model = load_live(folder)
    try:
        profile = read_profile(folder / model.version)
    except ModelError:
        if need_profile:
            raise
        # Trained before profiles were kept: which words it knows is not known.
        return Suggester(model, Editions.load()), None, None
    return Suggester(model, Editions.load()), profile.measures, profile.known


def _measured(store: Store, suggester: Suggester, known: frozenset[int] | None, period: Period) -> Measures:
    from service.training.watching import measure_stored

    label = f"reading notes since {period[0]:%Y-%m-%d}"
    with click.progressbar(length=0, label=label, file=sys.stderr, show_pos=True) as bar:
        return measure_stored(store, console(), suggester, known, *period, lambda done: bar.update(1))


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)


def _print(before: Measures, late: Measures, rows: Sequence[Row], alike: bool) -> None:
    kind = "notes" if alike else "snippets that the model did not learn from"
    click.echo(f"{late.texts} notes of late, against {before.texts} {kind}")
    if rows:
        click.echo(f"\n{'figure':34}{'before':>28}{'of late':>28}{'effect':>9}{'p':>9}")
    for row in rows:
        p = "-" if row.p is None else f"{row.p:.2g}"
        mark = "  DRIFT" if row.drifts else "" if row.counts else "  (not alike)"
        click.echo(f"{row.name:34}{row.before:>28}{row.now:>28}{row.measure:>3} {row.effect:.2f}{p:>9}{mark}")
    if rows:
        click.echo()


def _as_json(
    before: Measures, late: Measures, rows: Sequence[Row], told: str, enough: bool
) -> dict[str, object]:
    return {
        "before": before.texts,
        "of_late": late.texts,
        "enough": enough,
        "drift": any(row.drifts for row in rows),
        "advice": told,
        "rows": [row.model_dump(mode="json") for row in rows],
    }
