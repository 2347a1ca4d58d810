"""The proof: both on what neither learned from, and a gate that lets nothing worse pass."""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from service.classifier.artifact import load
from service.errors import ModelError, TrainingError
from service.reference.catalogue import Editions
from service.suggesting import Suggester
from service.training import gate
from service.training.comparing import compare, judge
from service.training.comparison import Comparison, Latency, read_comparisons, store
from service.training.gate import refusals
from service.training.held_out import Item
from service.training.registry import live, log, rollback
from service.training.verifying import findings_of_log
from tests.conftest import NOW, TURNED, steady

Compared = Mapping[str, Comparison]


def kept(registry: Path, comparison: Comparison) -> Comparison:
    store(registry, comparison)
    return comparison


def test_only_texts_from_which_neither_learned_are_judged(
    registry: Path, items: Sequence[Item], compared: Compared
) -> None:
    found = kept(registry, compared["same"])
    tested = load(registry / "small").card.training.test_groups
    assert {group.name for group in found.judged} == set(tested)
    assert {group.name for group in found.left_out} == {item.unit for item in items} - set(tested)
    assert all(group.why_not == "same and small learned from it" for group in found.left_out)
    assert len(found.texts) == sum(group.texts for group in found.judged) == 100
    assert [part.name for part in found.by_writer] == sorted(tested)
    assert [part.name for part in found.by_time] == ["not dated"]


def test_the_words_are_known_again_under_another_name(registry: Path, items: Sequence[Item]) -> None:
    learned = [item for item in items if item.unit in load(registry / "small").card.training.fitted_groups]
    disguised = [
        Item(f"n-{place}", item.text.upper() + " ", item.encounter, item.claim, (), "new", "new", None)
        for place, item in enumerate(learned[:60])
    ]
    with pytest.raises(TrainingError, match=r"of 60 texts there is none .*--on FILE"):
        compare(registry, "same", "small", disguised, NOW, steady())


def test_a_challenger_as_good_passes_and_the_log_says_by_what(registry: Path, compared: Compared) -> None:
    with pytest.raises(TrainingError, match="was not compared with small"):
        gate.promote(registry, "same", "ada", "fewer", NOW)
    found = kept(registry, compared["same"])
    assert not found.refusals, found.refusals
    promotion = gate.promote(registry, "same", "ada", "fewer", NOW)
    assert promotion.comparison and promotion.comparison.summary == found.summary
    assert promotion.comparison.file.startswith("same-against-small-")
    assert live(registry) == "same" and findings_of_log(registry) == []
    assert rollback(registry, "ada", "back", NOW).to == "small"
    (registry / "comparisons" / promotion.comparison.file).unlink()
    assert len(findings_of_log(registry)) == 1


def test_a_challenger_made_worse_on_purpose_is_refused(registry: Path, compared: Compared) -> None:
    found = kept(registry, compared["worse"])
    assert any(reason.startswith(f"{TURNED}: recall falls") for reason in found.refusals), found.refusals
    assert any(change.verdict == "worse" and TURNED in change.gold for change in found.changed)
    assert found.changed[0].verdict == "worse"
    with pytest.raises(TrainingError, match=rf"(?s)does not pass the gate.*{TURNED}: recall falls"):
        gate.promote(registry, "worse", "eve", "trust me", NOW)
    assert live(registry) == "small"


def test_an_override_promotes_and_stays_in_the_log(registry: Path) -> None:
    gate.promote(registry, "worse", "eve", "a drill", NOW, override="to rehearse the rollback")
    assert log(registry)[-1].override == "to rehearse the rollback" and live(registry) == "worse"


def test_a_challenger_tested_on_its_own_training_data_is_refused(
    registry: Path, items: Sequence[Item], compared: Compared
) -> None:
    """Whoever writes such a comparison past the choice of texts is found out at the gate."""
    honest = compared["same"]
    fitted = load(registry / "same").card.training.fitted_groups
    learned = [item for item in items if item.unit in fitted][:100]
    one, other = (Suggester(load(registry / name), Editions.load()) for name in ("same", "small"))
    store(registry, honest.model_copy(update=judge(one, other, learned, steady(), 0)))
    with pytest.raises(TrainingError, match=r"same learned from \d+ of the \d+ texts it was judged on"):
        gate.promote(registry, "same", "eve", "trust me", NOW)


def test_a_comparison_of_other_bytes_or_an_altered_one_allows_nothing(
    registry: Path, compared: Compared
) -> None:
    kept(registry, compared["worse"])
    with pytest.raises(TrainingError, match="was not compared"):
        gate.promote(registry, "same", "eve", "trust me", NOW)
    kept(registry, compared["same"])
    path = next(path for path, _ in read_comparisons(registry) if path.name.startswith("same"))
    path.write_text(path.read_text(encoding="utf-8").replace('"seed": 0', '"seed": 1'), encoding="utf-8")
    with pytest.raises(ModelError, match="is altered"):
        gate.promote(registry, "same", "eve", "trust me", NOW)


def test_the_newest_comparison_decides(registry: Path, compared: Compared) -> None:
    passed = kept(registry, compared["same"])
    slow = Latency(challenger=2, champion=1, ratio=2, texts=1, rounds=1)
    later = {"at": NOW + datetime.timedelta(hours=1), "latency": slow}
    store(registry, passed.model_copy(update=later))
    with pytest.raises(TrainingError, match="takes 2.00 times the champion's time"):
        gate.promote(registry, "same", "ada", "fewer", NOW)


def test_few_texts_prove_nothing(registry: Path, items: Sequence[Item]) -> None:
    tested = [item for item in items if item.unit in load(registry / "small").card.training.test_groups]
    found = compare(registry, "same", "small", tested[:10], NOW, steady())
    assert found.refusals[0].startswith("10 texts are too few")


def test_a_slower_model_is_refused_by_the_ratio(registry: Path, items: Sequence[Item]) -> None:
    """Answers come in pairs, the champion's first in the even rounds: a clock can tell them apart."""

    def uneven() -> Iterator[float]:
        now = 0.0
        for turn in itertools.cycle((1.0, 2.0, 2.0, 1.0, 1.0, 2.0)):
            yield now
            now += turn
            yield now

    found = compare(registry, "same", "small", items, NOW, uneven().__next__)
    assert found.latency.ratio == 2 and found.latency.rounds == 3
    assert any("times the champion's time" in reason for reason in refusals(found))


def test_a_comparison_holds_no_word_of_its_texts(
    registry: Path, items: Sequence[Item], compared: Compared
) -> None:
    found = json.dumps(kept(registry, compared["worse"]).model_dump(mode="json"))
    words = {word for item in items for word in item.text.split() if len(word) > 9 and word.isalpha()}
    assert len(words) > 100 and not [word for word in words if f" {word} " in found]


def test_a_version_that_does_not_know_what_it_learned_from_cannot_be_compared(
    registry: Path, items: Sequence[Item]
) -> None:
    folder = registry / "same"
    card = json.loads((folder / "card.json").read_bytes())
    del card["files"]["seen.npy"]
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    (folder / "seen.npy").unlink()
    with pytest.raises(ModelError, match=r"has no seen\.npy: train it anew"):
        compare(registry, "same", "small", items, NOW, steady())
