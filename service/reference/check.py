"""Is the reference true to the tabular list? Every code, title and note that it names is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from service.domain import CODES, REQUIREMENTS, AlertName, Family, Frozen, Requirement, Status, family_of
from service.reference.catalogue import Reference
from service.reference.compile import OFFICIAL, compile_official
from service.reference.entries import Fact
from service.reference.notation import normalise_code
from service.reference.tabular import TabularList
from service.reference.wording import QUERY_SLOTS, slots_of

_CODE = r"\b(?!T1[0-2]\b)[A-Z]\d[0-9A-Z]\b(?:\.[0-9A-Za-z]{1,4}\b)?(?:\.?-(?![A-Z]\d))?"
_NAMED = re.compile(_CODE)  # T10 to T12 are vertebrae here: the list has no such categories.
_TITLED = re.compile(rf"({_CODE})(?: is)? (?:\(([^()]+(?:\[[^]]*\])?)\)|“([^”]+)”)")
_LAST_CHOICES = ("Other (please specify)", "Unable to determine")

GAP_STATUSES: Mapping[Requirement, tuple[Status, ...]] = {
    Requirement.REGION: (Status.MISSING,),
    Requirement.DISTRIBUTION: (Status.PARTIAL, Status.MISSING),
    Requirement.IMAGING: (Status.PARTIAL, Status.MISSING),
    Requirement.ELECTRODIAGNOSTICS: (Status.PARTIAL,),
    Requirement.STRUCTURE: (Status.PARTIAL, Status.MISSING),
    Requirement.CLINICAL_BASIS: (Status.PARTIAL, Status.MISSING),
    Requirement.CONSERVATIVE_TREATMENT: (Status.PARTIAL, Status.MISSING),
    Requirement.UNDERLYING_CONDITION: (Status.PARTIAL,),
}


class Finding(Frozen):
    """What the check found, and where; a `known` one is a recorded disagreement and no fault."""

    kind: str
    where: str
    detail: str
    known: bool = False


def check(reference: Reference, tabular: TabularList | None) -> tuple[Finding, ...]:
    """Return every finding on an edition; without a tabular list, official.json is taken as it stands."""
    findings = [
        *stale(reference, tabular),
        *misnamed_codes(reference),
        *wrong_siblings(reference),
        *incomplete(reference),
        *unsourced(reference),
        *disagreements(reference),
    ]
    return tuple(findings)


def stale(reference: Reference, tabular: TabularList | None) -> Iterator[Finding]:
    """Find that official.json is not what the tabular list compiles to: titles, excludes notes and all."""
    if tabular is None:
        return
    try:
        fresh = compile_official(tabular, reference.plan)
    except KeyError as missing:
        yield Finding(kind="scope", where="edition.json", detail=f"the list has no category {missing}")
        return
    committed = (reference.folder / OFFICIAL).read_text(encoding="utf-8").splitlines()
    lines = fresh.splitlines()
    if committed != lines:
        number = next(
            (n for n, pair in enumerate(zip(committed, lines, strict=False), 1) if pair[0] != pair[1]),
            min(len(committed), len(lines)) + 1,
        )
        yield Finding(
            kind="stale", where=f"{OFFICIAL}:{number}", detail="differs from what the tabular list gives"
        )


def misnamed_codes(reference: Reference) -> Iterator[Finding]:
    """Find codes in the texts that the list does not hold, or that a text calls by another title.

    Only the record of a disagreement may name a code that is none: the one that its facts say is none.
    """
    absent = {
        (f"disagreement {record.id}", fact.code)
        for record in reference.disagreements
        for fact in record.facts
        if fact.kind == "no_such_code"
    }
    for where, text in texts(reference):
        for code in _NAMED.findall(text):
            if (where, code) not in absent and not _exists(reference, code):
                yield Finding(kind="unknown_code", where=where, detail=f"{code} is not in the tabular list")
        for code, bracketed, quoted in _TITLED.findall(text):
            given = bracketed or quoted
            if _exists(reference, code) and given.casefold() != reference.title(code).casefold():
                title = reference.title(code)
                detail = f"{code} is called {given!r}; its title is {title!r}"
                yield Finding(kind="wrong_title", where=where, detail=detail)


def wrong_siblings(reference: Reference) -> Iterator[Finding]:
    """Find a code that is not billable, or whose siblings in the list are not its family's other codes."""
    for entry in reference.codes:
        expected = {code for code in CODES if family_of(code) is entry.family} - {entry.code}
        found = {sibling.level for sibling in entry.siblings}
        if found != expected:
            detail = f"siblings differ by {', '.join(sorted(found ^ expected))}"
            yield Finding(kind="siblings", where=entry.code, detail=detail)
        if not entry.billable:
            yield Finding(kind="billable", where=entry.code, detail="the code cannot be billed")


def incomplete(reference: Reference) -> Iterator[Finding]:
    """Find a tip, query or alert that is missing, and a template whose slots or choices are not in order."""
    for entry in reference.codes:
        if set(entry.tips) != set(REQUIREMENTS[entry.family]):
            yield Finding(kind="tips", where=entry.code, detail="not exactly one tip for each requirement")
    wanted = {
        (family, requirement, status)
        for family in Family
        for requirement in REQUIREMENTS[family]
        for status in GAP_STATUSES[requirement]
    }
    held = {(query.family, query.requirement, query.status) for query in reference.queries}
    for key in sorted(wanted ^ held):
        yield Finding(kind="queries", where=" ".join(key), detail="missing, or for a status that cannot be")
    for query in reference.queries:
        where = f"{query.family} {query.requirement} {query.status}"
        if not query.slots <= QUERY_SLOTS or "facts" not in query.slots:
            yield Finding(kind="slots", where=where, detail=f"the slots are {sorted(query.slots)}")
        if query.choices[-2:] != _LAST_CHOICES:
            yield Finding(kind="choices", where=where, detail=f"the choices do not end with {_LAST_CHOICES}")
    for name in sorted(set(AlertName) - {alert.alert for alert in reference.alerts}):
        yield Finding(kind="alerts", where=name, detail="missing")
    for alert in reference.alerts:
        if set(alert.slots) != slots_of(alert.message):
            yield Finding(kind="slots", where=alert.alert, detail="the message has other slots than it lists")


def unsourced(reference: Reference) -> Iterator[Finding]:
    """Find a source that the edition does not list."""
    used = [(f"alert {alert.alert}", alert.source) for alert in reference.alerts]
    used += [(f"query {query.family} {query.requirement}", query.source) for query in reference.queries]
    used += [(f"source {key}", cited) for key, source in reference.sources.items() for cited in source.cites]
    for where, source in used:
        if source not in reference.sources:
            yield Finding(kind="source", where=where, detail=f"no source is called {source!r}")


def disagreements(reference: Reference) -> Iterator[Finding]:
    """Report each recorded disagreement as known, or as a fault where the list no longer bears it out."""
    for record in reference.disagreements:
        untrue = [fact for fact in record.facts if not _holds(reference, fact)]
        for fact in untrue:
            detail = f"no longer so: {fact.kind} {fact.code} {fact.value}".rstrip()
            yield Finding(kind="disagreement", where=record.id, detail=detail)
        if not untrue:
            detail = f"{record.seed} {record.tabular}"
            yield Finding(kind="disagreement", where=record.id, detail=detail, known=True)


def texts(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield every text that the edition's editors wrote, with the place where it stands."""
    for entry in reference.codes:
        for requirement, tip in entry.tips.items():
            yield f"{entry.code} tip {requirement}", tip.text
        for name, statements in (("pitfall", entry.pitfalls), ("context", entry.context)):
            yield from ((f"{entry.code} {name} {n}", part.text) for n, part in enumerate(statements, 1))
        for number, part in enumerate(entry.questions, 1):
            yield f"{entry.code} question {number}", f"{part.question} {part.answer}"
        yield from ((f"{entry.code} coverage {article.article}", article.text) for article in entry.coverage)
    yield from ((f"alert {alert.alert}", alert.message) for alert in reference.alerts)
    for query in reference.queries:
        yield f"query {query.family} {query.requirement} {query.status}", query.template
    for record in reference.disagreements:
        yield f"disagreement {record.id}", f"{record.seed} {record.tabular}"


def _exists(reference: Reference, code: str) -> bool:
    """Tell whether the list holds a code, and, where it ends in a dash, has codes below it."""
    stem = code.rstrip("-").rstrip(".")
    entry = reference.official.get(stem)
    return entry is not None and not (code.endswith("-") and entry.billable)


def _holds(reference: Reference, fact: Fact) -> bool:
    code = normalise_code(fact.code).rstrip("-").rstrip(".")
    entry = reference.official.get(code)
    if fact.kind == "no_such_code" or entry is None:
        return fact.kind == "no_such_code" and entry is None
    named = fact.kind == "excludes1" and any(
        note.names(fact.value) for note in reference.excludes.over(code) if note.kind == "excludes1"
    )
    return {
        "title": entry.title == fact.value,
        "misnamed": entry.title.casefold() != fact.value.casefold(),
        "excludes1": named,
        "no_code_first": not any(
            reference.official[level].code_first for level in (code, *reference.lineage(code))
        ),
        "inclusion_term": fact.value in entry.inclusion_terms,
    }[fact.kind]
