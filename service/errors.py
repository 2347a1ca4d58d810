"""What can go wrong, by name.

Messages name files, lines, settings and codes. They never hold a word of a note: an error may be logged,
a note may not.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class ScribeAssistError(Exception):
    """Anything that the program itself can foresee going wrong; its message is fit for a user to read."""


class SettingsError(ScribeAssistError):
    """The environment holds settings that cannot be used; `faults` has a sentence for each."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class ModelError(ScribeAssistError):
    """A model cannot be loaded: which file, and what is wrong with it."""

    def __init__(self, file: Path, why: str) -> None:
        self.file = file
        self.why = why
        super().__init__(f"{file}: {why}")
