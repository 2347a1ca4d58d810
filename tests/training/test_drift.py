"""Drift is found where notes differ, is not where they do not, and says what to do."""

from __future__ import annotations

import datetime
import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.classifier.artifact import load
from service.cli import main
from service.errors import ModelError
from service.reference.catalogue import Editions
from service.settings import Settings
from service.store import Action, Actor, Deposit, NewDecision, Store
from service.suggesting import Suggester
from service.training.advising import advice
from service.training.drifting import Kind, Row, compare, holm
from service.training.measuring import Agreed, Measures
from service.training.profile import PROFILE, WORDS, read_profile
from service.training.registry import promote
from service.training.snippets import Snippet
from tests.conftest import NOW

SCRIBE = Actor(name="clinic-a", address="127.0.0.1")
REVIEWER = Actor(name="ana", address="127.0.0.1")


def measures(seed: int, unknown: float = 0.05, assign: float = 0.6, agreed: int = 45) -> Measures:
    """Four hundred made-up texts."""
    dice = random.Random(seed)
    codes = dice.choices(["M54.12", "M54.16", "nothing"], [3, 4, 3], k=400)
    given = dice.choices(["assign", "query", "nothing"], [assign, 0.7 - assign, 0.3], k=400)
    return Measures(
        texts=400,
        numbers={
            "words": tuple(sorted(dice.gauss(200, 40) for _ in range(400))),
            "share of unknown words": tuple(sorted(dice.gauss(unknown, 0.02) for _ in range(400))),
            "probability": tuple(sorted(dice.betavariate(5, 2) for _ in range(300))),
        },
        shares={"section plan": sum(dice.random() < 0.7 for _ in range(400))},
        mixes={
            "code": {code: codes.count(code) for code in set(codes)},
            "disposition": {one: given.count(one) for one in set(given)},
        },
        agreement={"M54.12": Agreed(agreed=agreed, decided=50)},
    )


def drifting(rows: Sequence[Row]) -> set[str]:
    return {row.name for row in rows if row.drifts}


def test_notes_of_one_kind_do_not_drift() -> None:
    """With a level of 0.01 twenty pairs may err, seldom; with an effect to reach as well, none does."""
    assert [drifting(compare(measures(seed), measures(seed + 100), alike=True)) for seed in range(20)] == [
        set()
    ] * 20


@pytest.mark.parametrize(
    ("changed", "row", "kind"),
    [
        ({"unknown": 0.12}, "share of unknown words", Kind.WORDS),
        ({"assign": 0.2}, "disposition of the first suggestion", Kind.ANSWERS),
        ({"agreed": 20}, "agreement on M54.12", Kind.AGREEMENT),
    ],
)
def test_what_changed_is_what_drifts(changed: dict[str, float], row: str, kind: Kind) -> None:
    rows = compare(measures(1), measures(2, **changed), alike=True)  # type: ignore[arg-type]
    assert row in drifting(rows) and {one.kind for one in rows if one.drifts} == {kind}
    assert rows[0].drifts and "retrain" in advice(rows) and row in advice(rows)


def test_the_form_of_excerpts_is_not_held_against_whole_notes() -> None:
    longer = measures(2).model_copy(
        update={"numbers": {**measures(2).numbers, "words": tuple(float(n) for n in range(400, 800))}}
    )
    assert drifting(compare(measures(1), longer, alike=True)) == {"length in words"}
    rows = compare(measures(1), longer, alike=False)
    assert drifting(rows) == set()
    assert [row.counts for row in rows if row.name == "length in words"] == [False]


def test_holm_is_as_in_his_paper() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_a_small_difference_among_many_notes_is_not_drift() -> None:
    many = measures(1).model_copy(update={"texts": 100_000, "shares": {"a recommended code": 60_000}})
    more = many.model_copy(update={"shares": {"a recommended code": 61_500}})
    row = next(row for row in compare(many, more, alike=True) if row.name == "a recommended code")
    assert row.p is not None and row.p < 1e-6 and not row.drifts


@pytest.fixture(scope="module")
def live(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which "small", with its profile, is live."""
    folder = tmp_path_factory.mktemp("drift") / "models"
    shutil.copytree(models, folder)
    promote(folder, "small", "ada", "the first", NOW)
    return folder


def test_a_profile_is_kept_with_the_model_and_holds_no_word(live: Path, some: Sequence[Snippet]) -> None:
    card = load(live / "small").card
    assert {PROFILE, WORDS} <= card.files.keys()
    profile = read_profile(live / "small")
    tested = sum(one.writer in card.training.test_groups for one in some)
    assert profile.measures.texts == tested and len(profile.known) > 500
    text = (live / "small" / PROFILE).read_text(encoding="utf-8")
    assert "radiculopathy" not in text and "lumbar" not in text


def test_a_model_trained_before_profiles_were_kept_says_so(live: Path, tmp_path: Path) -> None:
    copy = tmp_path / "small"
    shutil.copytree(live / "small", copy)
    card = json.loads((copy / "card.json").read_text(encoding="utf-8"))
    del card["files"][PROFILE]
    (copy / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ModelError, match="train it anew, or give --against"):
        read_profile(copy)


@pytest.fixture(scope="module")
def filled(live: Path, some: Sequence[Snippet]) -> Path:
    """A store with sixty held-out snippets as notes, and sixty more in words that nobody has met."""
    model = load(live / "small")
    suggester = Suggester(model, Editions.load())
    tested = [one for one in some if one.writer in model.card.training.test_groups][:60]
    store = Store.open(Settings(models=live))
    store.prepare()
    for one in tested:
        answer = suggester.suggest(one.text)
        kept = store.notes.keep(Deposit(text=one.text, answer=answer), SCRIBE)
        if answer.suggestions:
            accept = NewDecision.model_validate({"decision": "accept", "code": answer.suggestions[0].code})
            store.decisions.make(kept.revision_id, accept, REVIEWER)
    store.close()
    return live


def run(folder: Path, *more: str) -> Result:
    environment = {"SCRIBE_ASSIST_MODELS": str(folder)}
    return CliRunner().invoke(main, ["drift", *more], env=environment)


def test_the_command_compares_plots_and_is_audited(filled: Path, tmp_path: Path) -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    found = run(filled, "--since", today.isoformat(), "--json", "--plot", str(tmp_path))
    told = json.loads(found.stdout)
    assert told["of_late"] == 60 and told["enough"] and found.exit_code == int(told["drift"])
    rows = {row["name"]: row for row in told["rows"]}
    assert not rows["share of unknown words"]["drifts"], "the same writers' words"
    assert not rows["length in words"]["counts"]
    page = (tmp_path / "drift.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 5 and "http" not in page.replace("http://www.w3.org", "")
    store = Store.open(Settings(models=filled))
    assert any(entry.action is Action.NOTES_MEASURED for entry in store.audit.entries())
    store.close()


def test_too_few_notes_say_so(filled: Path) -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    earlier = f"{today - datetime.timedelta(days=30)}..{today - datetime.timedelta(days=2)}"
    found = run(filled, "--since", today.isoformat(), "--against", earlier)
    assert found.exit_code == 0 and "Too few notes to say: 60 of late and 0 before" in found.stdout


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["--since", "tomorrow"],
        ["--since", "2026-02-01", "--until", "2026-01-01"],
        ["--since", "2026-02-01", "--against", "2026-01-01"],
        ["--since", "2026-02-01", "--against", "2026-01-05..2026-01-01"],
        ["--since", "2026-02-01", "--against", "2026-01-01..2026-02-01"],
    ],
)
def test_a_wrong_call_is_told_as_such(tmp_path: Path, wrong: list[str]) -> None:
    assert run(tmp_path, *wrong).exit_code == 2
