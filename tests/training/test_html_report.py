"""The report: one file that needs nothing, says what the card says, and shows no reviewed note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from service.classifier.artifact import Model, load
from service.training.confusion import NONE, confusion
from service.training.corpus import Corpus
from service.training.figures import Answer, Case
from service.training.html_report import facts, page, render
from service.training.html_report.wording import in_words
from service.training.labels import Label
from service.training.learning import Trained, learn
from service.training.snippets import Snippet, Source

HEADINGS = (
    "What it learned from",
    "How good it is",
    "Code by code",
    "Which sibling for which",
    "What a probability means",
    "Where the operating point lies",
    "What each part is worth",
    "What it looks at",
    "What it gets wrong",
    "What has changed",
    "How it was made",
)


class Page(HTMLParser):
    """What a page asks for, its ids, and whether its tags close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src", "xlink:href"}:
                self.links.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open = self.open[:-1] if tag not in {"meta", "br"} else self.open

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.fixture(scope="session")
def text(models: Path) -> str:
    return (models / "small" / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def corpus(some: Sequence[Snippet]) -> Corpus:
    return Corpus.read(some, 0, lambda done, of: None)


@pytest.fixture(scope="session")
def learned(corpus: Corpus) -> Trained:
    return learn(corpus)


def test_it_needs_nothing_but_itself(text: str) -> None:
    found = Page(text)
    assert not found.wrong and not found.open
    assert len(set(found.ids)) == len(found.ids)
    assert found.links and {link[1:] for link in found.links} <= set(found.ids)
    assert not re.search(r"<script|@import|<link|<img|https?://(?!www\.w3\.org/)", text)
    assert len(text.encode()) < 1_000_000


def test_it_has_every_part_and_the_plots_say_what_they_show(text: str, model: Model) -> None:
    headings = re.findall(r"<h2>(.*?)</h2>", text)
    assert tuple(headings) == HEADINGS
    plots = re.findall(r'<svg.*?role="img" aria-labelledby="(\S+) (\S+)">', text)
    assert len(plots) == 8 and all(f'<title id="{title}">' in text for title, _ in plots)
    assert all(re.search(f'<desc id="{said}">.', text) for _, said in plots)
    assert f"{model.card.figures.test.f1:.3f}" in text and "No other model was live" in text
    # Colours are the page's, so that dark mode and print have their own.
    assert "var(--accent)" in text and "#00000" not in text


def test_without_matplotlib_the_tables_say_it_all(
    model: Model, corpus: Corpus, learned: Trained, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "find_spec", lambda name: None)
    plain = render(model.card, corpus, learned, None)
    assert "<svg" not in plain and "This report has no plots" in plain
    assert tuple(re.findall(r"<h2>(.*?)</h2>", plain)) == HEADINGS and not Page(plain).wrong


def test_it_says_what_has_changed_against_the_live_model(
    trained: Path, corpus: Corpus, learned: Trained, model: Model
) -> None:
    changed = render(model.card, corpus, learned, load(trained / "worse"))
    assert "Against worse, which was live" in changed and "Weights that moved furthest: 20 changed" in changed
    assert "No other model was live" in render(model.card, corpus, learned, model)


def test_reviewed_notes_are_not_shown(some: Sequence[Snippet], model: Model) -> None:
    """All of the test's texts come from reviewers, and a word that only reviewed notes have is learned."""
    tested = set(model.card.training.test_groups)
    reviewed = [
        snippet.model_copy(
            update={
                "source": Source.REVIEWED,
                "group": snippet.writer,
                "text": snippet.text.replace("radiculopathy", "radiculopathy zyxwv"),
                "spans": tuple(span.model_copy(update={"start": 0, "end": 1}) for span in snippet.spans[:1]),
            }
        )
        if snippet.writer in tested or snippet.writer == "w01"
        else snippet
        for snippet in some
    ]
    corpus = Corpus.read(reviewed, 0, lambda done, of: None)
    learned = learn(corpus)
    assert any("zyxwv" in name for name in learned.names)
    shown = render(model.card, corpus, learned, None)
    texts = [snippet.text for snippet in reviewed if snippet.source is Source.REVIEWED]
    assert "zyxwv" not in shown and not [text for text in texts if text in shown]
    assert re.search(r"[\d,]+ traits that made-up snippets alone would not have taught are left out", shown)


def test_mistakes_are_shown_surest_first(some: Sequence[Snippet]) -> None:
    coded = [one for one in some if one.codes and one.codes[0].disposition.value == "assign"][:2]
    empty = [one for one in some if not one.codes][:2]

    def answered(one: Snippet, code: str, probability: float) -> Case:
        label = coded[0].codes[0]
        return Case(one.codes, (Answer(code, probability, True, label.disposition),))

    right = answered(coded[0], coded[0].codes[0].code, 0.9)
    cases = [
        right,
        Case(coded[1].codes, ()),
        answered(empty[0], "M54.12", 0.6),
        answered(empty[1], "M54.12", 0.8),
    ]
    shown, wrong = facts.mistakes([*coded, *empty], cases)
    assert wrong == 3 and [one.id for one in shown] == [empty[1].id, empty[0].id, coded[1].id]
    assert shown[0].gold == "no code" and "M54.12" in shown[0].given and shown[2].given == "nothing"


def test_confusion_counts_each_gold_code_and_each_recommended_code_once() -> None:
    def case(wanted: Sequence[str], given: Sequence[str]) -> Case:
        labels = [
            Label.model_validate({"code": code, "disposition": "assign", "reason": "established"})
            for code in wanted
        ]
        answers = [Answer(code, 0.9, True, labels[0].disposition) for code in given]
        return Case(tuple(labels), tuple(answers))

    cases = [
        case(["M54.12", "M46.02"], ["M54.12", "M46.03"]),
        case(["M54.12"], ["M46.02"]),
        case(["M54.16", "M54.17"], ["M54.17"]),
    ]
    table = confusion(cases)
    assert table == {
        "M54.12": {"M54.12": 1, NONE: 1},
        "M54.16": {NONE: 1},
        "M54.17": {"M54.17": 1},
        "M46.02": {"M46.03": 1},
        NONE: {"M46.02": 1},
    }
    precision, recall = facts.precision_and_recall(table)["M54.12"]
    assert (precision.value, recall.value) == (1.0, 0.5)
    assert precision.interval and precision.interval.low == pytest.approx(0.2065, abs=1e-3)


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        ("after no", "“no” before the diagnosis"),
        ("before <level> .", "a level a full stop after the diagnosis"),
        ("region cervical radiculopathy", "the code is radiculopathy of the cervical region"),
        ("in past_history", "the diagnosis in the past history"),
        ("with negated in plan", "the diagnosis negated in the plan"),
        ("indicators 3", "3 kinds of indicator"),
        ("placed by phrase", "its level stands in the same phrase"),
        ("something new", "something new"),
    ],
)
def test_features_are_told_in_words(feature: str, words: str) -> None:
    assert in_words(feature) == words


def test_every_feature_that_carries_weight_has_words(model: Model) -> None:
    assert not [name for name in model.weights if in_words(name) == name]
