"""A suggester that knows one word, so that what is tested is the web and nothing behind it.

Run as a module, with settings in JSON, it serves and says where on standard error, as the command does.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, cast

from pydantic import BaseModel

from service.domain import (
    Basis,
    Claim,
    Disposition,
    Encounter,
    Evidence,
    Gap,
    Reason,
    Requirement,
    Role,
    Status,
    Suggestion,
    SuggestionSet,
)
from service.reference.catalogue import Editions

if TYPE_CHECKING:
    from service.suggesting import Suggester

WORD = "radiculopathy"
CRASH = "injected failure"


class FakeCard(BaseModel):
    trained: str = "2026-11-21"


class FakeModel:
    version = "0.0.fake"
    operating_point = 0.5
    card = FakeCard()


class FakeSuggester:
    def __init__(self) -> None:
        self.model = FakeModel()
        self.editions = Editions.load()

    def warm(self) -> None:
        """Nothing to do."""

    def suggest(self, text: str, encounter: Encounter, claim: Claim, limit: int) -> SuggestionSet:
        """Cite every occurrence of WORD; show the claim's codes as the caller's code reached this place."""
        if CRASH in text:
            try:
                raise ValueError(f"cannot read {text!r}")
            except ValueError as cause:
                raise RuntimeError(text) from cause
        gap = Gap(
            requirement=Requirement.IMAGING,
            status=Status.MISSING,
            tip="Record what the MRI shows.",
            query="What did the MRI show?",
            basis=Basis.EDITORIAL,
        )
        starts = [at for at in range(len(text)) if text.startswith(WORD, at)]
        suggestion = Suggestion(
            rank=1,
            code="M54.12",
            title=f"{encounter.setting} {encounter.date} {limit} {' '.join(claim.codes)}",
            probability=0.9,
            recommended=True,
            disposition=Disposition.ASSIGN,
            reason=Reason.ESTABLISHED,
            gaps=() if "MRI was done" in text else (gap,),
            evidence=tuple(
                Evidence(start=at, end=at + len(WORD), text=WORD, role=Role.DIAGNOSIS) for at in starts
            ),
        )
        reference = self.editions.for_date(encounter.date)
        return SuggestionSet(
            model=self.model.version,
            reference=reference.edition,
            suggestions=(suggestion,) if starts else (),
            alerts=(),
        )


def fake() -> Suggester:
    return cast("Suggester", FakeSuggester())


if __name__ == "__main__":
    from service.settings import Settings
    from service.store import Store
    from service.web.server import Server, configure_logging, require_tokens

    settings = Settings(log_level="debug", **json.loads(sys.argv[1]))
    configure_logging(settings.log_level, settings.log_format)
    store = Store.open(settings)
    store.prepare()
    require_tokens(settings, store)
    Server(settings, fake(), store).run()
