"""How ICD-10-CM writes a code, a category and a range of categories."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

CODE = r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?"
_TARGET = re.compile(rf"({CODE})(?:-({CODE})|\.?-)?")
_NOTE_CODES = re.compile(rf"{CODE}(?:-{CODE}|\.?-)?(?![0-9A-Za-z])")
_PARENTHESES = re.compile(r"\(([^()]*)\)")


def normalise_code(text: str) -> str:
    """Return a code as the tabular list writes it: "m5412 " becomes "M54.12".

    A category prefix keeps its dash ("m50.1-" becomes "M50.1-"). The text is not otherwise checked.
    """
    bare = "".join(text.upper().split()).replace(".", "")
    stem = bare.rstrip("-")
    dash = "-" if bare.endswith("-") else ""
    dot = "." if len(stem) > 3 or (dash and len(stem) == 3) else ""
    return f"{stem[:3]}{dot}{stem[3:]}{dash}"


@dataclass(frozen=True, slots=True)
class CodeRange:
    """A code with everything below it ("M50.1-"), or a run of categories ("G56-G58")."""

    first: str
    last: str

    @classmethod
    @cache
    def of(cls, text: str) -> CodeRange:
        """Read "M54.1", "M54.1-", "M54.-" or "M54.3-M54.4"; ValueError for anything else."""
        match = _TARGET.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no code, category or range")
        first, last = match[1].replace(".", ""), (match[2] or match[1]).replace(".", "")
        return cls(first, last)

    def holds(self, code: str) -> bool:
        """Tell whether a code, or the whole of a category such as "M50.1-", lies within."""
        if not self.first[0] <= code[0] <= self.last[0]:
            return False  # Most ranges are of another chapter; this keeps the loading short.
        bare = code.replace(".", "").rstrip("-")
        if len(bare) < min(len(self.first), len(self.last)):
            return False
        return self.first <= bare[: len(self.first)] and bare[: len(self.last)] <= self.last

    def meets(self, other: CodeRange) -> bool:
        """Tell whether the two share a code."""
        size = min(len(self.first), len(other.first), len(self.last), len(other.last))
        return self.first[:size] <= other.last[:size] and other.first[:size] <= self.last[:size]


def codes_of_note(text: str) -> tuple[str, ...]:
    """Return the codes, categories and ranges that a note of the tabular list names in parentheses."""
    return tuple(code for group in _PARENTHESES.findall(text) for code in _NOTE_CODES.findall(group))
