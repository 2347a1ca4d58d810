"""What the rules propose for a note, as the tests of this room ask it."""

from __future__ import annotations

from service.classifier.candidates import Assessed, assess
from service.classifier.standing import Standing
from service.reading import read


def assessed(text: str) -> Assessed:
    """Return what the rules find in a note."""
    return assess(read(text))


def standings(text: str) -> dict[str, Standing]:
    """Return the codes that a note points to, each with how far it goes."""
    return {candidate.code: candidate.standing for candidate in assessed(text).candidates}


def codes(text: str) -> set[str]:
    """Return the codes that a note points to."""
    return set(standings(text))


def established(text: str) -> set[str]:
    """Return the codes whose diagnosis a note states as established."""
    return {code for code, standing in standings(text).items() if standing is Standing.ESTABLISHED}
