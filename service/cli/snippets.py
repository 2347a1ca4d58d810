"""`scribe-assist snippets`: are the annotated snippets sound, do two labellers agree, what needs a second
look.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.options import AS_JSON, SNIPPETS, told_plainly
from service.cli.reviewed import import_decisions, next_

if TYPE_CHECKING:
    from service.classifier.card import Counts

_LABELLED = click.Path(exists=True, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(epilog="Example: scribe-assist snippets check")
def snippets() -> None:
    """Check the annotated snippets."""


@snippets.command(epilog="Example: scribe-assist snippets check training_data/snippets --json")
@click.argument("folder", type=_FOLDER, default="training_data/snippets")
@AS_JSON
def check(folder: Path, as_json: bool) -> None:
    """Check schema, offsets, labels, duplicates, near-duplicates across groups, and balance.

    Exit status 1 for any finding.
    """
    from service.reference.catalogue import Editions
    from service.training.checking import check as check_folder

    with told_plainly():
        found = check_folder(folder, Editions.load().for_date(None))
    if as_json:
        click.echo(found.model_dump_json(indent=2))
    else:
        for finding in found.findings:
            place = f"{finding.file}:{finding.line}" if finding.line else finding.file
            click.echo(f"{place}: {finding.kind}: {finding.detail}")
        _print_counts(found.counts)
        click.echo(f"{found.counts.snippets} snippets, {len(found.findings)} findings")
    if found.findings:
        raise SystemExit(1)


@snippets.command(epilog="Example: scribe-assist snippets agree labelled-first labelled-again")
@click.argument("one", type=_LABELLED)
@click.argument("other", type=_LABELLED)
@AS_JSON
def agree(one: Path, other: Path, as_json: bool) -> None:
    """Compare two labellings of the same snippets or of the same labelled notes, found by their ids.

    Prints Cohen's kappa by question and by code, and for labelled notes by requirement.
    """
    from service.training.agreement import agree as compare
    from service.training.agreement import agree_on_requirements
    from service.training.held_out import read_items

    with told_plainly():
        first, second = ({item.id: item for item in read_items([path])} for path in (one, other))
    shared = first.keys() & second.keys()
    if not shared:
        raise click.UsageError("the two have no text in common: none of their ids is the same")
    for name in sorted(shared):
        if first[name].text != second[name].text:
            raise click.ClickException(
                f"{name} is another text in {other}; the same ids must be the same texts"
            )
    found = compare(*({name: side[name].labels for name in shared} for side in (first, second)))
    found |= agree_on_requirements(
        *({name: side[name].statuses for name in shared} for side in (first, second))
    )
    if as_json:
        click.echo(json.dumps({name: agreement.model_dump() for name, agreement in found.items()}))
        return
    for name, agreement in found.items():
        kappa = "-" if agreement.kappa is None else f"{agreement.kappa:.3f}"
        click.echo(f"{name:34} kappa {kappa:>6}  same {agreement.same:.3f} of {agreement.texts}")


@snippets.command(epilog="Example: scribe-assist snippets suspect --limit 20 --text")
@SNIPPETS
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Show so many.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Decides who scores whom.")
@click.option("--text", "with_text", is_flag=True, help="Show the texts; keep such output from logs.")
@AS_JSON
def suspect(snippets: Path, limit: int, seed: int, with_text: bool, as_json: bool) -> None:
    """Name the snippets that are most likely mislabelled, for a second look, the likeliest first.

    Each is judged by weights that never saw its writer. `confidence` is the least chance that they give to
    a part of the label as it stands. A low one is a reason to look, and no verdict: the rules and the weights
    may be what is wrong.
    """
    from service.training.snippets import read_snippets
    from service.training.suspects import suspects

    with told_plainly():
        found = suspects(read_snippets(snippets), seed)[:limit]
    if as_json:
        click.echo(json.dumps([one.model_dump() for one in found], indent=2))
        return
    texts = {each.id: each.text for each in read_snippets(snippets)} if with_text else {}
    for one in found:
        click.echo(f"{one.id}  confidence {one.confidence:.4f}  label {one.label}")
        for doubt in one.doubts:
            click.echo(f"    {doubt}")
        if with_text:
            click.echo(f"    {' '.join(texts[one.id].split())}")


@snippets.command(epilog="Example: scribe-assist snippets datasheet")
@click.argument("file", type=click.Path(path_type=Path), default="training_data/README.md")
@SNIPPETS
def datasheet(file: Path, snippets: Path) -> None:
    """Write what the snippets count into FILE, between its two marks, and leave the rest of it alone.

    FILE is training_data/README.md unless named. The tests hold the datasheet to the snippets, so run this
    after adding some.
    """
    from service.training.datasheet import write_counts
    from service.training.snippets import read_snippets

    with told_plainly():
        changed = write_counts(file, read_snippets(snippets))
    click.echo(f"{file}: {'counts written' if changed else 'holds these counts already'}")


def _print_counts(counts: Counts) -> None:
    for name, table in counts.model_dump().items():
        if isinstance(table, dict):
            click.echo(f"{name.replace('_', ' ')}: {', '.join(f'{key} {n}' for key, n in table.items())}")
    click.echo(f"without a code: {counts.without_code}")


snippets.add_command(import_decisions)
snippets.add_command(next_)
