"""Notes of a given length, joined from the training snippets."""

from __future__ import annotations

import json
import random
from pathlib import Path

SNIPPETS = Path("training_data")


def notes(words: int, count: int, seed: int = 0) -> list[str]:
    """Return `count` notes of about `words` words each; the same ones for the same seed."""
    lines = [
        line
        for file in sorted(SNIPPETS.glob("**/*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
        if line
    ]
    texts = [str(record["text"]) for line in lines if "text" in (record := json.loads(line))]
    if not texts:
        raise SystemExit(f"{SNIPPETS}: no snippets to make notes from")
    choose = random.Random(seed)
    return [_joined(choose.sample(texts, k=len(texts)), words) for _ in range(count)]


def _joined(texts: list[str], words: int) -> str:
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
