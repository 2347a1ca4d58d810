"""`scribe-assist evaluate`: the figures of a model on labelled notes, and what went wrong."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.figures import print_figures, print_parts, shown
from service.cli.options import AS_JSON, MODELS, models_folder, told_plainly, version_name

if TYPE_CHECKING:
    from service.suggesting import Suggester
    from service.training.gold import Answered
    from service.training.misses import Fault

# A part of fewer notes says nothing on a terminal; --json has them all.
_FEWEST = 5


@click.command(epilog="Example: scribe-assist evaluate tests/golden --misses 5")
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@MODELS
@click.option("--version", callback=version_name, help="The model to score; by default the live one.")
@click.option(
    "--misses",
    type=click.IntRange(0),
    default=0,
    help="Show so many notes that went wrong, with the words that misled; keep such output from logs.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the intervals.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a report in Markdown instead: each GOLD is a set of its own.",
)
@AS_JSON
def evaluate(
    gold: tuple[Path, ...],
    models: str | None,
    version: str | None,
    misses: int,
    seed: int,
    report: Path | None,
    as_json: bool,
) -> None:
    """Score a model on labelled notes: JSON Lines files, or folders of them.

    Prints each figure with a 95 % interval, then the figures by family, region, disposition, setting, section
    and tag. No JSON and no report holds a word of a note.
    """
    from service.classifier.artifact import load, load_live
    from service.reference.catalogue import Editions
    from service.suggesting import Suggester

    with told_plainly():
        folder = models_folder(models)
        suggester = Suggester(load(folder / version) if version else load_live(folder), Editions.load())
        if report:
            _write_report(suggester, gold, report, seed)
        else:
            answered = _answer(suggester, gold)
            (_print_json if as_json else _print)(suggester.model.version, answered, misses, seed)


def _answer(suggester: Suggester, paths: Sequence[Path]) -> list[Answered]:
    from service.training.gold import answer, read_gold

    return [answer(suggester, note) for note in read_gold(paths)]


def _wrong(answered: Sequence[Answered]) -> list[tuple[Answered, tuple[Fault, ...]]]:
    """Return the notes with a fault, those with a wrong code or disposition first."""
    from service.training.misses import find_faults

    found = [(one, find_faults(one)) for one in answered]
    return sorted(((one, faults) for one, faults in found if faults), key=lambda pair: not pair[0].is_wrong)


def _print(version: str, answered: Sequence[Answered], misses: int, seed: int) -> None:
    from service.training.breakdown import break_down
    from service.training.figures import figures, intervals, requirement_figures

    cases = [one.case for one in answered]
    click.echo(f"model {version}")
    print_figures(figures(cases), intervals(cases, seed))
    for requirement, (gap_f1, status) in requirement_figures(cases).items():
        click.echo(f"  {requirement:24} gap_f1 {shown(gap_f1)}  status {shown(status)}")
    print_parts(break_down(answered), _FEWEST)
    for one, faults in _wrong(answered)[:misses]:
        click.echo(f"\n{one.note.id} ({one.note.setting}; {', '.join(one.note.tags)})")
        for fault in faults:
            click.echo(
                f"  {fault.code} {fault.what}: gold {fault.gold}, got {fault.got}".replace("   ", "  ")
            )
            where = ", ".join(filter(None, (fault.section and f"in {fault.section}", fault.rule)))
            if where or fault.mention:
                click.echo(f"      {where}: {' '.join(fault.mention.split())}")


def _print_json(version: str, answered: Sequence[Answered], misses: int, seed: int) -> None:
    from service.training.breakdown import break_down
    from service.training.figures import figures, intervals, requirement_figures

    cases = [one.case for one in answered]
    by_requirement = requirement_figures(cases).items()
    document = {
        "model": version,
        "figures": figures(cases).model_dump(),
        "intervals": intervals(cases, seed),
        "by_requirement": {
            name: {"gap_f1": gap_f1, "status": status} for name, (gap_f1, status) in by_requirement
        },
        "by": {
            dimension: {value: part.model_dump() for value, part in parts.items()}
            for dimension, parts in break_down(answered).items()
        },
        "misses": [
            {"id": one.note.id, "faults": [fault.model_dump(exclude={"mention"}) for fault in faults]}
            for one, faults in _wrong(answered)
        ],
    }
    click.echo(json.dumps(document, indent=2))


def _write_report(suggester: Suggester, gold: Sequence[Path], report: Path, seed: int) -> None:
    from service.training.report import Measured, render

    sets = [Measured.of(path.stem, _answer(suggester, [path]), seed) for path in gold]
    before = report.read_text(encoding="utf-8") if report.exists() else ""
    report.write_text(render(suggester.model.card, sets, datetime.date.today(), before), encoding="utf-8")
    click.echo(f"{report} written: model {suggester.model.version}, {len(sets)} sets of notes")
