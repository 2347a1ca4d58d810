"""What a note asserts of a mention, by the ConText algorithm.

Cues ("no", "possible", "mother", "return if") assert something of the mentions in their scope, which
runs ahead or behind to the end of the sentence, to a stop word, or to a new clause (Harkema, Dowling,
Thornblade and Chapman, J Biomed Inform 2009;42:839; NegEx: Chapman et al., J Biomed Inform 2001;34:301).
What is added here: a comma that opens a clause with a verb, a result or a doubt of its own ends a negation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.domain import Assertion
from service.reading.cues import Cue
from service.reading.entries import Match

_STRENGTH = (
    Assertion.RELATIVE,
    Assertion.HYPOTHETICAL,
    Assertion.NEGATED,
    Assertion.HISTORICAL,
    Assertion.UNCERTAIN,
)
_MOST_AROUND = 24
_ASIDE_WITHIN = 3
_BY_SECTION = {
    "family": Assertion.RELATIVE,
    "instructions": Assertion.HYPOTHETICAL,
    "working": Assertion.UNCERTAIN,
}


@dataclass(slots=True, eq=False)
class Scopes:
    """What one sentence asserts of what stands in it: its cues are weighed when it is first asked."""

    norms: Sequence[str]
    matches: Sequence[Match]
    unmarked: Assertion
    """What its section asserts where no cue says otherwise."""
    _found: list[Scope] | None = None

    def asserted(self, first: int, last: int) -> Assertion:
        """Return the strongest of what the section asserts and of the scopes that hold all these tokens."""
        if self._found is None:
            self._found = find_scopes(self.norms, self.matches)
        held = {scope.assertion for scope in self._found if scope.first <= first and last <= scope.last}
        if not held:
            return self.unmarked
        held.add(self.unmarked)
        return next((assertion for assertion in _STRENGTH if assertion in held), Assertion.PRESENT)


class Scope(NamedTuple):
    """Tokens `first` to `last` (inclusive) of which a cue asserts something."""

    assertion: Assertion
    first: int
    last: int


class _Placed(NamedTuple):
    """A cue that stands at tokens `first` to `last` (inclusive)."""

    says: Cue
    first: int
    last: int


class _Bounds(NamedTuple):
    """Where scopes may end in a sentence: sorted places of stop words, of new clauses and of punctuation."""

    size: int
    stops: list[int]
    stops_of_past: list[int]
    stops_of_imagined: list[int]
    ends_of_denial: list[int]
    starts_of_denial: list[int]


def find_scopes(norms: Sequence[str], matches: Sequence[Match]) -> list[Scope]:
    """Return the scopes of the cues among the matches of one sentence, whose tokens are `norms`."""
    cues = _outermost([_Placed(entry.cue, first, last) for entry, first, last in matches if entry.cue])
    if not cues:
        return []
    bounds = _bounds(norms, matches, cues)
    scopes = []
    for cue in cues:
        assertion, scope = cue.says.assertion, cue.says.scope
        if assertion is None:
            continue
        if scope != "behind":
            scopes.append(_ahead(assertion, cue, bounds))
        if scope != "ahead" and (not cue.says.closing or _closes(norms, cue)):
            scopes.append(_behind(assertion, cue, bounds))
    return list(dict.fromkeys(scopes))


def _bounds(norms: Sequence[str], matches: Sequence[Match], cues: Sequence[_Placed]) -> _Bounds:
    marks: dict[str, list[int]] = {",": [], "(": [], ";": [], ":": []}
    for place, norm in enumerate(norms):
        if norm in marks:
            marks[norm].append(place)
    stops = [cue for cue in cues if cue.says.stop]
    return _Bounds(
        size=len(norms),
        stops=sorted(cue.first for cue in stops),
        stops_of_past=sorted(cue.first for cue in stops if not cue.says.soft),
        stops_of_imagined=sorted(cue.first for cue in stops if not cue.says.soft and not cue.says.aside),
        ends_of_denial=sorted(
            {*_clause_starts(len(norms), matches, marks[","]), *_before_doubt(cues, marks[","]), *marks[":"]}
        ),
        starts_of_denial=sorted(marks[","] + marks["("] + marks[";"]),
    )


def usual_assertion(section: str) -> Assertion:
    """Return what a section asserts of its mentions where no cue says otherwise."""
    return _BY_SECTION.get(section, Assertion.PRESENT)


def _ahead(assertion: Assertion, cue: _Placed, bounds: _Bounds) -> Scope:
    imagined = assertion in (Assertion.RELATIVE, Assertion.HYPOTHETICAL)
    # "Grandmother, who sits with him, has ...": what follows at once tells more of the relative.
    first = cue.last + (_ASIDE_WITHIN if assertion is Assertion.RELATIVE else 1)
    end = _after(bounds.stops_of_imagined if imagined else bounds.stops, first, bounds.size)
    if assertion is Assertion.NEGATED:
        # The mark that follows at once belongs to the cue: "denies: ...".
        end = min(end, _after(bounds.ends_of_denial, cue.last + 2, bounds.size))
    reach = bounds.size if cue.says.reach is None else cue.says.reach
    return Scope(assertion, cue.last + 1, min(end - 1, cue.last + reach))


def _behind(assertion: Assertion, cue: _Placed, bounds: _Bounds) -> Scope:
    """A denial reaches back to the last comma or bracket before it; the one that it follows at once
    does not count.
    """
    stops = {Assertion.HISTORICAL: bounds.stops_of_past, Assertion.HYPOTHETICAL: bounds.stops_of_imagined}
    start = _before(stops.get(assertion, bounds.stops), cue.first)
    if assertion is Assertion.NEGATED or cue.says.closing:
        start = max(start, _before(bounds.starts_of_denial, cue.first - 1))
    reach = cue.first if cue.says.reach is None else cue.says.reach
    return Scope(assertion, max(start + 1, cue.first - reach), cue.first - 1)


def _after(places: list[int], place: int, otherwise: int) -> int:
    """Return the first of some sorted places that is not before a place."""
    found = bisect_left(places, place)
    return places[found] if found < len(places) else otherwise


def _before(places: list[int], place: int) -> int:
    """Return the last of some sorted places that is before a place; -1 where none is."""
    found = bisect_left(places, place)
    return places[found - 1] if found else -1


def _outermost(cues: list[_Placed]) -> list[_Placed]:
    """Leave out a cue inside a longer one, but for one that looks ahead from inside one that looks back
    ("is not a").

    A `pseudo` cue hides all that it holds.
    """
    kept = []
    for place, cue in enumerate(cues):
        around = cues[max(0, place - _MOST_AROUND) : place + _MOST_AROUND]
        if not any(_hides(other, cue) for other in around):
            kept.append(cue)
    return kept


def _hides(other: _Placed, cue: _Placed) -> bool:
    if other is cue or not (other.first <= cue.first and cue.last <= other.last):
        return False
    hiding, hidden = other.says, cue.says
    if hiding.pseudo and not hidden.pseudo:
        return True
    longer = other.last - other.first > cue.last - cue.first
    return longer and not (hidden.scope == "ahead" and hiding.scope == "behind")


def _closes(norms: Sequence[str], cue: _Placed) -> bool:
    """Whether nothing of the clause follows the cue."""
    return cue.last + 1 >= len(norms) or not norms[cue.last + 1][0].isalnum()


def _clause_starts(size: int, matches: Sequence[Match], commas: list[int]) -> list[int]:
    """Return the commas after which a clause of its own begins."""
    if not commas:
        return []
    verbs = sorted(first for entry, first, _ in matches if entry.kind == "clause")
    ends = [*commas[1:], size]
    return [comma for comma, end in zip(commas, ends, strict=True) if _after(verbs, comma, end) < end]


def _before_doubt(cues: Sequence[_Placed], commas: list[int]) -> list[int]:
    """Return the commas that a doubt follows at once: "not the shoulder, likely the neck"."""
    doubts = {
        cue.first for cue in cues if cue.says.assertion is Assertion.UNCERTAIN and cue.says.scope != "behind"
    }
    return [comma for comma in commas if comma + 1 in doubts]
