"""`scribe-assist compare`: is a challenger better than the champion, on what neither learned from?"""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.figures import shown
from service.cli.options import AS_JSON, MODELS, SNIPPETS, models_folder, told_plainly, version_name

if TYPE_CHECKING:
    from service.training.comparison import Comparison, Part, Recall
    from service.training.held_out import Item

# So many changed notes on a terminal; the file has them all.
_MOST_CHANGES = 20


@click.command(
    epilog="Example: scribe-assist compare 2027.01.15\n\n"
    "Example: scribe-assist compare 2027.01.15 --champion 2026.11.21 --on labelled-in-january.jsonl --json"
)
@click.argument("challenger", callback=version_name)
@click.option("--champion", callback=version_name, help="The version to beat; by default the live one.")
@MODELS
@SNIPPETS
@click.option(
    "--on",
    "given",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Compare on these instead of --snippets: labelled notes or snippets, JSON Lines files or folders.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the intervals.")
@click.option(
    "--text", "with_text", is_flag=True, help="Show the text of changed notes; keep such output from logs."
)
@AS_JSON
def compare(
    challenger: str,
    champion: str | None,
    models: str | None,
    snippets: Path,
    given: tuple[Path, ...],
    seed: int,
    with_text: bool,
    as_json: bool,
) -> None:
    """Compare a version with the live one, on texts of writers and groups from which neither learned.

    Every figure gets its difference, with the 95 % interval of a paired bootstrap over scenarios. The
    outcome is kept in models/comparisons/, where `promote` looks for it. Exit status 1 if the challenger does
    not pass the gate.
    """
    from service.errors import TrainingError
    from service.training.comparing import compare as compare_versions
    from service.training.comparison import store
    from service.training.held_out import read_items
    from service.training.registry import live

    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    with told_plainly():
        folder = models_folder(models)
        against = champion or live(folder)
        if against is None:
            raise TrainingError(
                f"{folder}: no version is live, so there is none to compare with; the first needs none: "
                f"scribe-assist promote {challenger} --why ..."
            )
        items = read_items(given or [snippets])
        with click.progressbar(length=len(items), label="asking both", file=sys.stderr) as bar:
            found = compare_versions(
                folder, challenger, against, items, now, time.perf_counter, seed,
                lambda done, of: bar.update(done - bar.pos),
            )  # fmt: skip
        kept = store(folder, found)
    if as_json:
        click.echo(found.model_dump_json(indent=2))
    else:
        _print(found, {item.id: item for item in items} if with_text else {})
        click.echo(f"kept as {folder / 'comparisons' / kept.file}")
    if found.refusals:
        raise SystemExit(1)


def _print(found: Comparison, texts: dict[str, Item]) -> None:
    click.echo(f"challenger {found.challenger.version}, champion {found.champion.version}")
    judged = ", ".join(f"{group.name} {group.texts}" for group in found.judged)
    click.echo(f"judged on {len(found.texts)} texts from which neither learned: {judged}")
    _print_left_out(found)
    click.echo(f"\n{'figure':14}{'champion':>10}{'challenger':>12}{'difference':>12}  95 % interval")
    for name, one in found.figures.items():
        if one.difference is None or one.interval is None:
            continue
        bounds = f"{one.interval.low:+.3f} to {one.interval.high:+.3f}"
        if one.is_worse(name):
            bounds += "  WORSE"
        click.echo(
            f"{name:14}{shown(one.champion):>10}{shown(one.challenger):>12}{one.difference:>+12.3f}  {bounds}"
        )
    _print_parts("by writer", found.by_writer)
    _print_parts("by time", found.by_time)
    _print_falls("codes", found.codes)
    _print_falls("classes", found.classes)
    _print_changes(found, texts)
    took = found.latency
    click.echo(
        f"\nlatency: {took.champion:.2f} ms a text, then {took.challenger:.2f}, ratio {took.ratio:.2f}"
    )
    click.echo(found.verdict)
    for refusal in found.refusals:
        click.echo(f"refused: {refusal}")
    click.echo("does not pass the gate" if found.refusals else "passes the gate")


def _print_left_out(found: Comparison) -> None:
    """Print the groups that were left out, a line for each reason."""
    reasons: dict[str, list[str]] = {}
    for group in found.left_out:
        reasons.setdefault(group.why_not or "", []).append(f"{group.name} {group.texts}")
    for why, groups in reasons.items():
        click.echo(f"left out, as {why}: {', '.join(groups)}")


def _print_parts(title: str, parts: Iterable[Part]) -> None:
    click.echo(f"\n{title:34} texts            f1                  exact             false_note")
    for part in parts:
        cells = []
        for name in ("f1", "exact", "false_note"):
            one = part.figures.get(name)
            cells.append(f"{shown(one.champion)} -> {shown(one.challenger)}" if one else "-")
        click.echo(f"  {part.name:32} {part.texts:5} " + "".join(f"{cell:>21}" for cell in cells))


def _print_falls(title: str, recalls: Iterable[Recall]) -> None:
    fallen = sorted((one for one in recalls if one.fall > 0), key=lambda one: -one.fall)
    click.echo(f"\n{title} that got worse: {'' if fallen else 'none'}")
    for one in fallen:
        click.echo(f"  {one.name:28} {one.champion} -> {one.challenger} of {one.labels} ({-one.fall:+.1%})")


def _print_changes(found: Comparison, texts: dict[str, Item]) -> None:
    counts = {
        verdict: sum(change.verdict == verdict for change in found.changed)
        for verdict in ("worse", "better", "neither")
    }
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    click.echo(f"\nnotes that changed: {len(found.changed)} ({told}); ! is recommended")
    for change in found.changed[:_MOST_CHANGES]:
        click.echo(
            f"  {change.id} {change.verdict}: {change.champion} -> {change.challenger}; gold {change.gold}"
        )
        if change.id in texts:
            click.echo(f"      {' '.join(texts[change.id].text.split())}")
    if len(found.changed) > _MOST_CHANGES:
        click.echo(f"  and {len(found.changed) - _MOST_CHANGES} more, which --json and the file have")
