"""What the classifier learns from: each snippet with each code that the rules propose for it."""

from __future__ import annotations

from dataclasses import dataclass

from service.classifier.candidates import assess
from service.classifier.features import features
from service.domain import Disposition
from service.reading import read
from service.suggesting.dispositions import judge
from service.training.snippets import Snippet


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposed code, and whether the snippet's gold has it with this disposition and these replacements."""

    code: str
    disposition: Disposition
    instead: frozenset[str]
    features: tuple[str, ...]
    true: bool


def pairs_of(snippet: Snippet) -> tuple[Pair, ...]:
    """Read a snippet as a note is read, and hold what is proposed against its gold."""
    gold = {(label.code, label.disposition, frozenset(label.instead)) for label in snippet.codes}
    assessed = assess(read(snippet.text))
    pairs = []
    for candidate in assessed.candidates:
        judgement = judge(assessed, candidate, snippet.setting)
        said = (candidate.code, judgement.disposition, frozenset(judgement.instead))
        pairs.append(Pair(*said, tuple(features(assessed, candidate)), said in gold))
    return tuple(pairs)
