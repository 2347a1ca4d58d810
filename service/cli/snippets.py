"""`scribe-assist snippets`: are the annotated snippets sound, and do two labellers agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.options import AS_JSON, told_plainly

if TYPE_CHECKING:
    from service.classifier.card import Counts

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
@click.argument("one", type=_FOLDER)
@click.argument("other", type=_FOLDER)
@AS_JSON
def agree(one: Path, other: Path, as_json: bool) -> None:
    """Compare two labellings of the same snippets, found by their ids: Cohen's kappa by label."""
    from service.training.agreement import agree as compare
    from service.training.snippets import read_snippets

    with told_plainly():
        first, second = ({each.id: each.codes for each in read_snippets(folder)} for folder in (one, other))
    if not first.keys() & second.keys():
        raise click.UsageError("the two folders have no snippet in common")
    found = compare(first, second)
    if as_json:
        click.echo(json.dumps({name: agreement.model_dump() for name, agreement in found.items()}))
        return
    for name, agreement in found.items():
        kappa = "-" if agreement.kappa is None else f"{agreement.kappa:.3f}"
        click.echo(f"{name:34} kappa {kappa:>6}  same {agreement.same:.3f} of {agreement.texts}")


def _print_counts(counts: Counts) -> None:
    for name, table in counts.model_dump().items():
        if isinstance(table, dict):
            click.echo(f"{name.replace('_', ' ')}: {', '.join(f'{key} {n}' for key, n in table.items())}")
    click.echo(f"without a code: {counts.without_code}")
