"""How many snippets there are of each kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from service.classifier.card import Counts
from service.domain import CODES
from service.training.snippets import Snippet


def count(snippets: Iterable[Snippet]) -> Counts:
    """Count the snippets in one pass; each of the nineteen codes is listed, given or not."""
    tallies: defaultdict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    for snippet in snippets:
        total += 1
        tallies["code"].update(label.code for label in snippet.codes)
        tallies["disposition"].update(f"{label.disposition} {label.reason}" for label in snippet.codes)
        tallies["without"][str(not snippet.codes)] += 1
        for of, value in (("style", snippet.style), ("writer", snippet.writer), ("source", snippet.source)):
            tallies[of][str(value)] += 1
        if snippet.kind:
            tallies["kind"][snippet.kind] += 1
    return Counts(
        snippets=total,
        without_code=tallies["without"]["True"],
        by_code={code: tallies["code"][code] for code in CODES},
        by_disposition=_sorted(tallies["disposition"]),
        by_kind=_sorted(tallies["kind"]),
        by_style=_sorted(tallies["style"]),
        by_writer=_sorted(tallies["writer"]),
        by_source=_sorted(tallies["source"]),
    )


def _sorted(tally: Counter[str]) -> dict[str, int]:
    return dict(sorted(tally.items()))
