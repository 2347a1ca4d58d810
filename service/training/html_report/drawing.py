"""Drawing a figure as SVG: text as text, in the colours of the page, the same bytes every time.

matplotlib is loaded here and in the plots, and only when a report is made.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

# Each stands for a variable of the page's style sheet, which knows light, dark and print.
INK, MUTED, LINE, ACCENT, SECOND, THIRD, PAPER = (f"#00000{place}" for place in range(1, 8))
_VARIABLES = {
    INK: "var(--ink)",
    MUTED: "var(--muted)",
    LINE: "var(--line)",
    ACCENT: "var(--accent)",
    SECOND: "var(--second)",
    THIRD: "var(--third)",
    PAPER: "var(--paper)",
}
_FONT = 10


def draw(name: str, title: str, said: str, size: tuple[float, float], paint: Callable[[Any], None]) -> str:
    """Return a figure as SVG to stand in a page; `said` tells what it shows to who cannot see it."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    style = {
        **{key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")},
        "svg.fonttype": "none",
        "svg.hashsalt": name,
        "font.size": _FONT,
        "font.family": "DejaVu Sans",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": _FONT + 1,
        "axes.titlelocation": "left",
        "legend.frameon": False,
        "text.color": INK,
        "axes.titlecolor": INK,
        "axes.labelcolor": INK,
        "axes.edgecolor": MUTED,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "grid.color": LINE,
        "axes.grid": True,
        "axes.axisbelow": True,
        "figure.facecolor": "none",
        "axes.facecolor": "none",
    }
    with mpl.rc_context(style):
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasSVG(figure)
        figure.suptitle(title, x=0.005, ha="left", fontsize=_FONT + 1, fontweight="bold")
        paint(figure)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None}, transparent=True)
    return _embedded(written.getvalue(), name, title, said)


def _embedded(svg: str, name: str, title: str, said: str) -> str:
    """Return the SVG element alone: its ids its own, its colours the page's, a title and a description."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r"url\(#", f"url(#{name}-", svg)
    svg = re.sub(r'xlink:href="#', f'xlink:href="#{name}-', svg)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, variable)
    head, _, body = svg.partition(">")
    head = re.sub(r' (width|height)="[^"]*"', "", head)
    described = f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(said)}</desc>'
    return f'{head} role="img" aria-labelledby="{name}-t {name}-d">{described}{body}'
