"""What is proposed for a snippet, held against its gold."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from service.domain import Disposition, Reason
from service.training import pairs
from service.training.labels import Label
from service.training.pairs import pairs_of, pairs_of_all
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


def test_several_processes_read_as_one_does(some: Sequence[Snippet], monkeypatch: pytest.MonkeyPatch) -> None:
    alone = list(map(pairs_of, some))
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(pairs, "cores", lambda: 2)
    monkeypatch.setattr(pairs, "_WORTH_A_PROCESS", len(some) // 2)
    assert pairs_of_all(some, lambda done, of: told.append((done, of))) == alone
    assert told[-1] == (len(some), len(some)) and len(told) > 2
