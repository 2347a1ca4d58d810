"""Cues: what the words of a table of context.toml assert, and of what."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from service.domain import Assertion, Frozen


class Cue(Frozen):
    """An assertion about what stands ahead of the cue or behind it, at most `reach` tokens away.

    A `closing` cue asserts only where it ends a clause; a `pseudo` cue hides all that it holds. A `stop` ends
    scopes, though a `soft` one not those of another person, of what may yet be or of what is over, and an
    `aside` one not those of another person or of what may yet be.
    """

    assertion: Assertion | None = None
    scope: Literal["ahead", "behind", "both"] | None = None
    reach: int | None = None
    closing: bool = False
    pseudo: bool = False
    stop: bool = False
    soft: bool = False
    aside: bool = False

    @model_validator(mode="after")
    def _asserts_somewhere(self) -> Cue:
        if (self.assertion is None) is not (self.scope is None):
            raise ValueError("an assertion and a scope need each other")
        return self
