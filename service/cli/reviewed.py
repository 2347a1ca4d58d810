"""`scribe-assist snippets import-decisions` and `next`: what reviewers decided, back into training."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.options import AS_JSON, MODELS, SNIPPETS, models_folder
from service.cli.storing import console, opened_store

if TYPE_CHECKING:
    from service.training.reviewed import Decided, Withheld
    from service.training.snippets import Snippet

REVIEWED = "reviewed.jsonl"
SINCE = click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only from this day on, in UTC.")


@click.command(
    name="import-decisions",
    epilog="Example: scribe-assist snippets import-decisions --since 2027-01-01 --dry-run",
)
@SINCE
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"File of the reviewed snippets; by default {REVIEWED} beside the annotated ones.",
)
@SNIPPETS
@click.option(
    "--known",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of words that are nobody's name, one a line.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--show", is_flag=True, help="Show the words that were stopped at; keep such output from logs.")
@AS_JSON
def import_decisions(
    since: datetime.datetime | None,
    out: Path | None,
    snippets: Path,
    known: Path | None,
    dry_run: bool,
    show: bool,
    as_json: bool,
) -> None:
    """Turn what reviewers decided into snippets, of notes whose owners allow training.

    A snippet has the sentences that carry the decision and those beside them, six at most. A note of which
    these may tell who it is about is withheld whole: it is listed with what was found and where (offsets
    into the note), with exit status 1. Without --since the file is made anew, so that what was erased from
    the store or undone leaves it. The audit trail records the export.
    """
    from service.training.importing import merge, write
    from service.training.persons import words_in_small_letters
    from service.training.reviewed import Withheld, decided_notes, snippets_of
    from service.training.snippets import Source, read_snippets

    out = out or snippets / REVIEWED
    start = since.replace(tzinfo=datetime.UTC) if since else None
    with opened_store() as store:
        ordinary = words_in_small_letters(
            one.text for one in read_snippets(snippets) if one.source is Source.SYNTHETIC
        )
        if known:
            ordinary |= {word.strip().lower() for word in known.read_text(encoding="utf-8").splitlines()}
        decided = decided_notes(store, console(), start)
        results = list(snippets_of(decided, ordinary))
        made = [one for one in results if not isinstance(one, Withheld)]
        withheld = [one for one in results if isinstance(one, Withheld)]
        looked_at = None if start is None else [f"note-{one.note_id}" for one in decided]
        whole = merge(out, made, looked_at)
        if not dry_run:
            write(out, whole)
    texts = {one.revision_id: one.note.text for one in decided} if show else {}
    stopped = any(one.doubts for one in withheld)
    if as_json:
        click.echo(json.dumps(_as_json(made, withheld, texts, out, dry_run), indent=2))
    else:
        _print(decided, made, withheld, texts)
        done = "would hold" if dry_run else "holds"
        click.echo(f"{out} {done} {len(whole)} reviewed snippets" if whole else "nothing to write")
    if stopped:
        raise SystemExit(1)


def _print(
    decided: tuple[Decided, ...], made: list[Snippet], withheld: list[Withheld], texts: dict[str, str]
) -> None:
    coded = Counter(label.code for one in made for label in one.codes)
    click.echo(f"{len(decided)} decided notes that may be learned from, {len(made)} snippets")
    click.echo(", ".join(f"{code} {many}" for code, many in sorted(coded.items())) or "no code among them")
    for one in withheld:
        click.echo(f"withheld note {one.note_id}, revision {one.revision_id}: {one.why}")
        for doubt in one.doubts:
            words = f"  {texts[one.revision_id][doubt.start : doubt.end]!r}" if texts else ""
            click.echo(f"    {doubt.kind} at {doubt.start} to {doubt.end}{words}")


def _as_json(
    made: list[Snippet], withheld: list[Withheld], texts: dict[str, str], out: Path, dry_run: bool
) -> dict[str, object]:
    stopped = []
    for one in withheld:
        row = one.model_dump()
        if texts:
            for doubt in row["doubts"]:
                doubt["text"] = texts[one.revision_id][doubt["start"] : doubt["end"]]
        stopped.append(row)
    ids = [one.id for one in made]
    return {"file": str(out), "written": not dry_run, "snippets": ids, "withheld": stopped}


@click.command(name="next", epilog="Example: scribe-assist snippets next --most 20 --json")
@SINCE
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True, help="List so many.")
@MODELS
@SNIPPETS
@AS_JSON
def next_(
    since: datetime.datetime | None, most: int, models: str | None, snippets: Path, as_json: bool
) -> None:
    """List the stored notes that would teach the model most once they are decided, by their ids alone.

    Most teaches a note on which the live model is in doubt, contradicts the rules or a reviewer, or of which
    it does not know the words. Only notes whose owners allow training. The audit trail records the look.
    """
    from service.classifier.artifact import load_live
    from service.reference.catalogue import Editions
    from service.suggesting import Suggester
    from service.training.lessons import lessons
    from service.training.snippets import read_snippets
    from service.training.vocabulary import fingerprint_of_word, words_of

    start = since.replace(tzinfo=datetime.UTC) if since else None
    with opened_store() as store:
        suggester = Suggester(load_live(models_folder(models)), Editions.load())
        texts = (one.text for one in read_snippets(snippets))
        known = {fingerprint_of_word(word) for text in texts for word in words_of(text)}
        found = lessons(store, console(), suggester, known, start, most)
    if as_json:
        click.echo(json.dumps([lesson.model_dump() for lesson in found], indent=2))
        return
    for lesson in found:
        click.echo(f"{lesson.worth:5.2f}  {lesson.revision_id}  {'; '.join(lesson.why)}")
    if not found:
        click.echo("no stored note whose owner allows training would teach anything new")
