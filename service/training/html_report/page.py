"""The page itself: facts and plots in a template, in one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

import jinja2

from service.classifier.artifact import Model
from service.classifier.card import Card
from service.domain import CODES, Family
from service.reference.catalogue import Editions
from service.training.corpus import Corpus
from service.training.differing import diff_models
from service.training.html_report import facts, plots
from service.training.html_report.wording import in_words
from service.training.learning import Trained

REPORT = "report.html"

_HERE = Path(__file__).parent
# The figures of a snippet, which has neither requirements nor alerts; and what each asks.
FIGURES: Mapping[str, str] = {
    "exact": "Texts whose recommended codes are just the right ones",
    "f1": "F1 of the recommended codes, over all",
    "macro_f1": "F1 of the recommended codes, mean over the codes",
    "top1": "Coded texts that have a right code first",
    "top3": "Coded texts that have a right code among three",
    "disposition": "Right codes that are suggested with the right disposition",
    "instead": "Excluded codes whose replacements are named exactly",
    "false_note": "Texts without a code that get a recommendation (less is better)",
    "quiet": "Texts without a code that get no probability of 0.5 or more",
    "ece": "Calibration error: how far a probability is from the truth (less is better)",
}


def can_draw() -> bool:
    """Whether matplotlib is there; without it a report has its tables and no plots."""
    return find_spec("matplotlib") is not None


def render(card: Card, corpus: Corpus, trained: Trained, champion: Model | None) -> str:
    """Return the report of a model; `champion` is the live one to compare its card with, if there is another.

    The same arguments give the same bytes: nothing in it is of the clock or the machine.
    """
    public = facts.public_features(corpus, card.training.rarest_feature)
    shown, wrong = facts.mistakes(corpus.snippets_of_test(), trained.cases(corpus, of_test=True))
    course = facts.course(corpus.cases(trained.probabilities, of_test=True))
    by_disposition = facts.dispositions_by_code(corpus)
    after = trained.model(card)
    before = champion if champion and champion.version != card.version else None
    up, down = facts.heaviest(trained, public)
    changes = diff_models(before, after) if before else None
    if changes:
        known = (change for change in changes.weights if change.name in public)
        weights = tuple(one.model_copy(update={"name": in_words(one.name)}) for one in known)
        changes = changes.model_copy(update={"weights": weights})
    return _template().render(
        card=card,
        titles=_titles(),
        figures=FIGURES,
        by_disposition=by_disposition,
        by_code=facts.precision_and_recall(card.figures.confusion_test),
        course=course[::10],
        up=up,
        down=down,
        looks=tuple(facts.looks(corpus, trained, public)),
        mistakes=shown,
        wrong=wrong,
        hidden=len(trained.names) - len(public & set(trained.names)),
        changes=changes,
        plots=_plots(card, by_disposition, course) if can_draw() else {},
    )


def _plots(
    card: Card, by_disposition: dict[str, dict[str, int]], course: list[facts.Point]
) -> dict[str, str]:
    held, limit = card.figures, card.training.most_false_notes
    return {
        "codes": plots.plot_codes(by_disposition),
        "figures": plots.plot_figures(held, list(FIGURES)),
        "by_code": plots.plot_by_code(facts.precision_and_recall(held.confusion_test)),
        "radiculopathy": plots.plot_confusion(Family.RADICULOPATHY, held.confusion_test),
        "enthesopathy": plots.plot_confusion(Family.ENTHESOPATHY, held.confusion_test),
        "reliability": plots.plot_reliability(held.reliability_test),
        "course": plots.plot_course(course, card.operating_point, limit),
        "gains": plots.plot_gains(card.gains),
    }


def _template() -> jinja2.Template:
    """Return the template; a name that it does not get is an error, and every value is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: Mapping[str, Callable[..., str]] = {"figure": _figure, "words": _words, "number": _number}
    environment.filters.update(filters)
    environment.globals["css"] = re.sub(r"\s+", " ", (_HERE / "report.css").read_text(encoding="utf-8"))
    return environment.get_template("report.html.jinja")


def _titles() -> dict[str, str]:
    reference = Editions.load().for_date(None)
    return {code: reference.title(code) for code in CODES}


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _number(value: float | str | None) -> str:
    """Return a count with its thousands apart, a figure with three decimals, a name as it is."""
    if value is None:
        return "none"
    if isinstance(value, str):
        return f"{value[:12]}…" if re.fullmatch("[0-9a-f]{64}", value) else value
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def _words(name: str) -> str:
    return name.replace("_", " ")
