"""`scribe-assist models`: which versions there are, what is known of them, whether their bytes are intact."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from service.cli.figures import print_figures, shown
from service.cli.options import AS_JSON, MODELS, models_folder, told_plainly, version_name
from service.errors import ModelError

if TYPE_CHECKING:
    from service.classifier.card import Card
    from service.training.differing import Change

# So many changed counts on a terminal; --json has them all.
_MOST = 30


@click.group(epilog="Example: scribe-assist models list")
def models() -> None:
    """Look at the trained models and verify them."""


@models.command(name="list", epilog="Example: scribe-assist models list --json")
@MODELS
@AS_JSON
def list_models(models: str | None, as_json: bool) -> None:
    """List the versions with their figures on writers that they never saw; the live one is marked."""
    from service.classifier.artifact import read_card
    from service.training.registry import live, versions

    with told_plainly():
        folder = models_folder(models)
        promoted = live(folder)
        rows = []
        for name in versions(folder):
            try:
                rows.append(_row(read_card(folder / name), name == promoted))
            except ModelError as error:
                rows.append({"version": name, "live": name == promoted, "fault": error.why})
    if as_json:
        click.echo(json.dumps({"live": promoted, "versions": rows}, indent=2))
        return
    for row in rows:
        known = (
            row["fault"]
            if "fault" in row
            else f"{row['trained_at']}  {row['snippets']:>7} snippets  f1 {shown(row['f1'])}  "
            f"exact {shown(row['exact'])}  false_note {shown(row['false_note'])}  ece {shown(row['ece'])}"
        )
        click.echo(f"{row['version']:20} {'live' if row['live'] else '    '}  {known}")
    if not rows:
        click.echo(f"{folder}: no version yet")


def _row(card: Card, is_live: bool) -> dict[str, Any]:
    test = card.figures.test
    return {
        "version": card.version,
        "live": is_live,
        "trained_at": card.trained_at.isoformat(),
        "snippets": card.data.counts.snippets,
        "f1": test.f1,
        "exact": test.exact,
        "false_note": test.false_note,
        "ece": test.ece,
    }


@models.command(epilog="Example: scribe-assist models show 2026.11.21 --json")
@click.argument("version", required=False, callback=version_name)
@MODELS
@AS_JSON
def show(version: str | None, models: str | None, as_json: bool) -> None:
    """Show what is known of a version, by default the live one; --json prints its whole card."""
    from service.classifier.artifact import live_version, read_card
    from service.training.registry import log

    with told_plainly():
        folder = models_folder(models)
        card = read_card(folder / (version or live_version(folder)))
        history = [promotion for promotion in log(folder) if card.version in (promotion.to, promotion.from_)]
    if as_json:
        click.echo(card.model_dump_json(indent=2))
        return
    counts, training = card.data.counts, card.training
    click.echo(f"{card.version}, trained at {card.trained_at} with seed {training.seed}")
    click.echo(f"learned from {counts.snippets} snippets, {counts.without_code} without a code")
    click.echo(f"fingerprint of the snippets {card.data.fingerprint}")
    click.echo(
        f"{card.features} features, regularisation {training.regularisation}, "
        f"calibration {card.calibration.method}, operating point {card.operating_point:.3f}"
    )
    click.echo(f"on writers that the weights never saw ({', '.join(training.test_groups)}):")
    print_figures(card.figures.test, card.figures.intervals_test)
    for promotion in history:
        way = "went live" if promotion.to == card.version else f"gave way to {promotion.to}"
        click.echo(f"{promotion.at:%Y-%m-%d %H:%M} {way}, by {promotion.who}: {promotion.why}")
    if (folder / card.version / "report.html").exists():
        click.echo(f"more in {folder / card.version / 'report.html'}")


@models.command(epilog="Example: scribe-assist models diff 2026.11.21 2027.01.15")
@click.argument("before", callback=version_name)
@click.argument("after", callback=version_name)
@MODELS
@AS_JSON
def diff(before: str, after: str, models: str | None, as_json: bool) -> None:
    """Show what differs between two versions: data, settings, figures, and the weights that moved furthest.

    Each version's figures are of its own test; `scribe-assist compare` measures both on the same texts.
    """
    from service.training.differing import diff as diff_versions

    with told_plainly():
        found = diff_versions(models_folder(models), before, after)
    if as_json:
        click.echo(found.model_dump_json(indent=2))
        return
    _print_changes("data", found.data)
    _print_changes("settings", found.settings)
    _print_changes("figures, each on its own test", found.figures)
    _print_changes("weights that moved furthest", found.weights)
    click.echo(f"features: {found.new_features} new, {found.lost_features} gone")


def _print_changes(title: str, changes: Sequence[Change]) -> None:
    click.echo(f"{title}: {'' if changes else 'the same'}")
    for change in changes[:_MOST]:
        click.echo(f"  {change.name:44} {_short(change.before)} -> {_short(change.after)}")
    if len(changes) > _MOST:
        click.echo(f"  and {len(changes) - _MOST} more, which --json has")


def _short(value: int | float | str | None) -> str:
    """Return a value as it is, a SHA-256 by its beginning."""
    return f"{value[:12]}..." if isinstance(value, str) and len(value) == 64 else shown_any(value)


def shown_any(value: int | float | str | None) -> str:
    """Return a name as it is, and a number as figures are shown."""
    return value if isinstance(value, str) else shown(value)


@models.command(name="log", epilog="Example: scribe-assist models log --json")
@MODELS
@AS_JSON
def show_log(models: str | None, as_json: bool) -> None:
    """Show who made which version live, when and why, oldest first; the last one is live."""
    from service.training.registry import log

    with told_plainly():
        promoted = log(models_folder(models))
    if as_json:
        rows = [promotion.model_dump(mode="json", by_alias=True) for promotion in promoted]
        click.echo(json.dumps(rows, indent=2))
        return
    for one in promoted:
        way = "rollback" if one.rollback else "promotion"
        click.echo(
            f"{one.at:%Y-%m-%d %H:%M} {way} {one.from_ or 'none'} -> {one.to}, by {one.who}: {one.why}"
        )
        if one.comparison:
            click.echo(f"    allowed by {one.comparison.file}: {one.comparison.summary}")
        if one.override:
            click.echo(f"    gate overridden: {one.override}")


@models.command(epilog="Example: scribe-assist models verify")
@click.argument("version", nargs=-1)
@MODELS
@AS_JSON
def verify(version: tuple[str, ...], models: str | None, as_json: bool) -> None:
    """Check every byte of the versions named, or of all, against their cards, and the cards against the log.

    Also finds files that no card lists, a log that does not hang together, and comparisons that were altered.
    Exit status 1 for any finding.
    """
    from service.training.registry import versions
    from service.training.verifying import findings_of_log, findings_of_version, vouched_by

    for name in version:
        version_name(click.get_current_context(), verify.params[0], name)
    with told_plainly():
        folder = models_folder(models)
        found = {}
        for name in version or versions(folder):
            findings = findings_of_version(folder, name)
            found[name] = {"findings": findings, "card": None if findings else vouched_by(folder, name)}
        beside = findings_of_log(folder)
    if as_json:
        click.echo(json.dumps({"versions": found, "beside": beside}, indent=2))
    else:
        for name, one in found.items():
            if one["card"]:
                click.echo(f"{name}: intact; its card is vouched for by {one['card']}")
            for finding in one["findings"] or ():
                click.echo(f"{name}: {finding}")
        for finding in beside:
            click.echo(finding)
    if beside or any(one["findings"] for one in found.values()):
        raise SystemExit(1)
