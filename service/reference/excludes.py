"""The excludes notes: which codes a note names, and which codes it stands over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from service.domain import Basis, Frozen
from service.reference.notation import CodeRange, normalise_code


class ExcludesNote(Frozen):
    """One line of an excludes note; it stands at `level` (a code, category, block or chapter) and below."""

    kind: Literal["excludes1", "excludes2"]
    level: str
    text: str
    codes: tuple[str, ...]
    basis: Basis = Basis.TABULAR
    source: str = "tabular"

    def names(self, code: str) -> bool:
        """Tell whether the note names a code, or the whole of a category such as "M50.1-"."""
        return any(CodeRange.of(target).holds(code) for target in self.codes)


class ExcludesTable:
    """Every excludes note of an edition, found by the code that it stands over."""

    def __init__(self, notes: Iterable[ExcludesNote]) -> None:
        self.notes = tuple(notes)
        self._at: dict[str, list[ExcludesNote]] = {}
        for note in self.notes:
            self._at.setdefault(note.level, []).append(note)
        self._ranges = _by_letter(level for level in self._at if "-" in level)

    def over(self, code: str) -> Iterator[ExcludesNote]:
        """Yield the notes that stand over a code: its own first, then each ancestor's up to the chapter."""
        bare = code.rstrip("-").rstrip(".")
        for size in range(len(bare), 2, -1):
            if size != 4:
                yield from self._at.get(bare[:size], ())
        for level, run in self._ranges.get(bare[:1], ()):
            if run.holds(bare):
                yield from self._at[level]

    def naming(self, code: str) -> tuple[ExcludesNote, ...]:
        """Return the notes that name a code, wherever they stand."""
        return tuple(note for note in self.notes if note.names(code))

    def excludes1(self, code_a: str, code_b: str) -> ExcludesNote | None:
        """Return the nearest Excludes1 note of either code that names the other, or None."""
        first, second = normalise_code(code_a), normalise_code(code_b)
        if first == second:
            return None
        for here, there in ((first, second), (second, first)):
            for note in self.over(here):
                if note.kind == "excludes1" and note.names(there):
                    return note
        return None


def _by_letter(levels: Iterable[str]) -> Mapping[str, Sequence[tuple[str, CodeRange]]]:
    """Return blocks and chapters by the first letter of the codes in them, narrow before wide."""
    found: dict[str, list[tuple[str, CodeRange]]] = {}
    for level in sorted(levels, key=lambda level: (_width(level), level)):
        run = CodeRange.of(level)
        for letter in range(ord(run.first[0]), ord(run.last[0]) + 1):
            found.setdefault(chr(letter), []).append((level, run))
    return found


def _width(level: str) -> int:
    """Order ranges from narrow to wide: a block before the chapter that holds it."""
    first, last = level.split("-")
    return (ord(last[0]) - ord(first[0])) * 36**2 + int(last[1:], 36) - int(first[1:], 36)
