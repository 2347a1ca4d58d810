"""How many snippets there are of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from service.classifier.card import Counts
from service.domain import CODES
from service.training.snippets import Snippet


def count(snippets: Sequence[Snippet]) -> Counts:
    """Count the snippets; each of the nineteen codes is listed, given or not."""
    labels = [label for snippet in snippets for label in snippet.codes]
    of_code = Counter(label.code for label in labels)
    return Counts(
        snippets=len(snippets),
        without_code=sum(not snippet.codes for snippet in snippets),
        by_code={code: of_code[code] for code in CODES},
        by_disposition=_tally(f"{label.disposition} {label.reason}" for label in labels),
        by_kind=_tally(snippet.kind for snippet in snippets if snippet.kind),
        by_style=_tally(snippet.style for snippet in snippets),
        by_writer=_tally(snippet.writer for snippet in snippets),
        by_source=_tally(snippet.source for snippet in snippets),
    )


def _tally(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(map(str, values)).items()))
