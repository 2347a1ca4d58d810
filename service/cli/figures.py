"""Figures on a terminal."""

from __future__ import annotations

from collections.abc import Mapping

import click

from service.classifier.card import Figures, Interval

_OF_A_PART = ("exact", "f1", "disposition", "false_note", "gap_f1", "status", "alert_f1")


def shown(value: float | int | None) -> str:
    """Return a figure with three decimals, a count as it is, and a dash for what was not measured."""
    return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def print_figures(figures: Figures, intervals: Mapping[str, Interval]) -> None:
    """Print a line for each figure, with its interval where there is one."""
    for name, value in figures.model_dump().items():
        bounds = intervals.get(name)
        click.echo(
            f"  {name:12} {shown(value):6}" + (f" {bounds.low:.3f} to {bounds.high:.3f}" if bounds else "")
        )


def print_parts(parts: Mapping[str, Mapping[str, Figures]], fewest: int) -> None:
    """Print a table for each dimension; parts of fewer notes are left out."""
    for dimension, of_value in parts.items():
        rows = {value: part for value, part in of_value.items() if part.notes >= fewest}
        if not rows:
            continue
        click.echo(f"by {dimension:24} notes " + "".join(f"{name:>12}" for name in _OF_A_PART))
        for value, part in rows.items():
            cells = "".join(f"{shown(getattr(part, name)):>12}" for name in _OF_A_PART)
            click.echo(f"  {value[:24]:25} {part.notes:5} {cells}")
