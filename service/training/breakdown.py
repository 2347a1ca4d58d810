"""The figures of parts of a set of notes: by family, region, disposition, setting, section and tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from service.classifier.card import Figures
from service.domain import family_of, region_of
from service.reading import read
from service.training.figures import Case, figures
from service.training.gold import Answered, GoldNote

# What a note without a gold code is filed under.
NONE = "none"


def break_down(answered: Iterable[Answered]) -> dict[str, dict[str, Figures]]:
    """Return the figures of each part, by dimension.

    A part holds the notes with at least one gold label of it, whole: a note with two labels may stand in
    two parts. `section` is where the words stand that the gold quotes, `tag` what its labeller called it.
    """
    cases: defaultdict[str, defaultdict[str, list[Case]]] = defaultdict(lambda: defaultdict(list))
    for one in answered:
        for dimension, value in sorted(set(_parts(one.note))):
            cases[dimension][value].append(one.case)
    return {
        dimension: {value: figures(own) for value, own in sorted(cases[dimension].items())}
        for dimension in ("family", "region", "disposition", "setting", "section", "tag")
        if dimension in cases
    }


def _parts(note: GoldNote) -> Iterator[tuple[str, str]]:
    yield "setting", note.setting.value
    yield from (("tag", tag) for tag in note.tags)
    if not note.gold:
        yield from ((dimension, NONE) for dimension in ("family", "region", "disposition", "section"))
        return
    sentences = read(note.text).sentences
    for label in note.gold:
        yield "family", family_of(label.code).value
        yield "region", region_of(label.code).name.lower()
        yield "disposition", f"{label.disposition.value} {label.reason.value}"
        start = note.text.index(label.quote)
        yield "section", next((s.section for s in sentences if start < s.end), NONE)
