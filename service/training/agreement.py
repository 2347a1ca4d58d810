"""How far two labellers agree beyond chance: Cohen's kappa (1960)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from service.classifier.artifact import faults
from service.classifier.card import Agreement
from service.domain import Requirement, Status
from service.errors import SnippetError
from service.training.labels import Label

Labels = tuple[Label, ...]
Statuses = Mapping[str, Mapping[Requirement, Status]]

AGREEMENT = "agreement.json"
_AGREEMENTS = TypeAdapter(dict[str, Agreement])


def kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> Agreement:
    """Compare two labellings of the same texts in the same order; kappa is None where chance explains all."""
    size = len(one)
    same = sum(left == right for left, right in zip(one, other, strict=True)) / size
    left, right = Counter(one), Counter(other)
    chance = sum(left[label] * right[label] for label in left) / size**2
    return Agreement(texts=size, same=same, kappa=(same - chance) / (1 - chance) if chance < 1 else None)


QUESTIONS: dict[str, Callable[[Labels], Hashable]] = {
    "any code": bool,
    "codes": lambda labels: frozenset(label.code for label in labels),
    "codes with disposition": lambda labels: frozenset((label.code, label.disposition) for label in labels),
    "codes with disposition and reason": lambda labels: frozenset(
        (label.code, label.disposition, label.reason) for label in labels
    ),
    "whole label": lambda labels: frozenset(
        (label.code, label.disposition, label.reason, frozenset(label.instead)) for label in labels
    ),
}


def read_agreement(snippets: Path) -> dict[str, Agreement]:
    """Return what `agreement.json` beside a folder of snippets says of their second labelling, if any.

    It is what `snippets agree --json` prints. Raises SnippetError if it is anything else.
    """
    path = snippets.parent / AGREEMENT
    try:
        return _AGREEMENTS.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SnippetError(path, 0, f"{error.strerror}") from None
    except ValidationError as error:
        raise SnippetError(path, 0, faults(error)) from None


def agree(one: Mapping[str, Labels], other: Mapping[str, Labels]) -> dict[str, Agreement]:
    """Return the agreement on each question, over the texts that both have labelled (at least one).

    After the questions about a whole text come the codes, each as "does this text have it".
    """
    shared = sorted(one.keys() & other.keys())
    found = {
        name: kappa([ask(one[text]) for text in shared], [ask(other[text]) for text in shared])
        for name, ask in QUESTIONS.items()
    }
    codes = {label.code for labelling in (one, other) for text in shared for label in labelling[text]}
    for code in sorted(codes):
        given = [
            [any(label.code == code for label in side[text]) for text in shared] for side in (one, other)
        ]
        found[code] = kappa(*given)
    return found


def agree_on_requirements(one: Mapping[str, Statuses], other: Mapping[str, Statuses]) -> dict[str, Agreement]:
    """Return the agreement on the status of each requirement, by text and then by code.

    Compared are the codes of a text for which both labellers gave statuses; a requirement that
    neither judged is left out.
    """
    found = {}
    for requirement in Requirement:
        pairs = [
            (statuses[requirement], other[text][code][requirement])
            for text in sorted(one.keys() & other.keys())
            for code, statuses in sorted(one[text].items())
            if requirement in statuses and requirement in other[text].get(code, {})
        ]
        if pairs:
            found[f"requirement {requirement}"] = kappa(*zip(*pairs, strict=True))
    return found
