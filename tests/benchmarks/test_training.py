"""The benchmark of training: snippets that are as the real ones, and a table that keeps what was measured."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.generating import SNIPPETS, Generator, write
from benchmarks.training import BEGINS, ENDS, Cost, measure_training, recorded, write_into
from service.training.snippets import read_snippets


def test_generated_snippets_are_sound_and_say_why_as_the_real_ones(tmp_path: Path) -> None:
    real = read_snippets(SNIPPETS)
    write(tmp_path, 3000)
    made = read_snippets(tmp_path)
    assert len({snippet.id for snippet in made}) == 3000 and len({snippet.text for snippet in made}) > 2700
    reasons = {tuple(sorted(one.text[span.start : span.end] for span in one.spans)) for one in real}
    kept = [tuple(sorted(one.text[span.start : span.end] for span in one.spans)) in reasons for one in made]
    assert sum(kept) > 0.95 * len(kept)  # of spans that overlap one stays
    coded = [sum(bool(one.codes) for one in all_of) / len(all_of) for all_of in (real, made)]
    assert coded[1] == pytest.approx(coded[0], abs=0.05)
    assert not {snippet.writer for snippet in made} & {snippet.writer for snippet in real}


def test_the_same_seed_makes_the_same_snippets_and_more_of_them_new_words() -> None:
    real = read_snippets(SNIPPETS)
    one, other, another = (list(Generator(real, seed).snippets(200)) for seed in (1, 1, 2))
    assert one == other != another
    words = Counter(word for snippet in Generator(real).snippets(2000) for word in snippet.text.split())
    known = {word for snippet in real for word in snippet.text.split()}
    assert len(words.keys() - known) > 100


def test_memory_is_that_of_all_processes() -> None:
    cost = measure_training(1500)
    assert cost.largest < cost.resident and cost.proportional <= cost.resident
    assert cost.largest > 50 and cost.seconds > 0 and cost.processor > 0 and cost.on_disk > 0


def test_the_table_keeps_what_was_measured_of_other_sizes(tmp_path: Path) -> None:
    report = tmp_path / "operations.md"
    report.write_text(f"before\n{BEGINS}\n{ENDS}\nafter\n", encoding="utf-8")
    write_into(report, [Cost(1_000_000, 1, 2000, 900, 500, 600, 300, 400)])
    write_into(report, [Cost(10_000, 6, 9, 8, 500, 600, 300, 400)])
    write_into(report, [Cost(10_000, 6, 8, 8, 500, 600, 300, 400)])
    assert [row.split("|")[1:4] for row in recorded(report)] == [
        [" 10,000 ", " 6 ", " 8 s "],
        [" 1,000,000 ", " 1 ", " 2,000 s "],
    ]
    text = report.read_text(encoding="utf-8")
    assert text.startswith("before\n") and text.endswith("\nafter\n") and text.count(BEGINS) == 1
