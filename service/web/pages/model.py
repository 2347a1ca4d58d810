"""The model's page: which one is live, how well it does in words, and whether its probabilities hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template

from service.classifier.card import Bin, Card, Held
from service.domain import CODES, Family, family_of
from service.suggesting import Suggester

# Each figure: what it is called, and what it means to somebody who codes.
MEANINGS = (
    ("exact", "Exactly right", "Of the notes, those whose recommended codes are just the codes to assign."),
    ("f1", "Codes found and not invented", "The balance (F1) of codes that it missed and codes too many."),
    ("macro_f1", "The same, a code at a time", "Its mean over the codes, so that the rare ones count alike."),
    ("top1", "Right code first", "Of the notes that have a code, those in which it stands first."),
    ("disposition", "Right disposition", "Of the codes that are due, those with the right disposition."),
    (
        "instead",
        "Right code in its place",
        "Of the excluded codes, those whose replacements are named exactly.",
    ),
    (
        "false_note",
        "False recommendations",
        "Of the notes without a code, those that get one. Lower is better.",
    ),
    (
        "quiet",
        "Quiet where nothing is due",
        "Of the notes without a code, those that get none of 50 % or more.",
    ),
    ("ece", "Probabilities off by", "How far they lie from what came true, on average. Lower is better."),
)
MARGIN = 40
SIZE = 320


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its meaning and, where it was measured, the bounds of 95 of 100 resamplings."""

    name: str
    meaning: str
    value: str
    between: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One bin of the reliability diagram, placed in the drawing; `r` grows with the suggestions in it."""

    x: float
    y: float
    r: float
    suggestions: int
    mean: float
    true: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """One family: for each code that was due (a row), how often each code of it was recommended, or none."""

    family: Family
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def add(pages: Blueprint, suggester: Suggester) -> None:
    """Add the page of the live model."""

    @pages.get("/model")
    def model() -> str:
        card = suggester.model.card
        return render_template(
            "model.html",
            card=card,
            figures=figures(card.figures),
            dots=dots(card.figures.reliability_test),
            size=SIZE,
            margin=MARGIN,
            confusions=confusions(card),
        )


def figures(held: Held) -> tuple[Figure, ...]:
    """Return the figures on writers that the model never saw, those that were measured."""
    found = []
    for name, title, meaning in MEANINGS:
        value = getattr(held.test, name)
        if value is not None:
            interval = held.intervals_test.get(name)
            between = f"{interval.low * 100:.1f} to {interval.high * 100:.1f}" if interval else ""
            found.append(Figure(title, meaning, f"{value * 100:.1f} %", between))
    return tuple(found)


def dots(bins: Sequence[Bin]) -> tuple[Dot, ...]:
    """Return the bins that hold suggestions, as dots of a drawing of `SIZE` with its origin below left."""
    most = max((one.suggestions for one in bins), default=0)
    return tuple(
        Dot(
            x=round(MARGIN + one.mean * SIZE, 1),
            y=round(MARGIN / 2 + (1 - one.true) * SIZE, 1),
            r=round(3 + 9 * (one.suggestions / most) ** 0.5, 1),
            suggestions=one.suggestions,
            mean=one.mean,
            true=one.true,
        )
        for one in bins
        if one.suggestions and one.mean is not None and one.true is not None
    )


def confusions(card: Card) -> tuple[Confusion, ...]:
    """Return the confusion between siblings, a family at a time; nothing where the card records none."""
    counted = card.figures.confusion_test
    found = []
    for family in Family if counted else ():
        codes = [code for code in CODES if family_of(code) is family]
        columns = (*codes, "none")
        rows = tuple((due, tuple(counted.get(due, {}).get(given, 0) for given in columns)) for due in columns)
        found.append(Confusion(family, columns, rows))
    return tuple(found)
