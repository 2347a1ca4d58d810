"""Does a query keep to the compliant-query practice of the coding profession? Query and note in, faults out.

A query states the clinical facts found in the note, as quotations. It asks an open question with room for
"other" and "unable to determine". It names no code, no payment and no diagnosis that the note
does not document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from service.domain import Assertion, Frozen, SuggestionSet, family_of
from service.reading import Reading, read
from service.reference.catalogue import Editions, Reference

_FILE = "queries.json"
_OPENED, _CLOSED = "\u201c", "\u201d"
_CUT = "\u2026"
# A letter and two digits are also a vertebra or a vitamin: without a dot, it takes more to be a code.
_CODE = re.compile(
    r"\b(?i:[A-TV-Z]\d[0-9AB]\.(?:[0-9X][0-9A-Z]{0,3}\b|-))"
    r"|\b[A-TV-Z]\d[0-9AB][0-9]{1,3}[A-Z]?\b|\b[GIMR]\d\d\b-?"
)
_PAYMENT = re.compile(
    r"\b(?:pay(?:s|er|ers|or|ors|ment|ments|able|ing)?|paid|reimburs\w*|insur\w+|authori[sz]ation\w*"
    r"|bill(?:ed|ing|able|s)?|coverage|claims?|revenue|DRGs?|medical(?:ly)? necess\w+|copays?|deductibles?"
    r"|denials?)\b",
    re.IGNORECASE,
)
_CLOSED_QUESTION = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|would|should|will|may|might)\b", re.IGNORECASE
)
_LEADING = re.compile(
    r"do you agree|would you agree|can you confirm|please (?:confirm|document that|agree|add)"
    r"|is it correct|don't you",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"^- (.+)$", re.MULTILINE)
_AROUND_CODES = re.compile(r"[\s,;()\[\]]+")
_DIAGNOSES = ("diagnosis", "condition")
_DENIED = (Assertion.NEGATED, Assertion.RELATIVE, Assertion.HYPOTHETICAL)
# What the invented note says that the queries of an edition are tried on.
_FACT, _PROBLEM = "something found on examination", "a certain problem"


class Fault(NamedTuple):
    """A rule that a query breaks; `detail` may hold words of the query, and so of the note."""

    rule: str
    detail: str


class Finding(Frozen):
    """A fault with its place: an edition's file, the key of the query in it, and the note if about one."""

    file: str
    edition: str
    key: str
    note: str = ""
    rule: str
    detail: str


def lint(query: str, note: Reading) -> tuple[Fault, ...]:
    """Return every rule that a query about a note breaks."""
    return tuple(fault for rule in _RULES for fault in rule(query, note))


def lint_answer(text: str, answer: SuggestionSet, name: str) -> Iterator[Finding]:
    """Lint every query of the answer to one note; `name` is what the note is called."""
    note = read(text)
    for suggestion in answer.suggestions:
        for gap in suggestion.gaps:
            key = f"{family_of(suggestion.code)} {gap.requirement} {gap.status}"
            for fault in lint(gap.query, note):
                yield _finding(answer.reference.edition, key, fault, name)


def lint_editions(editions: Editions) -> Iterator[Finding]:
    """Lint every query of every edition as it would stand about a note that says next to nothing."""
    for reference in editions.references:
        yield from _lint_reference(reference)


def _lint_reference(reference: Reference) -> Iterator[Finding]:
    note = read(f"{_FACT}. {_PROBLEM}.")
    for text in reference.queries:
        found: dict[Fault, None] = {}
        for region in {entry.region for entry in reference.codes if entry.family is text.family}:
            facts = f"{_OPENED}{_FACT}{_CLOSED}"
            query = text.fill(facts=facts, region=reference.region(region), problem=_PROBLEM)
            found |= dict.fromkeys(lint(query, note))
        for fault in found:
            key = f"{text.family} {text.requirement} {text.status}"
            yield _finding(reference.edition.edition, key, fault)


def _finding(edition: str, key: str, fault: Fault, note: str = "") -> Finding:
    return Finding(file=_FILE, edition=edition, key=key, note=note, rule=fault.rule, detail=fault.detail)


def names_no_code(query: str, note: Reading) -> Iterator[Fault]:
    """A query names no code: neither its own words do, nor those that it quotes."""
    for found in _CODE.finditer(query):
        yield Fault("code", found[0])


def names_no_payment(query: str, note: Reading) -> Iterator[Fault]:
    """A query speaks of no payment."""
    for found in _PAYMENT.finditer(query):
        yield Fault("payment", found[0])


def names_no_new_diagnosis(query: str, note: Reading) -> Iterator[Fault]:
    """What is diagnosed in the query's own words is documented in the note, and not only denied there."""
    own = read(_split(query)[1])
    documented = {
        mention.concept
        for kind in _DIAGNOSES
        for mention in note.all(kind)
        if mention.assertion not in _DENIED
    }
    for kind in _DIAGNOSES:
        for mention in own.all(kind):
            if mention.concept not in documented:
                yield Fault("diagnosis", own.words(mention))


def leaves_the_question_open(query: str, note: Reading) -> Iterator[Fault]:
    """The question cannot be answered by yes or no, and no words push towards an answer."""
    own = _split(query)[1]
    asked = own.partition("?")[0].rsplit(". ", 1)[-1].strip()
    if "?" not in own:
        yield Fault("open question", "nothing is asked")
    elif _CLOSED_QUESTION.match(asked):
        yield Fault("open question", f"{asked}?")
    for found in _LEADING.finditer(own):
        yield Fault("leading", found[0])


def offers_other_answers(query: str, note: Reading) -> Iterator[Fault]:
    """The last two choices are "other" and "unable to determine", after at least one more."""
    choices = _CHOICE.findall(query)
    if len(choices) < 3 or not choices[-2].startswith("Other") or choices[-1] != "Unable to determine":
        yield Fault("choices", "; ".join(choices[-2:]) or "none")


def quotes_the_note(query: str, note: Reading) -> Iterator[Fault]:
    """Facts are quoted: each quotation stands in the note, but for white space, codes and a cut."""
    quotations = _split(query)[0]
    if not quotations:
        yield Fault("quotation", "no fact is quoted")
    written = _bare(note.text)
    for quotation in quotations:
        if not _bare(quotation.removesuffix(_CUT)) or _bare(quotation.removesuffix(_CUT)) not in written:
            yield Fault("quotation", quotation)


_Rule = Callable[[str, Reading], Iterator[Fault]]
_RULES: tuple[_Rule, ...] = (
    names_no_code,
    names_no_payment,
    names_no_new_diagnosis,
    leaves_the_question_open,
    offers_other_answers,
    quotes_the_note,
)


def _bare(text: str) -> str:
    """Return a text without codes, and without the white space, commas and brackets around them."""
    return _AROUND_CODES.sub("", _CODE.sub("", text))


def _split(query: str) -> tuple[list[str], str]:
    """Return the quotations, the outermost where one stands in another, and the query's own words."""
    quotations: list[str] = []
    own: list[str] = []
    depth = start = 0
    for place, character in enumerate(query):
        if character == _OPENED:
            start = start if depth else place + 1
            depth += 1
        elif character == _CLOSED and depth:
            depth -= 1
            if not depth:
                quotations.append(query[start:place])
                own.append(" ")
        elif not depth:
            own.append(character)
    return quotations, "".join(own)
