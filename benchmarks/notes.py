"""Notes of a given length, joined from the training snippets.

A clinic note has one problem or two that concern us, and much else. So each note has one snippet with a code,
and around it snippets without: those of unrelated matters first, then, in a long note, those that come near a
code. A note joined from coded snippets alone would have ten problems, and cost what no real note costs.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

SNIPPETS = Path("training_data")


def notes(words: int, count: int, seed: int = 0) -> list[str]:
    """Return `count` notes of about `words` words each; the same ones for the same seed."""
    choose = random.Random(seed)
    records = _records()
    return [_first_words(_endless(records, choose), words) for _ in range(count)]


def long_note(characters: int, seed: int = 0) -> str:
    """Return a note of that many characters; a shorter one is the beginning of a longer one."""
    parts: list[str] = []
    length = 0
    for text in _endless(_records(), random.Random(seed)):
        parts.append(text)
        length += len(text) + 1
        if length > characters:
            break
    return "\n".join(parts)[:characters]


def _records() -> list[dict[str, Any]]:
    lines = [
        line
        for file in sorted(SNIPPETS.glob("**/*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
        if line
    ]
    records = [record for line in lines if "text" in (record := json.loads(line))]
    if not records:
        raise SystemExit(f"{SNIPPETS}: no snippets to make notes from")
    return records


def _endless(records: list[dict[str, Any]], choose: random.Random) -> Iterator[str]:
    """Yield an unrelated text, the one with a code, then texts without a code for ever."""
    shuffled = choose.sample(records, k=len(records))
    coded = next(record for record in shuffled if record["codes"])
    empty = [record for record in shuffled if not record["codes"]]
    empty.sort(key=lambda record: record["kind"] != "unrelated")
    yield empty[0]["text"]
    yield coded["text"]
    for record in cycle(empty[1:]):
        yield record["text"]


def _first_words(texts: Iterator[str], words: int) -> str:
    """Join texts until they reach a length; the last one is cut to it."""
    chosen: list[str] = []
    left = words
    for text in texts:
        parts = text.split(" ")
        chosen.append(" ".join(parts[:left]))
        left -= len(parts)
        if left <= 0:
            break
    return "\n".join(chosen)
