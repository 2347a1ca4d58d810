"""What an edition says of itself: which code set it is of, when it holds, what it rests on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from service.domain import Frozen

EDITIONS = Path(__file__).parent / "editions"


class Source(Frozen):
    """Where a statement comes from; `verified` is None where the project has not read the source itself."""

    title: str
    publisher: str
    url: str | None
    verified: date | None
    cites: tuple[str, ...]


class Edition(Frozen):
    """The file edition.json.

    `scope` lists the categories whose every code is compiled with title and notes; `excludes1_chapters`
    the chapters of which every Excludes1 note is compiled.
    """

    edition: str
    code_set: str
    first_day: date
    last_day: date
    scope: tuple[str, ...]
    excludes1_chapters: tuple[str, ...]
    sources: dict[str, Source]

    @classmethod
    def read(cls, folder: Path) -> Edition:
        """Read the edition of a folder."""
        return cls.model_validate_json((folder / "edition.json").read_bytes())


def newest_folder() -> Path:
    """Return the folder of the newest edition that the package holds."""
    return max((path.parent for path in EDITIONS.glob("*/edition.json")), key=lambda path: path.name)
