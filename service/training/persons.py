"""May a text tell who it is about? The last look before words of a note leave the store.

It looks for names, dates to the day, telephone and record numbers, addresses, e-mail and web addresses, and
ages over 89. It stops on doubt: a capitalised word that is not known to be an ordinary one counts as a name.
So it often stops for nothing, and still cannot promise that it misses nothing: a name that is also a word
("Will", "Grace"), or one that is typed in small letters, may pass.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib import resources

from service.domain import Frozen

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_STREET = (
    r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|way|place|pl|terrace|close)"
)
_LETTERS = r"[^\W\d_]"

# What is looked for, in order: of two that overlap, the first is told.
_FORMS: dict[str, re.Pattern[str]] = {
    "e-mail address": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "web address": re.compile(r"\b(?:https?://|www\.)\S+", re.I),
    "date": re.compile(
        rf"\b(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})|\d{{4}}[/.-]\d{{1,2}}[/.-]\d{{1,2}}"
        rf"|{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s*%)|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}\b)",
        re.I,
    ),
    "date of birth": re.compile(r"\b(?:d\.?o\.?b\b|date of birth|birth ?date|born (?:on|in)\b)", re.I),
    "telephone number": re.compile(
        r"(?<![\w.])(?:\+\d[\d\s().-]{7,}\d|\(?\d{3}\)?[\s.-]{0,2}\d{3}[\s.-]\d{4}|\d{3}-\d{4}|0\d{3,4}[\s-]\d{3}[\s-]?\d{3,4})(?!\w)"
    ),
    "record number": re.compile(
        r"\b(?:mrn|medical record|record|chart|account|acct|encounter|visit|policy|member|case|claim|ssn|id)"
        r"\b\s*(?:no|number|num|id)?\b\.?\s*[:#]?\s*[a-z]{0,3}-?\d[\d-]{2,}|\b\d{3}-\d{2}-\d{4}\b|\b[a-z]{0,3}-?\d{5,}\b",
        re.I,
    ),
    "address": re.compile(
        rf"\b\d{{1,6}}\s+(?:[A-Z][\w'.-]*\s+){{1,3}}(?i:{_STREET})\b|\b(?i:p\.?\s?o\.?\s?box)\s+\d+"
        r"|\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b"
    ),
    "age over 89": re.compile(r"\b(?:9\d|1[01]\d)\s*-?\s*(?:years?|yrs?|y\.?o\b|yo\b|y/o|-year)", re.I),
    "name": re.compile(
        rf"\b(?:mr|mrs|mx|dr|prof)\b\.?\s+{_LETTERS}{{2,}}"
        rf"|(?-i:\b(?:Ms|MS|Miss|MISS|Doctor|Professor|Sister|Nurse)\b\.?\s+[A-Z]{_LETTERS}+)"
        r"|\b(?:patient(?:'s)? name|name|seen by|signed(?: by)?|dictated by|referred by)\s*[:#]\s*"
        rf"{_LETTERS}{{2,}}"
        rf"|(?-i:\b[A-Z]{_LETTERS}+,?\s+(?:MD|M\.D\.|DO|D\.O\.|DC|PA-C|NP|RN|DPT|FRCS|MBBS)\b)",
        re.I,
    ),
}
_WORD = re.compile(rf"{_LETTERS}+(?:['\u2019]{_LETTERS}+)?")
# So short, letters that are all capitals are an abbreviation.
_SHORT = 3


class Doubt(Frozen):
    """Words that may tell who a text is about: of which kind, and `text[start:end]`."""

    kind: str
    start: int
    end: int


def find_doubts(text: str, known: Collection[str]) -> tuple[Doubt, ...]:
    """Return what may tell who a text is about, in order; `known` words, in small letters, do not."""
    found: list[Doubt] = []
    for doubt in (*_formed(text), *_named(text, known)):
        if not any(one.start < doubt.end and doubt.start < one.end for one in found):
            found.append(doubt)
    return tuple(sorted(found, key=lambda doubt: doubt.start))


def _formed(text: str) -> Iterator[Doubt]:
    for kind, form in _FORMS.items():
        yield from (Doubt(kind=kind, start=one.start(), end=one.end()) for one in form.finditer(text))


def _named(text: str, known: Collection[str]) -> Iterator[Doubt]:
    """Yield the capitalised words that nobody has been seen to write without a capital."""
    for match in _WORD.finditer(text):
        word = match[0]
        if word.islower() or (len(word) <= _SHORT and word.isupper()) or len(word) == 1:
            continue
        plain = word.lower().replace("\u2019", "'").removesuffix("'s")
        if plain not in known and plain not in no_names():
            yield Doubt(kind="name", start=match.start(), end=match.end())


def words_in_small_letters(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that texts write without a capital: hardly anybody's name."""
    return frozenset(
        match[0]
        for text in texts
        for match in _WORD.finditer(text)
        if match[0].islower() and len(match[0]) > 1
    )


@cache
def no_names() -> frozenset[str]:
    """Return the words that bear a capital and name nobody."""
    lines = (
        resources.files("service.training").joinpath("no_names.txt").read_text(encoding="utf-8").splitlines()
    )
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
