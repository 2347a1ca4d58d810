"""What is wrong with a folder of snippets: broken lines, duplicates, unknown codes, lack of balance."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from service.classifier.card import Counts
from service.domain import Frozen
from service.errors import SnippetError
from service.reference.catalogue import Reference
from service.training.counting import count
from service.training.snippets import Line, read_lines

_SHINGLE = 4
_ALIKE = 0.5
_COMMONPLACE = 50
_LEAST_WITHOUT_CODE = 1 / 3
_LEAST_OF_A_CODE = 0.01
_MOST_OF_A_WRITER = 0.5

_WORD = re.compile(r"\w+")


class Finding(Frozen):
    """What is wrong, and where; line 0 is the whole folder. Details hold no word of a snippet."""

    file: str
    line: int
    kind: str
    detail: str


class Check(Frozen):
    """The findings in the order of the files, and the counts of what could be read."""

    findings: tuple[Finding, ...]
    counts: Counts


def check(folder: Path, reference: Reference) -> Check:
    """Check a folder; raise SnippetError if there is nothing in it to check."""
    lines: list[Line] = []
    findings: list[Finding] = []
    for found in read_lines(folder):
        if isinstance(found, SnippetError):
            findings.append(Finding(file=str(found.file), line=found.line, kind="schema", detail=found.why))
        else:
            lines.append(found)
    findings += _repeated_ids(lines)
    findings += _unknown_codes(lines, reference)
    findings += _duplicates(lines)
    findings += _near_duplicates(lines)
    findings.sort(key=lambda finding: (finding.file, finding.line))
    counts = count([line.snippet for line in lines])
    findings += (
        Finding(file=str(folder), line=0, kind="balance", detail=detail) for detail in _imbalances(counts)
    )
    return Check(findings=tuple(findings), counts=counts)


def _at(line: Line, kind: str, detail: str) -> Finding:
    return Finding(file=str(line.file), line=line.number, kind=kind, detail=detail)


def _repeated_ids(lines: Iterable[Line]) -> Iterator[Finding]:
    seen: dict[str, Line] = {}
    for line in lines:
        first = seen.setdefault(line.snippet.id, line)
        if first is not line:
            yield _at(line, "id", f"{line.snippet.id} stands at {first.file}:{first.number} already")


def _unknown_codes(lines: Iterable[Line], reference: Reference) -> Iterator[Finding]:
    """Yield the replacements that the tabular list does not hold."""
    for line in lines:
        for code in (code for label in line.snippet.codes for code in label.instead):
            try:
                reference.title(code)
            except (KeyError, ValueError):
                yield _at(line, "code", f"instead: the reference holds no {code}")


def _words(line: Line) -> list[str]:
    return _WORD.findall(line.snippet.text.lower())


def _duplicates(lines: Iterable[Line]) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], Line] = {}
    for line in lines:
        first = seen.setdefault(tuple(_words(line)), line)
        if first is not line:
            yield _at(line, "duplicate", f"the same words as {first.snippet.id}")


def _near_duplicates(lines: Sequence[Line]) -> Iterator[Finding]:
    """Yield the snippets that share half of their shingles with one of another group.

    Such a pair would let a model be tested on what it was trained on. A shingle is four words in a row; the
    overlap is Jaccard's. An index from shingle to snippets finds the pairs; commonplaces are not followed.
    """
    shingled = [_shingles(_words(line)) for line in lines]
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, shingles in enumerate(shingled):
        shared: Counter[int] = Counter()
        for shingle in shingles:
            if len(holders[shingle]) < _COMMONPLACE:
                shared.update(holders[shingle])
            holders[shingle].append(place)
        for other, common in shared.items():
            whole = len(shingles) + len(shingled[other]) - common
            if common >= _ALIKE * whole and lines[place].snippet.group != lines[other].snippet.group:
                detail = f"{common / whole:.0%} like {lines[other].snippet.id}, which is of another group"
                yield _at(lines[place], "near-duplicate", detail)


def _shingles(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    last = max(1, len(words) - _SHINGLE + 1)
    return frozenset(tuple(words[place : place + _SHINGLE]) for place in range(last))


def _imbalances(counts: Counts) -> Iterator[str]:
    if not counts.snippets:
        return
    if counts.without_code < _LEAST_WITHOUT_CODE * counts.snippets:
        share = counts.without_code / counts.snippets
        yield f"{share:.1%} yield nothing; at least a third should"
    for code, of_code in counts.by_code.items():
        if of_code < _LEAST_OF_A_CODE * counts.snippets:
            yield f"{code} is given {of_code} times; at least {_LEAST_OF_A_CODE:.0%} of the snippets should"
    for writer, of_writer in counts.by_writer.items():
        if of_writer > _MOST_OF_A_WRITER * counts.snippets:
            share = of_writer / counts.snippets
            yield f"{writer} wrote {share:.1%}; no writer should have more than {_MOST_OF_A_WRITER:.0%}"
