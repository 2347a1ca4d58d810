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


class AddressError(ScribeAssistError):
    """The server cannot listen where it was told to."""


class ModelError(ScribeAssistError):
    """A model cannot be loaded: which file, and what is wrong with it."""

    def __init__(self, file: Path, why: str) -> None:
        self.file = file
        self.why = why
        super().__init__(f"{file}: {why}")


class LexiconError(ScribeAssistError):
    """A lexicon file cannot be read: its name, the table, and what is wrong with it."""


class SnippetError(ScribeAssistError):
    """A file of snippets or labelled notes cannot be used: the file, the line (0 for the whole), and why."""

    def __init__(self, file: Path, line: int, why: str) -> None:
        self.file = file
        self.line = line
        self.why = why
        super().__init__(f"{file}:{line}: {why}" if line else f"{file}: {why}")


class DatasheetError(ScribeAssistError):
    """The datasheet of the snippets cannot be written: which file, and why."""


class TrainingError(ScribeAssistError):
    """A model cannot be trained, kept or promoted, and why."""


class StoppedError(TrainingError):
    """A training cannot go on for now; what it has done is kept, and it can be resumed."""


class StoreError(ScribeAssistError):
    """The store cannot be used, and why. No message holds the password of a database URL."""


class DatabaseURLError(StoreError):
    """The database URL cannot be understood, or names a database of another kind."""


class DatabaseUnreachable(StoreError):
    """The database cannot be reached or written: no server, no right, no space, or a lock held too long."""


class DatabaseRevisionError(StoreError):
    """The tables are not those of this release: never made, older, or of a newer release."""


class KeysError(StoreError):
    """The keys cannot be used: missing, malformed, readable by others, or not those of what is kept."""


class DamagedRecord(StoreError):
    """What is kept cannot be opened with its key: it was altered or moved. Names the table and the row."""


class NoSuchRecord(StoreError):
    """Nothing is kept under this id: never, or no longer. `what` is "note", "revision" or "decision"."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"there is no such {what}")


class CursorError(StoreError):
    """A cursor that no page returned."""


class DecisionError(StoreError):
    """A decision that does not fit what it decides: which field, and why."""

    def __init__(self, field: str, why: str) -> None:
        self.field = field
        self.why = why
        super().__init__(f"{field}: {why}")


class TokenError(StoreError):
    """A token cannot be made or revoked so, and why."""
