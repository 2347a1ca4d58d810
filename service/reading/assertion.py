"""What a note asserts of a mention, by the ConText algorithm.

Cues ("no", "possible", "mother", "return if") assert something of the mentions in their scope, which
runs ahead or behind to the end of the sentence, to a stop word, or to a new clause (Harkema, Dowling,
Thornblade and Chapman, J Biomed Inform 2009;42:839; NegEx: Chapman et al., J Biomed Inform 2001;34:301). What is
added here: a comma that opens a clause with a verb or a result of its own ends a negation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain import Assertion
from service.reading.lexicon import Match
from service.reading.tokens import Token

_STRENGTH = (
    Assertion.RELATIVE,
    Assertion.HYPOTHETICAL,
    Assertion.NEGATED,
    Assertion.HISTORICAL,
    Assertion.UNCERTAIN,
)
_BY_SECTION = {
    "family": Assertion.RELATIVE,
    "instructions": Assertion.HYPOTHETICAL,
    "working": Assertion.UNCERTAIN,
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Tokens `first` to `last` (inclusive) of which a cue asserts something."""

    assertion: Assertion
    first: int
    last: int


def find_scopes(tokens: Sequence[Token], matches: Sequence[Match]) -> list[Scope]:
    """Return the scopes of the cues among the matches of one sentence."""
    cues = _outermost([match for match in matches if match.entry.kind == "context"])
    if not cues:
        return []
    hidden = [cue for cue in cues if cue.entry.attributes.get("pseudo")]
    stops = sorted(cue.first for cue in cues if cue.entry.attributes.get("stop"))
    clauses = _clause_starts(tokens, matches)
    scopes = []
    for cue in cues:
        assertion = cue.entry.attributes.get("assertion")
        if assertion is None or any(other.first <= cue.first and cue.last <= other.last for other in hidden):
            continue
        scope = cue.entry.attributes["scope"]
        if scope in ("ahead", "both"):
            scopes.append(_ahead(Assertion(assertion), cue, stops, clauses, len(tokens)))
        if scope in ("behind", "both") and (not cue.entry.attributes.get("closing") or _closes(tokens, cue)):
            scopes.append(_behind(Assertion(assertion), cue, stops, tokens))
    return scopes


def assertion_of(match: Match, scopes: Sequence[Scope], section: str) -> Assertion:
    """Return the strongest assertion whose scope holds the whole match."""
    held = {scope.assertion for scope in scopes if scope.first <= match.first and match.last <= scope.last}
    if section in _BY_SECTION:
        held.add(_BY_SECTION[section])
    return next((assertion for assertion in _STRENGTH if assertion in held), Assertion.PRESENT)


def _ahead(
    assertion: Assertion, cue: Match, stops: Sequence[int], clauses: Sequence[int], size: int
) -> Scope:
    ends = [stop for stop in stops if stop > cue.last]
    if assertion is Assertion.NEGATED:
        ends += [clause for clause in clauses if clause > cue.last]
    reach = cue.entry.attributes.get("reach", size)
    return Scope(assertion, cue.last + 1, min(min(ends, default=size) - 1, cue.last + reach))


def _outermost(cues: list[Match]) -> list[Match]:
    """Leave out a cue inside a longer one, but for one that looks ahead from inside one that looks back ("is not a")."""
    return [
        cue
        for cue in cues
        if not any(
            other.first <= cue.first
            and cue.last <= other.last
            and other.last - other.first > cue.last - cue.first
            and not (
                cue.entry.attributes.get("scope") == "ahead"
                and other.entry.attributes.get("scope") == "behind"
            )
            for other in cues
        )
    ]


def _behind(assertion: Assertion, cue: Match, stops: Sequence[int], tokens: Sequence[Token]) -> Scope:
    """A denial reaches back to the last comma or bracket before it; the one that it follows at once does not count."""
    starts = [place for place in stops if place < cue.first]
    if assertion is Assertion.NEGATED or cue.entry.attributes.get("closing"):
        starts += [place for place in range(cue.first - 1) if tokens[place].norm in (",", "(", ";")]
    reach = cue.entry.attributes.get("reach", cue.first)
    return Scope(assertion, max(max(starts, default=-1) + 1, cue.first - reach), cue.first - 1)


def _closes(tokens: Sequence[Token], cue: Match) -> bool:
    """Whether nothing of the clause follows the cue."""
    return cue.last + 1 >= len(tokens) or not tokens[cue.last + 1].norm[0].isalnum()


def _clause_starts(tokens: Sequence[Token], matches: Sequence[Match]) -> list[int]:
    """Return the commas after which a clause of its own begins."""
    commas = [place for place, token in enumerate(tokens) if token.norm == ","]
    if not commas:
        return []
    verbs = [match.first for match in matches if match.entry.kind == "clause"]
    ends = [*commas[1:], len(tokens)]
    return [
        comma for comma, end in zip(commas, ends, strict=True) if any(comma < verb < end for verb in verbs)
    ]
