"""The question that the provider can be asked about a gap, from the facts found in this note."""

from __future__ import annotations

import re
from typing import NamedTuple

from service.domain import Requirement
from service.reading import Mention
from service.reading.sentences import sentence_at
from service.reference.catalogue import Reference
from service.suggesting.case import Case
from service.suggesting.requirements.finding import Finding

_MOST_FACTS = 3
_LONGEST_FACT = 160
_CODE = re.compile(r"\s?[(\[]?\b[A-TV-Z]\d[0-9AB]\.[0-9A-Z]{1,4}\b[)\]]?,?")
# What a sentence must hold before the slower search is worth it.
_CODED = re.compile(r"[A-TV-Z]\d[0-9AB]\.")
# All that the linter takes for talk of payment, and a little more.
_PAYMENT = re.compile(
    r"(?=[abcdimpr])\b(?:pay(?:s|er|ers|or|ors|ment|ments|able|ing)?|paid|reimburs\w*|denials?|denied|insur\w+"
    r"|authori[sz]\w*|bill(?:ed|ing|able|s)?|coverage|claims?|revenue|DRGs?|medical(?:ly)? necess\w+|copays?"
    r"|deductibles?)\b",
    re.IGNORECASE,
)


class Known(NamedTuple):
    """What each query about a candidate tells of the note: facts, quoted, and the problem in its words."""

    facts: tuple[str, ...]
    problem: str


def known(case: Case) -> Known:
    """Return what the note says of a candidate; the facts without codes and without talk of payment."""
    facts = [_fact(case, mention.sentence, case.reading.words(mention)) for mention in _carrying(case)]
    return Known(tuple(dict.fromkeys(facts)), _problem(case))


def ask(case: Case, told: Known, requirement: Requirement, finding: Finding, reference: Reference) -> str:
    """Return a compliant query: the facts of this note, an open question, and room for another answer.

    What meets a requirement in part is told right after what carries the suggestion.
    """
    text = reference.query(case.candidate.family, requirement, finding.status)
    short = [
        _fact(case, sentence_at(case.reading.sentences, evidence.start), evidence.text)
        for evidence in finding.evidence[:1]
    ]
    facts = [*dict.fromkeys([*told.facts[:1], *short, *told.facts[1:]])][:_MOST_FACTS]
    return text.fill(
        facts=", ".join(f"\u201c{fact}\u201d" for fact in facts),
        region=reference.region(case.candidate.region),
        problem=told.problem,
    )


def _fact(case: Case, sentence: int, words: str) -> str:
    """Quote a sentence of the note without codes; some words of it alone where it speaks of payment."""
    said = clause(case, sentence)
    if _PAYMENT.search(said):
        return " ".join(words.split())
    if _CODED.search(said):
        said = " ".join(_CODE.sub("", said).split())
    return said.rstrip(" ,;(")


def _carrying(case: Case) -> list[Mention]:
    statements = sorted(case.candidate.statements, key=lambda statement: -statement.tier)
    return [statement.mention for statement in statements[:1]] + [
        indicator.mention for indicator in case.candidate.indicators[:_MOST_FACTS]
    ]


def clause(case: Case, index: int) -> str:
    """Return a sentence of the note on one line, shortened at a word where it is long."""
    sentence = case.reading.sentences[index]
    words = " ".join(case.reading.text[sentence.start : sentence.end].split()).rstrip(".;, ")
    if len(words) <= _LONGEST_FACT:
        return words
    return words[:_LONGEST_FACT].rsplit(" ", 1)[0] + " \u2026"


def _problem(case: Case) -> str:
    """Return the problem in the note's own words: its diagnosis, or its leading sign."""
    if case.candidate.statements:
        top = max(case.candidate.statements, key=lambda statement: statement.tier)
        mentions = [
            top.mention,
            *(p for p in top.places if p.sentence == top.mention.sentence and p.gap_to(top.mention) <= 4),
        ]
    else:
        mentions = [case.candidate.indicators[0].mention]
    start, end = min(m.start for m in mentions), max(m.end for m in mentions)
    return " ".join(case.reading.text[start:end].split())
