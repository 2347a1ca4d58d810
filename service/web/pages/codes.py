"""The codes' pages: the list, and one for each code, as a reviewer would want to read it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from service.domain import CODES, Family
from service.reference.catalogue import CodeReference, Reference, normalise_code
from service.reference.entries import Disagreement, Heading
from service.reference.notation import CodeRange
from service.suggesting import Suggester


@dataclass(frozen=True, slots=True)
class FamilyList:
    """A family as the list shows it: its category, and its codes."""

    level: str
    title: str
    inclusion_terms: tuple[str, ...]
    codes: tuple[CodeReference, ...]


def add(pages: Blueprint, suggester: Suggester) -> None:
    """Add the pages of the codes."""

    @pages.get("/codes")
    def codes() -> str:
        reference = suggester.editions.for_date(None)
        families = tuple(family_list(reference, family) for family in Family)
        return render_template("codes.html", reference=reference, families=families)

    @pages.get("/codes/<code>")
    def code(code: str) -> str | Response:
        wanted = normalise_code(code)
        if wanted not in CODES:
            raise NotFound
        if wanted != code:
            return redirect(url_for("pages.code", code=wanted), 301)
        reference = suggester.editions.for_date(None)
        entry = reference.code(wanted)
        return render_template(
            "code.html",
            entry=entry,
            above=headings_above(entry),
            edition=reference.edition,
            known=frozenset(CODES),
            disagreements=disagreements(reference, wanted),
        )


def family_list(reference: Reference, family: Family) -> FamilyList:
    """Return a family with its codes in order."""
    heading = reference.official[family.value]
    return FamilyList(
        family.value,
        heading.title,
        heading.inclusion_terms,
        tuple(entry for entry in reference.codes if entry.family is family),
    )


def headings_above(entry: CodeReference) -> tuple[Heading, ...]:
    """Return the levels above a code as a reader walks down to it: the chapter first."""
    return (entry.chapter, *reversed(entry.parents))


def disagreements(reference: Reference, code: str) -> tuple[Disagreement, ...]:
    """Return the points on which a brief and the tabular list differ that concern a code."""
    return tuple(
        point
        for point in reference.disagreements
        if any(CodeRange.of(level).holds(code) for level in point.concerns)
    )
