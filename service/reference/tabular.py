"""The tabular list as its publisher writes it: XML in, entries out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from service.reference.notation import CodeRange, codes_of_note

NOTES: Mapping[str, str] = MappingProxyType(
    {
        "includes": "includes",
        "inclusionTerm": "inclusion_terms",
        "excludes1": "excludes1",
        "excludes2": "excludes2",
        "codeFirst": "code_first",
        "codeAlso": "code_also",
        "useAdditionalCode": "use_additional_code",
    }
)
_SUFFIX = re.compile(r"\(([A-Z]\w\w)-([A-Z]\w\w) with (\.\d+)-?\)")
_FIFTH = re.compile(r"\(([^()]+?) with fifth character (\w)\)")
_SECTION = re.compile(r"\s*\([A-Z]\w\w(?:-[A-Z]\w\w)?\)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A chapter, block, category or code; `level` is its range ("M50-M54") or its code ("M54.1")."""

    level: str
    title: str
    parent: str | None
    billable: bool
    notes: Mapping[str, tuple[str, ...]]


class TabularList:
    """Every entry of one edition by its level, in the order of the list."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: dict[str, Entry] = {}
        for entry in entries:
            # A block of a single category ("M95") shares its level with the category, which follows it.
            above = self.entries.get(entry.level)
            if above is not None:
                merged = {**above.notes, **entry.notes}
                entry = Entry(entry.level, entry.title, above.parent, entry.billable, merged)
            self.entries[entry.level] = entry

    @classmethod
    def read(cls, path: Path) -> TabularList:
        """Parse the publisher's XML; ValueError where the file is not a tabular list."""
        try:
            root = ElementTree.parse(path).getroot()
        except ElementTree.ParseError as fault:
            raise ValueError(f"{path.name} is not well-formed XML: {fault}") from None
        if root.find("chapter/section/diag") is None:
            raise ValueError(f"{path.name} holds no chapter of the tabular list")
        return cls(_entries(root))

    def lineage(self, level: str) -> Iterator[Entry]:
        """Yield the entry and its ancestors, nearest first, up to the chapter."""
        at: str | None = level
        while at is not None:
            entry = self.entries[at]
            yield entry
            at = entry.parent

    def below(self, level: str) -> list[Entry]:
        """Return the entries under a category, itself first."""
        return [e for e in self.entries.values() if e.level == level or self._is_under(e.level, level)]

    def targets(self, note: str) -> tuple[str, ...]:
        """Return what a note names, its conditions such as "E08-E13 with .44" spelt out as codes."""
        if match := _SUFFIX.search(note):
            run = CodeRange.of(f"{match[1]}-{match[2]}")
            heads = [e.level for e in self.entries.values() if len(e.level) == 3 and run.holds(e.level)]
            return tuple(head + match[3] for head in heads if head + match[3] in self.entries)
        if match := _FIFTH.search(note):
            ranges = [CodeRange.of(code) for code in codes_of_note(f"({match[1]})")]
            return tuple(
                level
                for level in self.entries
                if len(level) == 6 and level[5] == match[2] and any(run.holds(level) for run in ranges)
            )
        return codes_of_note(note)

    def _is_under(self, level: str, ancestor: str) -> bool:
        return level.startswith(ancestor) and "-" not in level and "-" not in ancestor


def _entries(root: ElementTree.Element) -> Iterator[Entry]:
    for chapter in root.findall("chapter"):
        title = chapter.findtext("desc", "")
        match = re.search(r"\(([A-Z]\w\w-[A-Z]\w\w)\)$", title)
        if match is None:
            raise ValueError(f"the chapter {title!r} states no range")
        yield Entry(match[1], _SECTION.sub("", title), None, False, _notes(chapter))
        # Sections stand side by side in the file; an enclosing one ("M40-M54") comes before its parts.
        enclosing: list[str] = []
        for section in chapter.findall("section"):
            level = section.attrib["id"]
            parent = next((above for above in reversed(enclosing) if _encloses(above, level)), match[1])
            if "-" in level:
                enclosing.append(level)
            yield Entry(level, _SECTION.sub("", section.findtext("desc", "")), parent, False, _notes(section))
            for category in section.findall("diag"):
                name = category.findtext("name", "")
                # In a block of one category the category takes the block's place.
                yield from _codes(category, parent if name == level else level, False)


def _encloses(above: str, level: str) -> bool:
    run = CodeRange.of(above)
    return all(run.holds(end) for end in level.split("-"))


def _codes(element: ElementTree.Element, parent: str, extended: bool) -> Iterator[Entry]:
    level, title = element.findtext("name", ""), element.findtext("desc", "")
    # Where a seventh character is asked for, the code without it cannot be billed.
    extended = extended or element.find("sevenChrDef") is not None
    children = element.findall("diag")
    yield Entry(level, title, parent, not children and not extended, _notes(element))
    for child in children:
        yield from _codes(child, level, extended)


def _notes(element: ElementTree.Element) -> dict[str, tuple[str, ...]]:
    found = {
        name: tuple(" ".join((note.text or "").split()) for part in element.findall(tag) for note in part)
        for tag, name in NOTES.items()
    }
    return {name: notes for name, notes in found.items() if notes}
