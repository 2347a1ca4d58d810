"""`scribe-assist reference`: is the reference true to the tabular list, and making it from a newer one."""

from __future__ import annotations

import json
from pathlib import Path

import click
from pydantic import ValidationError

from service.cli.options import MODELS, models_folder, told_plainly
from service.reference.catalogue import Editions, Reference
from service.reference.check import Finding
from service.reference.check import check as check_reference
from service.reference.compile import OFFICIAL, compile_official, installed_tabular
from service.reference.edition import EDITIONS, Edition, newest_folder
from service.reference.tabular import TabularList

_TABULAR = click.option(
    "--tabular",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The tabular list's XML; by default the one that simple-icd-10-cm brings.",
)
_EDITION = click.option("--edition", help="Name of the edition's folder; by default the newest.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(epilog="Example: scribe-assist reference check")
def reference() -> None:
    """Check and compile the code reference."""


@reference.command(epilog="Example: scribe-assist reference check --json")
@_EDITION
@_TABULAR
@_JSON
def check(edition: str | None, tabular: Path | None, as_json: bool) -> None:
    """Look up every code and title of the reference in the tabular list.

    Recorded disagreements are reported as known. Exit status 1 for any other finding.
    """
    source = tabular or installed_tabular()
    try:
        entries = Reference(_folder(edition))
    except (ValidationError, KeyError, OSError) as fault:
        raise click.ClickException(f"the edition cannot be loaded: {fault}") from None
    findings = check_reference(entries, _read(source) if source else None)
    if as_json:
        rows = [finding.model_dump(mode="json") for finding in findings]
        click.echo(json.dumps({"tabular": source.name if source else None, "findings": rows}, indent=2))
    else:
        _print(findings, entries.edition.edition, source)
    if any(not finding.known for finding in findings):
        raise SystemExit(1)


@reference.command(
    name="compile",
    epilog="Example: scribe-assist reference compile --edition 2027.1 --tabular tabular-2027.xml",
)
@_EDITION
@_TABULAR
@_JSON
def compile_edition(edition: str | None, tabular: Path | None, as_json: bool) -> None:
    """Write an edition's official.json from the tabular list.

    The edition's folder and its edition.json come first: they say which categories to take.
    """
    source = tabular or installed_tabular()
    if source is None:
        raise click.UsageError("no tabular list: give --tabular, or install simple-icd-10-cm")
    folder = _folder(edition)
    try:
        text = compile_official(_read(source), Edition.read(folder))
    except KeyError as missing:
        raise click.ClickException(f"{source.name} has no category {missing}; mend the scope") from None
    path = folder / OFFICIAL
    changed = not path.exists() or path.read_text(encoding="utf-8") != text
    path.write_text(text, encoding="utf-8")
    if as_json:
        click.echo(json.dumps({"edition": folder.name, "tabular": source.name, "changed": changed}))
    else:
        click.echo(f"{folder.name}/{OFFICIAL} {'written' if changed else 'unchanged'} from {source.name}")


@reference.command(epilog="Example: scribe-assist reference lint-queries tests/golden")
@click.argument("gold", nargs=-1, type=click.Path(exists=True, path_type=Path))
@MODELS
@_JSON
def lint_queries(gold: tuple[Path, ...], models: str | None, as_json: bool) -> None:
    """Hold every query to the compliant-query practice; with GOLD, also as filled in for each of these notes.

    Shows the words at fault, of a note too, but for --json. Exit status 1 for any finding.
    """
    from service.classifier.artifact import load_live
    from service.suggesting import Suggester
    from service.suggesting.lint import lint_answer, lint_editions
    from service.training.gold import answer, read_gold

    editions = Editions.load()
    findings = list(lint_editions(editions))
    with told_plainly():
        if gold:
            suggester = Suggester(load_live(models_folder(models)), editions)
            for note in read_gold(gold):
                findings += lint_answer(note.text, answer(suggester, note).given, note.id)
    if as_json:
        rows = [finding.model_dump(exclude={"detail"} if finding.note else None) for finding in findings]
        click.echo(json.dumps({"findings": rows}, indent=2))
    else:
        for finding in findings:
            about = f" about {finding.note}" if finding.note else ""
            click.echo(
                f"{finding.edition}/{finding.file}: {finding.key}{about}: {finding.rule}: {finding.detail}"
            )
        click.echo(f"{len(findings)} findings")
    if findings:
        raise SystemExit(1)


def _folder(edition: str | None) -> Path:
    folder = EDITIONS / edition if edition else newest_folder()
    if not (folder / "edition.json").is_file():
        raise click.BadParameter(f"no edition {edition!r} with an edition.json", param_hint="--edition")
    return folder


def _read(path: Path) -> TabularList:
    try:
        return TabularList.read(path)
    except ValueError as fault:
        raise click.BadParameter(str(fault), param_hint="--tabular") from None


def _print(findings: tuple[Finding, ...], edition: str, source: Path | None) -> None:
    for finding in findings:
        label = "known" if finding.known else "FAULT"
        click.echo(f"{label}  {finding.kind}  {finding.where}: {finding.detail}")
    faults = sum(not finding.known for finding in findings)
    against = source.name if source else "no tabular list; official.json was taken as it stands"
    click.echo(f"edition {edition} against {against}: {faults} faults, {len(findings) - faults} known")
