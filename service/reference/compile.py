"""From the tabular list to official.json: the part of the list that the reference rests on."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

from service.domain import CODES
from service.reference.edition import Edition
from service.reference.notation import CodeRange
from service.reference.tabular import Entry, TabularList

OFFICIAL = "official.json"


def installed_tabular() -> Path | None:
    """Return the tabular list that the development dependency simple-icd-10-cm brings, not importing it."""
    spec = find_spec("simple_icd_10_cm")
    if spec is None or spec.origin is None:
        return None
    found = sorted(Path(spec.origin).parent.glob("data/icd10c-tabular-*.xml"))
    return found[-1] if found else None


def compile_official(tabular: TabularList, edition: Edition) -> str:
    """Return the text of official.json; the same list and edition always give the same text.

    KeyError names a category of the edition's scope that the list does not hold.
    """
    wanted = {entry.level for category in edition.scope for entry in _under(tabular, category)}
    wanted |= {above.level for level in wanted for above in tabular.lineage(level)}
    entries = {level: _entry(entry) for level, entry in tabular.entries.items() if level in wanted}
    return _document({"entries": entries, "excludes": _excludes(tabular, edition, wanted)})


def _under(tabular: TabularList, category: str) -> list[Entry]:
    found = tabular.below(category)
    if not found:
        raise KeyError(category)
    return found


def _entry(entry: Entry) -> dict[str, object]:
    notes = {name: texts for name, texts in entry.notes.items() if not name.startswith("excludes")}
    return {"title": entry.title, "parent": entry.parent, "billable": entry.billable, **notes}


def _excludes(tabular: TabularList, edition: Edition, wanted: set[str]) -> list[list[object]]:
    """Return rows [kind, level, text, targets]: what the scope states, and what states or names its chapters.

    Of the Excludes2 notes, those that the scope states and those that name one of the nineteen codes.
    """
    chapters = [CodeRange.of(chapter) for chapter in edition.excludes1_chapters]
    rows: list[list[object]] = []
    for level, entry in tabular.entries.items():
        for kind in ("excludes1", "excludes2"):
            for text in entry.notes.get(kind, ()):
                targets = tabular.targets(text)
                ends = [level, *targets] if kind == "excludes1" else []
                if (
                    level in wanted
                    or any(chapter.meets(CodeRange.of(end)) for chapter in chapters for end in ends)
                    or any(CodeRange.of(target).holds(code) for target in targets for code in CODES)
                ):
                    rows.append([kind, level, text, list(targets)])
    return rows


def _document(sections: dict[str, dict[str, dict[str, object]] | list[list[object]]]) -> str:
    """Write JSON with a row to a line, so that a change of the list shows as changed lines."""
    parts = []
    for name, rows in sections.items():
        if isinstance(rows, dict):
            lines = [f"    {_json(key)}: {_json(row)}" for key, row in rows.items()]
            opening, closing = "{", "}"
        else:
            lines = [f"    {_json(row)}" for row in rows]
            opening, closing = "[", "]"
        parts.append(f"  {_json(name)}: {opening}\n" + ",\n".join(lines) + f"\n  {closing}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
