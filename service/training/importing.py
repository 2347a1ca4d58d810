"""The file of reviewed snippets: made anew from the store, so that what was erased or undone is gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from service.errors import SnippetError
from service.training.durable import write_file
from service.training.snippets import Snippet, Source, read_lines


def merge(file: Path, imported: Sequence[Snippet], looked_at: Iterable[str] | None) -> tuple[Snippet, ...]:
    """Return what the file should hold, in the order of ids.

    `looked_at` are the groups that were read from the store: theirs are replaced and others stay; None
    means that all were read, so that only what was imported stays. Raises SnippetError if the file cannot be
    read or holds anything but reviewed snippets.
    """
    kept: list[Snippet] = []
    if looked_at is not None and file.exists():
        gone = set(looked_at)
        kept = [one for one in reviewed_in(file) if one.group not in gone]
    elif file.exists():
        reviewed_in(file)
    return tuple(sorted((*kept, *imported), key=lambda snippet: snippet.id))


def reviewed_in(file: Path) -> tuple[Snippet, ...]:
    """Return a file's snippets; raise SnippetError unless all of them are reviewed ones."""
    found = []
    for line in read_lines(file):
        if isinstance(line, SnippetError):
            raise line
        if line.snippet.source is not Source.REVIEWED:
            raise SnippetError(file, line.number, "is not a reviewed snippet; import into a file of its own")
        found.append(line.snippet)
    return tuple(found)


def write(file: Path, snippets: Sequence[Snippet]) -> None:
    """Write the file whole, or take it away where there is none to hold; raise ModelError if that fails."""
    if not snippets:
        file.unlink(missing_ok=True)
        return
    lines = "".join(snippet.model_dump_json() + "\n" for snippet in snippets)
    write_file(file, lines.encode())
