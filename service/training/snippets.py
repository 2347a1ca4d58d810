"""Annotated snippets: the schema, and the reading of a folder of JSON Lines."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field, ValidationError, field_validator, model_validator

from service.classifier.artifact import faults
from service.domain import Frozen, Role, Setting
from service.errors import SnippetError
from service.training.labels import Label, distinct

Name = Annotated[str, Field(min_length=1, max_length=100)]


class Style(StrEnum):
    """How notes come."""

    SCRIBE = "scribe"
    DICTATION = "dictation"
    TELEGRAPHIC = "telegraphic"
    LETTER = "letter"
    RADIOLOGY = "radiology"
    DISCHARGE = "discharge"
    THERAPY = "therapy"
    EMERGENCY = "emergency"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Where a snippet comes from: written for training, or a note whose suggestion a reviewer decided."""

    SYNTHETIC = "synthetic"
    REVIEWED = "reviewed"


# Why a text that yields nothing yields nothing.
KINDS = frozenset(
    "negated historical relative hypothetical ruled_out corrected education carried_forward cervicalgia "
    "low_back_pain sciatica occipital_neuralgia headache strain stenosis spondylosis myelopathy plexopathy "
    "neuropathy sacroiliitis ankylosing_spondylitis facet opll dish limb_enthesopathy radicular_pain_only "
    "one_indicator nurse_or_patient_word disc_only imaging_only procedure unrelated other".split()
)


class Span(Frozen):
    """Words that say why: `text[start:end]`, counted in code points."""

    start: Annotated[int, Field(ge=0)]
    end: int
    role: Role


class Snippet(Frozen):
    """One to six sentences of a note, with the labels of a careful coder.

    `writer` is who wrote it, `group` the scenario it shares with its like; `kind` says why a snippet without
    a code has none, and is null where there is one. `date` is the day of the note, where that is known.
    """

    id: Name
    text: Annotated[str, Field(min_length=1)]
    codes: tuple[Label, ...]
    spans: tuple[Span, ...]
    setting: Setting
    style: Style
    writer: Name
    group: Name
    kind: str | None
    source: Source = Source.SYNTHETIC
    date: datetime.date | None = None

    _distinct = field_validator("codes")(distinct)

    @model_validator(mode="after")
    def _spans_lie_in_the_text(self) -> Snippet:
        for place, span in enumerate(self.spans):
            words = self.text[span.start : span.end]
            if not (span.start < span.end <= len(self.text) and words == words.strip()):
                raise ValueError(f"span {place} is not words of the text")
        return self

    @model_validator(mode="after")
    def _is_coded_or_says_why_not(self) -> Snippet:
        if self.codes and not self.spans:
            raise ValueError("a snippet with a code needs a span that says why")
        if self.codes and self.kind is not None:
            raise ValueError("a snippet with a code has no kind")
        if not self.codes and self.kind not in KINDS:
            raise ValueError("a snippet without a code needs one of the kinds")
        return self


class Line(NamedTuple):
    """A snippet and where it stands; `place` is the byte at which its line begins."""

    file: Path
    number: int
    snippet: Snippet
    place: int = 0


def read_lines(folder: Path) -> Iterator[Line | SnippetError]:
    """Yield what each line of a folder's JSON Lines holds, in a fixed order, or what is wrong with it.

    Raises SnippetError if the folder holds no such file, or one that cannot be read.
    """
    files = [folder] if folder.is_file() else sorted(folder.rglob("*.jsonl"))
    if not files:
        raise SnippetError(folder, 0, "holds no .jsonl file")
    for file in files:
        try:
            with file.open("rb") as lines:
                yield from _lines(file, lines)
        except (OSError, UnicodeDecodeError) as error:
            why = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else f"{error.strerror}"
            raise SnippetError(file, 0, why) from None


def _lines(file: Path, lines: Iterable[bytes]) -> Iterator[Line | SnippetError]:
    place = 0
    for number, line in enumerate(lines, 1):
        if text := line.decode().strip():
            found = parse(file, number, text)
            yield found if isinstance(found, SnippetError) else found._replace(place=place)
        place += len(line)


def parse(file: Path, number: int, line: str) -> Line | SnippetError:
    """Return the snippet of a line, or what is wrong with it."""
    try:
        return Line(file, number, Snippet.model_validate_json(line))
    except ValidationError as error:
        return SnippetError(file, number, faults(error))


def read_snippets(folder: Path) -> tuple[Snippet, ...]:
    """Return a folder's snippets; raise SnippetError at the first line that holds none."""
    snippets = []
    for found in read_lines(folder):
        if isinstance(found, SnippetError):
            raise found
        snippets.append(found.snippet)
    return tuple(snippets)


def fingerprint(snippets: Iterable[Snippet]) -> str:
    """Return the SHA-256 of what the snippets say, in whatever files and order they came."""
    digest = hashlib.sha256()
    for snippet in sorted(snippets, key=lambda snippet: snippet.id):
        digest.update(said_by(snippet))
    return digest.hexdigest()


def said_by(snippet: Snippet) -> bytes:
    """Return what counts of a snippet in a fingerprint."""
    # A snippet without a date is what it was before there were dates.
    undated = {"date"} if snippet.date is None else None
    return snippet.model_dump_json(exclude=undated).encode() + b"\n"
