"""Snippets are listed in the order of their ids, whatever files they are in, and read again from there."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from service.errors import SnippetError, TrainingError
from service.training import listing
from service.training.counting import count
from service.training.listing import InMemory, Listing, parsed, survey
from service.training.snippets import Snippet, fingerprint


@pytest.fixture
def folder(some: Sequence[Snippet], tmp_path: Path) -> Path:
    """The snippets in three files, in no order, with empty lines and a word that is not ASCII."""
    mixed = [*some[1:], some[0].model_copy(update={"text": f"{some[0].text} Naïve."})]
    random.Random(1).shuffle(mixed)
    for number in range(3):
        lines = [snippet.model_dump_json() for snippet in mixed[number::3]]
        (tmp_path / f"{number}.jsonl").write_text("\n\n".join(lines), encoding="utf-8")
    return tmp_path


def test_a_folder_is_listed_as_its_snippets_in_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_CHUNK", 7)
    monkeypatch.setattr(listing, "_MOST_OPEN", 2)
    listed = Listing.of(folder)
    held = InMemory(found for lines in [listed.lines()] for found in parsed(lines))
    assert [one.strip() for one in listed.lines()] == list(held.lines()) and len(listed) == len(held) == 400
    ids = [snippet.id for snippet in parsed(listed.lines())]
    assert ids == sorted(ids)


def test_the_survey_knows_what_the_snippets_say(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "BLOCK", 150)
    known, snippets = survey(Listing.of(folder)), parsed(Listing.of(folder).lines())
    assert known.fingerprint == fingerprint(reversed(snippets))
    assert known.counts == count(snippets) and known.sizes.total() == 400
    assert len(set(known.blocks)) == 3


def test_a_line_that_is_no_snippet_is_named(folder: Path) -> None:
    (folder / "1.jsonl").write_text('\n{"id": "secret"}\n', encoding="utf-8")
    with pytest.raises(SnippetError, match=r"1\.jsonl:2: ") as caught:
        Listing.of(folder)
    assert "secret" not in str(caught.value)
    (folder / "1.jsonl").write_bytes(b"\xff\n")
    with pytest.raises(SnippetError, match=r"1\.jsonl: is not UTF-8"):
        Listing.of(folder)


def test_snippets_that_are_changed_meanwhile_are_not_learned_from(folder: Path) -> None:
    listed = Listing.of(folder)
    (folder / "2.jsonl").write_text("secret", encoding="utf-8")
    with pytest.raises(TrainingError, match="changed while they were read") as caught:
        survey(listed)
    assert "secret" not in str(caught.value)
