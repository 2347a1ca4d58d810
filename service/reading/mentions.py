"""Mentions: what the note speaks of, each with its place and with what the note asserts of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from service.domain import Assertion
from service.reading.assertion import Scopes
from service.reading.levels import Level
from service.reading.tokens import Tokens

_NOTHING: Mapping[str, Any] = {}


# Not frozen, though nothing writes to it: a note has a hundred of these, and freezing costs most of the
# making.
@dataclass(slots=True, eq=False)
class Mention:
    """Words of the note that a lexicon entry or the level grammar knows.

    `kind` is the lexicon file (or `level`), `concept` its table; `sentence` is the index of the
    sentence, `first` and `last` those of its `tokens` that it is. `asserted` is what the note asserts of it,
    or until somebody asks the scopes that tell.
    """

    kind: str
    concept: str
    sentence: int
    tokens: Tokens
    first: int
    last: int
    asserted: Assertion | Scopes = Assertion.PRESENT
    attributes: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    level: Level | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mention):
            return NotImplemented
        return self is other or self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash((self.kind, self.sentence, self.first, self.last))

    def __getitem__(self, attribute: str) -> Any:
        """Return an attribute that the lexicon states of the concept, or None."""
        return self.attributes.get(attribute)

    def _compared(self) -> tuple[object, ...]:
        """Return all but the attributes, which the concept states."""
        place = self.start, self.end, self.sentence, self.first, self.last
        return self.kind, self.concept, place, self.assertion, self.level

    @property
    def start(self) -> int:
        """Where in the note its words start."""
        return self.tokens.places[self.first][0]

    @property
    def end(self) -> int:
        """Where in the note its words end."""
        return self.tokens.places[self.last][1]

    @property
    def assertion(self) -> Assertion:
        """What the note asserts of this."""
        if isinstance(self.asserted, Scopes):
            self.asserted = self.asserted.asserted(self.first, self.last)
        return self.asserted

    @property
    def present(self) -> bool:
        """Whether the note asserts this as so, here and now, of the patient."""
        return self.assertion is Assertion.PRESENT

    def gap_to(self, other: Mention) -> int:
        """Return how many tokens lie between two mentions of one sentence; 0 where they touch or overlap."""
        if self.last < other.first:
            return other.first - self.last - 1
        return max(0, self.first - other.last - 1)
