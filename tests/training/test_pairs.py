"""What is proposed for a snippet, held against its gold."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain import Disposition, Reason
from service.training.labels import Label
from service.training.pairs import pairs_of
from service.training.snippets import Snippet


def test_a_pair_is_true_where_code_disposition_and_replacements_are(some: Sequence[Snippet]) -> None:
    excluded = next(
        snippet
        for snippet in some
        if any(label.disposition is Disposition.EXCLUDE for label in snippet.codes)
        and any(pair.true for pair in pairs_of(snippet))
    )
    label = excluded.codes[0]
    wrong = [
        Label(code=label.code, disposition=Disposition.ASSIGN, reason=Reason.ESTABLISHED),
        label.model_copy(update={"instead": ("M50.00",)}),
        label.model_copy(update={"code": "M54.18" if label.code != "M54.18" else "M54.12"}),
    ]
    for one in wrong:
        assert not any(pair.true for pair in pairs_of(excluded.model_copy(update={"codes": (one,)})))
