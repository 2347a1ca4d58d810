"""What an edition holds on each code, as its readers see it."""

from __future__ import annotations

from typing import Literal

from service.domain import Basis, Code, Frozen, Requirement
from service.reference.edition import Source
from service.reference.excludes import ExcludesNote


class Statement(Frozen):
    """A sentence about a code, what it rests on, and the key of its source."""

    text: str
    basis: Basis
    source: str


class Question(Frozen):
    """A question that coders ask about the code, and its answer."""

    question: str
    answer: str
    basis: Basis
    source: str


class CoverageArticle(Frozen):
    """A payer's article that lists the code."""

    article: str
    text: str
    basis: Basis
    source: str


class MsDrg(Frozen):
    """An inpatient group that the code falls into as principal diagnosis."""

    drg: str
    title: str
    basis: Basis
    source: str


class RelatedCpt(Frozen):
    """How many related procedure codes the source counts; it lists none."""

    count: int
    basis: Basis
    source: str


class Heading(Frozen):
    """A chapter, block, category or code of the tabular list, with the terms that it includes."""

    level: str
    title: str
    includes: tuple[str, ...] = ()
    inclusion_terms: tuple[str, ...] = ()


class Excludes(Frozen):
    """Excludes notes in both directions: the code's own and its ancestors', and those that name the code."""

    names: tuple[ExcludesNote, ...]
    named_by: tuple[ExcludesNote, ...]


class CodeReference(Code):
    """Everything the reference holds on one code.

    Title, billability, headings and siblings are the tabular list's; every other item names its own basis
    and, as a key into `sources`, its source. `parents` run from the category up to the outermost block.
    """

    billable: bool
    chapter: Heading
    block: Heading
    parents: tuple[Heading, ...]
    siblings: tuple[Heading, ...]
    tips: dict[Requirement, Statement]
    pitfalls: tuple[Statement, ...]
    context: tuple[Statement, ...]
    questions: tuple[Question, ...]
    coverage: tuple[CoverageArticle, ...]
    ms_drgs: tuple[MsDrg, ...]
    related_cpt: RelatedCpt | None
    excludes: Excludes
    sources: dict[str, Source]


class Fact(Frozen):
    """One thing that is so in the tabular list, as it can be looked up there.

    `title`: the code bears that title; `misnamed`: it does not; `no_such_code`: there is no such code;
    `excludes1`: its Excludes1 notes name the value; `no_code_first`: neither it nor an ancestor has a
    code-first note; `inclusion_term`: the value is one of its inclusion terms.
    """

    kind: Literal["title", "misnamed", "no_such_code", "excludes1", "no_code_first", "inclusion_term"]
    code: str
    value: str


class Disagreement(Frozen):
    """A point on which a seed document and the tabular list differ.

    `concerns` are the codes or categories on whose pages it is shown; `wins` is the basis that the product
    follows; `facts` are why, each open to a check.
    """

    id: str
    concerns: tuple[str, ...]
    seed: str
    tabular: str
    wins: Basis
    facts: tuple[Fact, ...]
