"""The page of a drift report: one HTML file with a figure for each kind of row, to open anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2

from service.training import html_report
from service.training.drifting import Row
from service.training.html_report.drawing import ACCENT, INK, SECOND, draw
from service.training.measuring import Measures

_CSS = Path(html_report.__file__).with_name("report.css")
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{{ css|safe }}</style></head>
<body><main><h1>{{ title }}</h1><p>{{ advice }}</p>
<h2>Every row</h2><div class="scroll"><table><thead>
<tr><th>figure</th><th>before</th><th>of late</th><th>effect</th>
<th>p (Holm)</th><th></th></tr></thead><tbody>
{% for row in rows %}<tr><th scope="row">{{ row.name }}</th><td>{{ row.before }}</td><td>{{ row.now }}</td>
<td>{{ row.measure }} {{ '%.2f' % row.effect }}</td>
<td>{{ 'not counted' if row.p is none else '%.2g' % row.p }}</td>
<td>{{ 'drift' if row.drifts else '' }}</td></tr>
{% endfor %}</tbody></table></div>
{% for plot in plots %}<figure>{{ plot|safe }}</figure>
{% endfor %}</main></body></html>
"""


def render(title: str, advice: str, rows: Sequence[Row], before: Measures, now: Measures) -> str:
    """Return the page; ModuleNotFoundError if matplotlib is not installed."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    css = re.sub(r"\s+", " ", _CSS.read_text(encoding="utf-8"))
    plots = [
        *(_curves(name, before, now) for name in sorted({*before.numbers} & {*now.numbers})),
        *(
            _bars(name, _share(before.mixes[name]), _share(now.mixes[name]))
            for name in sorted({*before.mixes} & {*now.mixes})
        ),
        _bars("share of texts with", _of(before.shares, before.texts), _of(now.shares, now.texts)),
    ]
    agreed = [_agreed(before), _agreed(now)]
    if agreed[1]:
        plots.append(_bars("agreement of reviewers by code", *agreed))
    return environment.from_string(_PAGE).render(title=title, advice=advice, rows=rows, plots=plots, css=css)


def _curves(name: str, before: Measures, now: Measures) -> str:
    def paint(figure: Any) -> None:
        axes = figure.subplots()
        for label, measures, colour, line in (
            ("before", before, SECOND, "--"),
            ("of late", now, ACCENT, "-"),
        ):
            values = measures.numbers[name]
            heights = [(place + 1) / len(values) for place in range(len(values))]
            axes.step(
                values, heights, where="post", color=colour, linestyle=line, label=f"{label} ({len(values)})"
            )
        axes.set_xlabel(name)
        axes.set_ylabel("share of texts up to it")
        axes.set_ylim(0, 1.02)
        axes.legend(loc="lower right")

    said = f"cumulative shares of {name}, before and of late"
    return draw(
        f"drift-{re.sub('[^a-z]', '-', name)}", f"{name[0].upper()}{name[1:]}", said, (6.0, 3.2), paint
    )


def _bars(name: str, before: Mapping[str, float], now: Mapping[str, float]) -> str:
    names = sorted({*before, *now}, key=lambda one: (before.get(one, 0) + now.get(one, 0), one))

    def paint(figure: Any) -> None:
        axes = figure.subplots()
        places = range(len(names))
        before_bars = [before.get(one, 0) for one in names]
        now_bars = [now.get(one, 0) for one in names]
        axes.barh([place + 0.2 for place in places], before_bars, 0.38, color=SECOND, label="before")
        axes.barh([place - 0.2 for place in places], now_bars, 0.38, color=ACCENT, label="of late")
        axes.set_yticks(list(places), names, color=INK)
        axes.set_xlim(0, 1)
        axes.set_xlabel("share")
        axes.legend(loc="lower left", bbox_to_anchor=(1.0, 0.0))

    said = "; ".join(f"{one} {before.get(one, 0):.0%}, then {now.get(one, 0):.0%}" for one in reversed(names))
    height = 1.2 + 0.32 * len(names)
    return draw(
        f"drift-{re.sub('[^a-z]', '-', name)}", f"{name[0].upper()}{name[1:]}", said, (6.0, height), paint
    )


def _share(counts: Mapping[str, int]) -> dict[str, float]:
    whole = sum(counts.values()) or 1
    return {name: many / whole for name, many in counts.items()}


def _of(counts: Mapping[str, int], texts: int) -> dict[str, float]:
    return {name: many / (texts or 1) for name, many in counts.items()}


def _agreed(measures: Measures) -> dict[str, float]:
    return {code: one.agreed / one.decided for code, one in measures.agreement.items() if one.decided}
