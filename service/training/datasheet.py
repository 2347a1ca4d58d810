"""The counts of the datasheet: what a folder of snippets holds, as Markdown between two marks."""

from __future__ import annotations

import statistics
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from service.domain import CODES, Setting
from service.errors import DatasheetError
from service.training.counting import count
from service.training.snippets import Snippet

BEGINS = "<!-- counts: written by scribe-assist snippets datasheet -->"
ENDS = "<!-- end of counts -->"
_STYLES_SHOWN = 3
_WIDTH = 120


def write_counts(datasheet: Path, snippets: Sequence[Snippet]) -> bool:
    """Put the counts between the marks of a datasheet; return whether that changed it.

    Raise DatasheetError, with nothing written, if it cannot be read or has no such marks.
    """
    try:
        text = datasheet.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasheetError(f"{datasheet} cannot be read: {error}") from None
    before, begins, rest = text.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not (begins and ends):
        raise DatasheetError(f"{datasheet} has no place for the counts: {BEGINS} and {ENDS}")
    counted = f"{before}{begins}\n{render(snippets)}\n{ends}{after}"
    if counted == text:
        return False
    try:
        datasheet.write_bytes(counted.encode())
    except OSError as error:
        raise DatasheetError(f"{datasheet} cannot be written: {error}") from None
    return True


def render(snippets: Sequence[Snippet]) -> str:
    """Return the counts in Markdown: in words, by code, by disposition, by style, by writer, by kind."""
    counts = count(snippets)
    return "\n\n".join(
        (
            _in_words(snippets),
            _table(("code", "snippets", "assign", "query", "exclude"), _by_code(snippets)),
            _table(("disposition and reason", "labels"), counts.by_disposition.items()),
            _table(("style", "snippets"), counts.by_style.items()),
            _table(
                ("writer", "snippets", "without a code", "groups", "most common styles"), _by_writer(snippets)
            ),
            textwrap.fill(
                f"Snippets without a code, by the reason why not: {_listed(counts.by_kind)}.", _WIDTH
            ),
        )
    )


def _in_words(snippets: Sequence[Snippet]) -> str:
    lengths = [len(snippet.text.split()) for snippet in snippets] or [0]
    silent = _tally(snippets, lambda snippet: not snippet.codes)
    share = silent / max(1, len(snippets))
    return textwrap.fill(
        f"{len(snippets)} snippets of {len({snippet.writer for snippet in snippets})} writers; the median is "
        f"{statistics.median(lengths):.0f} words, the longest {max(lengths)}. {silent} ({share:.1%}) yield "
        "no code; "
        f"{_tally(snippets, lambda snippet: len(snippet.codes) > 1)} carry two. "
        f"{_tally(snippets, lambda snippet: snippet.setting is Setting.INPATIENT)} are of inpatient stays.",
        _WIDTH,
    )


def _tally(snippets: Iterable[Snippet], holds: Callable[[Snippet], bool]) -> int:
    return sum(map(holds, snippets))


def _by_code(snippets: Iterable[Snippet]) -> Iterable[tuple[object, ...]]:
    found = Counter((label.code, str(label.disposition)) for snippet in snippets for label in snippet.codes)
    for code in CODES:
        given = [found[code, disposition] for disposition in ("assign", "query", "exclude")]
        yield code, sum(given), *given


def _by_writer(snippets: Sequence[Snippet]) -> Iterable[tuple[object, ...]]:
    for writer in sorted({snippet.writer for snippet in snippets}):
        own = [snippet for snippet in snippets if snippet.writer == writer]
        styles = Counter(str(snippet.style) for snippet in own).most_common(_STYLES_SHOWN)
        silent = _tally(own, lambda snippet: not snippet.codes)
        yield writer, len(own), silent, len({snippet.group for snippet in own}), _listed(dict(styles))


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {n}" for name, n in counts.items())


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
