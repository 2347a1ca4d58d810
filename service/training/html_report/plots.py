"""The plots of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from service.classifier.card import Bin, Gain, Held, Interval
from service.domain import CODES, Family
from service.training.confusion import NONE
from service.training.html_report.drawing import ACCENT, INK, MUTED, SECOND, THIRD, draw
from service.training.html_report.facts import Point, Share, share
from service.training.paired import SMALL_IS_GOOD


def plot_codes(counts: Mapping[str, Mapping[str, int]]) -> str:
    """Draw how many labels each code has, by disposition."""

    def paint(figure: Any) -> None:
        axes = figure.subplots()
        left = [0] * len(CODES)
        for disposition, colour in (("assign", ACCENT), ("query", SECOND), ("exclude", THIRD)):
            values = [counts[code].get(disposition, 0) for code in CODES]
            axes.barh(CODES, values, left=left, color=colour, label=disposition, height=0.72)
            left = [one + other for one, other in zip(left, values, strict=True)]
        axes.invert_yaxis()
        axes.grid(axis="y", visible=False)
        axes.set_xlabel("labels")
        axes.legend(loc="lower right")

    said = "; ".join(f"{code} {sum(row.values())}" for code, row in counts.items())
    return draw("codes", "Labels of each code, by disposition", said, (7.2, 4.6), paint)


def plot_figures(held: Held, names: Sequence[str]) -> str:
    """Draw the figures with their intervals, on writers never seen and out of fold; small ones apart."""
    parts = (
        [name for name in names if name not in SMALL_IS_GOOD],
        [name for name in names if name in SMALL_IS_GOOD],
    )
    sides = (
        ("writers never seen", held.test, held.intervals_test, ACCENT, -0.16, "o"),
        ("out of fold", held.out_of_fold, held.intervals_out_of_fold, SECOND, 0.16, "s"),
    )

    def paint(figure: Any) -> None:
        both = figure.subplots(2, 1, height_ratios=[len(part) for part in parts])
        for axes, part, meaning in zip(both, parts, ("more is better", "less is better"), strict=True):
            for label, figures, bounds, colour, shift, marker in sides:
                known = [(place, name) for place, name in enumerate(part) if name in bounds]
                values = [getattr(figures, name) for _, name in known]
                axes.errorbar(
                    values,
                    [place + shift for place, _ in known],
                    xerr=_bars(values, [bounds[name] for _, name in known]),
                    fmt=marker, color=colour, label=label, markersize=5, elinewidth=1.4,
                )  # fmt: skip
            axes.set_yticks(range(len(part)), part)
            axes.set_ylim(len(part) - 0.4, -0.6)
            axes.set_xlabel(f"95 % interval; {meaning}")
        both[0].set_xlim(right=1.0)
        both[1].set_xlim(left=0.0)
        figure.legend(*both[0].get_legend_handles_labels(), loc="outside lower left", ncols=2)

    said = "; ".join(f"{name} {getattr(held.test, name)}" for name in names)
    return draw("figures", "Figures with their 95 % intervals", said, (7.2, 4.6), paint)


def plot_by_code(rows: Mapping[str, tuple[Share, Share]]) -> str:
    """Draw precision and recall of each code, with their intervals."""

    def paint(figure: Any) -> None:
        both = figure.subplots(1, 2, sharey=True)
        for place, (axes, title) in enumerate(zip(both, ("Precision", "Recall"), strict=True)):
            known = [
                (row, pair[place]) for row, pair in enumerate(rows.values()) if pair[place].value is not None
            ]
            values = [one.value for _, one in known]
            axes.errorbar(
                values,
                [row for row, _ in known],
                xerr=_bars(values, [one.interval for _, one in known]),
                fmt="o", color=ACCENT, markersize=5, elinewidth=1.4,
            )  # fmt: skip
            axes.set_title(title)
            axes.set_xlim(0, 1.03)
            axes.set_xlabel("share, with its 95 % interval")
        both[0].set_yticks(range(len(rows)), list(rows))
        both[0].invert_yaxis()

    said = "; ".join(
        f"{code} precision {_said(precision)}, recall {_said(recall)}"
        for code, (precision, recall) in rows.items()
    )
    return draw("by-code", "Precision and recall by code", said, (7.2, 4.8), paint)


def plot_confusion(family: Family, table: Mapping[str, Mapping[str, int]]) -> str:
    """Draw which code is recommended where which is right, within a family."""
    codes = [*(code for code in CODES if code.startswith(family.value)), NONE]
    cells = [[table.get(gold, {}).get(given, 0) for given in codes] for gold in codes]

    def paint(figure: Any) -> None:
        from matplotlib.patches import Rectangle

        axes = figure.subplots()
        for row, (gold, values) in enumerate(zip(codes, cells, strict=True)):
            whole = sum(values) or 1
            for column, value in enumerate(values):
                if not value:
                    continue
                colour = ACCENT if gold == codes[column] else SECOND
                strength = 0.12 + 0.4 * value / whole
                axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour, alpha=strength))
                axes.text(column, row, str(value), ha="center", va="center", color=INK)
        axes.set_xlim(-0.5, len(codes) - 0.5)
        axes.set_ylim(len(codes) - 0.5, -0.5)
        axes.set_xticks(range(len(codes)), codes, rotation=45, ha="right")
        axes.set_yticks(range(len(codes)), codes)
        axes.grid(visible=False)
        axes.set_xlabel("recommended")
        axes.set_ylabel("right")

    wrong = [
        f"{gold} answered by {given} {value} times"
        for gold, values in zip(codes, cells, strict=True)
        for given, value in zip(codes, values, strict=True)
        if value and gold != given
    ]
    title = f"Confusion between the codes of {family.value}-"
    return draw(f"confusion-{family.name.lower()}", title, "; ".join(wrong) or "none", (6.0, 4.6), paint)


def plot_reliability(bins: Sequence[Bin]) -> str:
    """Draw how often suggestions of a probability come true, and how many there are."""
    known = [one for one in bins if one.mean is not None and one.true is not None]

    def paint(figure: Any) -> None:
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1])
        above.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle="--")
        above.text(0.2, 0.12, "dashed: as often as it says", color=MUTED)
        shares = [share(round((one.true or 0) * one.suggestions), one.suggestions) for one in known]
        values = [one.true for one in known]
        above.errorbar(
            [one.mean for one in known],
            values,
            yerr=_bars(values, [one.interval for one in shares]),
            fmt="o", color=ACCENT, markersize=6, elinewidth=1.4,
        )  # fmt: skip
        above.set_ylabel("share that is true")
        above.set_ylim(-0.02, 1.02)
        below.bar(
            [(one.low + one.high) / 2 for one in bins],
            [one.suggestions for one in bins],
            width=0.09,
            color=ACCENT,
            alpha=0.6,
        )
        below.set_ylabel("suggestions")
        below.set_xlabel("probability given")
        below.set_xlim(0, 1)

    said = "; ".join(f"mean {one.mean:.2f}, true {one.true:.2f} of {one.suggestions}" for one in known)
    return draw(
        "reliability", "Reliability: probability given against share that is true", said, (5.6, 5.0), paint
    )


def plot_course(points: Sequence[Point], operating_point: float, limit: float) -> str:
    """Draw precision against coverage as the operating point moves, and what it costs in false notes."""
    at = min(points, key=lambda point: abs(point.probability - operating_point), default=None)

    def paint(figure: Any) -> None:
        parts = figure.subplot_mosaic([["cover", "shares"], ["cover", "false"]], height_ratios=[2, 1])
        cover, shares, false = parts["cover"], parts["shares"], parts["false"]
        cover.plot([one.coverage for one in points], [one.precision for one in points], color=ACCENT)
        cover.set_xlabel("share of proposals to assign\nthat are recommended")
        cover.set_ylabel("precision")
        cover.margins(y=0.12)
        if at:
            cover.plot([at.coverage], [at.precision], marker="o", color=INK, markersize=7)
            cover.annotate(
                "operating point", (at.coverage, at.precision), xytext=(-10, -2),
                textcoords="offset points", ha="right", va="center", color=INK,
            )  # fmt: skip
        chances = [one.probability for one in points]
        for axes, name, colour, line in (
            (shares, "precision", ACCENT, "-"),
            (shares, "recall", SECOND, "--"),
            (false, "false_note", THIRD, "-"),
        ):
            values = [getattr(one, name) for one in points]
            axes.plot(chances, values, color=colour, linestyle=line, label=name, linewidth=1.8)
            axes.axvline(operating_point, color=INK, linewidth=1)
            axes.set_xlim(0, 1)
        shares.set_ylim(0, 1.02)
        shares.tick_params(labelbottom=False)
        shares.legend(loc="lower left", bbox_to_anchor=(0.28, 0.1))
        shares.text(operating_point + 0.02, 0.04, "operating point", color=INK)
        false.axhline(limit, color=MUTED, linewidth=1, linestyle="--")
        false.text(0.99, limit * 1.06, f"limit {limit:.0%}", ha="right", va="bottom", color=MUTED)
        false.set_ylim(0, limit * 1.6)
        false.set_ylabel("false notes")
        false.set_xlabel("recommended from this probability on")

    said = f"At the operating point: coverage {at.coverage:.2f}, precision {at.precision:.2f}" if at else ""
    title = "Precision against coverage as the operating point moves"
    return draw("course", title, said, (7.6, 3.8), paint)


def plot_gains(gains: Sequence[Gain]) -> str:
    """Draw what each part of the scorer is worth, with its interval."""

    def paint(figure: Any) -> None:
        axes = figure.subplots()
        values = [gain.loss for gain in gains]
        axes.errorbar(
            values, range(len(gains)), xerr=_bars(values, [gain.interval for gain in gains]),
            fmt="o", color=ACCENT, markersize=5, elinewidth=1.4,
        )  # fmt: skip
        axes.axvline(0, color=MUTED, linewidth=1)
        axes.set_yticks(range(len(gains)), [gain.part for gain in gains])
        axes.invert_yaxis()
        axes.set_xlabel("fall in log loss when it is there, with its 95 % interval")

    said = "; ".join(f"{gain.part} {gain.loss:.4f}" for gain in gains)
    return draw("gains", "What each part is worth", said, (7.2, 2.4), paint)


def _bars(values: Sequence[float | None], bounds: Sequence[Interval | None]) -> list[list[float]]:
    """Return how far each interval reaches below and above its value."""
    pairs = [(value or 0.0, bound or Interval(0, 0)) for value, bound in zip(values, bounds, strict=True)]
    return [
        [max(0.0, value - bound.low) for value, bound in pairs],
        [max(0.0, bound.high - value) for value, bound in pairs],
    ]


def _said(one: Share) -> str:
    return "-" if one.value is None else f"{one.value:.2f}"
