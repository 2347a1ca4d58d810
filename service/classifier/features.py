"""What the scorer weighs of a candidate: how it is said, and the words that it is said with.

Features are names; a name is in a candidate or it is not. Beyond its family and its region nothing of them
depends on which of the nineteen codes it is: a rare code is judged by what was learned of its siblings.
How far the rules think the diagnosis stands is none of them: beside the words it was not shown to help.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.classifier.candidates import Assessed, Candidate
from service.classifier.standing import Standing
from service.classifier.statements import Statement
from service.domain import Assertion, Family, Region
from service.reading import Reading

_WINDOW = 6
_BESIDE = ("explains", "limb", "disc", "spondylosis")


def features(assessed: Assessed, candidate: Candidate) -> list[str]:
    """Return the names of a candidate's features, each once."""
    return list(dict.fromkeys(_features(assessed, candidate)))


def _features(assessed: Assessed, candidate: Candidate) -> Iterator[str]:
    family = "radiculopathy" if candidate.family is Family.RADICULOPATHY else "enthesopathy"
    yield family
    yield f"region {candidate.region.name.lower()} {family}"
    if candidate.standing is Standing.INDICATED:
        yield from _indicated(candidate)
    else:
        yield from _stated(candidate)
        for statement in candidate.statements:
            yield from _words(assessed.reading, statement)
    yield from _company(assessed, candidate)


def _indicated(candidate: Candidate) -> Iterator[str]:
    kinds = sorted({indicator.kind for indicator in candidate.indicators})
    yield f"indicators {min(len(kinds), 4)}"
    for kind in kinds:
        yield f"indicator {kind}"


def _stated(candidate: Candidate) -> Iterator[str]:
    statements = candidate.statements
    top = max(statements, key=lambda statement: statement.tier)
    yield f"in {top.section}"
    yield f"placed by {_best(statements)}"
    yield f"statements {min(len(statements), 4)}"
    for concept in sorted({statement.mention.concept for statement in statements}):
        yield f"as {concept}"
    if len({statement.assertion for statement in statements}) > 1:
        yield "and otherwise"
    yield f"with {'some' if candidate.indicators else 'no'} indicator"


def _best(statements: Sequence[Statement]) -> str:
    return next(
        (how for how in ("phrase", "sentence", "elsewhere") if any(s.how == how for s in statements)),
        "nowhere",
    )


def _words(reading: Reading, statement: Statement) -> Iterator[str]:
    """Yield the words before and after a statement, and the pairs beside it."""
    norms = reading.norms(statement.mention.sentence)
    first, last = statement.mention.first, statement.mention.last
    before = [_shape(norm) for norm in norms[max(0, first - _WINDOW) : first]]
    after = [_shape(norm) for norm in norms[last + 1 : last + 1 + _WINDOW]]
    for word in before:
        yield f"after {word}"
    for word in after:
        yield f"before {word}"
    if not before:
        yield "opens"
    if not after:
        yield "closes"
    for one, other in zip(before[-3:], before[-2:], strict=False):
        yield f"after {one} {other}"
    for one, other in zip(after[:2], after[1:3], strict=False):
        yield f"before {one} {other}"


def _shape(word: str) -> str:
    return "0" if word[0].isdigit() else word


def _company(assessed: Assessed, candidate: Candidate) -> Iterator[str]:
    """Yield what else the note says that bears on the candidate: rivals, denials, other diagnoses."""
    siblings = [
        other for other in assessed.candidates if other.family is candidate.family and other is not candidate
    ]
    if siblings:
        yield "with sibling"
    for statement in assessed.statements:
        if statement.family is candidate.family and statement.assertion not in (
            Assertion.PRESENT,
            Assertion.UNCERTAIN,
        ):
            yield f"with {statement.assertion.value} in {statement.section}"
    for condition in assessed.reading.all("condition"):
        group = condition["group"]
        if group in _BESIDE and assessed.reading.section_of(condition) in ("assessment", "body", "plan"):
            yield f"beside {group} {condition.assertion.value}"
    if candidate.region is Region.UNSPECIFIED:
        yield "unplaced"
