"""How far a note goes with a diagnosis: established, uncertain or only indicated, weighed by the part of the
note that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from service.classifier.indicators import Indicator
from service.classifier.statements import CARRIED, TIERS, Statement, is_quoted
from service.classifier.zones import agree, in_zone, regions_of
from service.domain import Assertion, Family, Region
from service.reading import Mention, Reading
from service.reading.tokens import is_year
from service.reading.words import words

_RULING_OUT = words("ruling_out")
_COURSE = words("course")
_OVER = words("over")
_OVER_WITHIN = 6
_EARLIER = words("earlier")
_WEIGHTY = TIERS["plan"]
_LONGEST_NAME = 6
# Parts of a note that lead up to its assessment.
_LEADING_UP = frozenset(
    {"history", "reason", "body", "other", "exam", "results", "ros", "social", "medication"}
)


_TODAY = frozenset({"history", "reason", "exam", "assessment", "plan", "body"})


class Standing(StrEnum):
    """How far the note goes: it states the diagnosis, it states it as uncertain, or it only points to it."""

    ESTABLISHED = "established"
    UNCERTAIN = "uncertain"
    INDICATED = "indicated"


def find_standing(
    reading: Reading,
    own: Sequence[Statement],
    family_statements: Sequence[Statement],
    indicators: Sequence[Indicator],
) -> Standing | None:
    """Weigh the statements of one code: the part of the note that weighs most decides, its first word
    before the rest.
    """
    top = max(statement.tier for statement in own)
    first = min(statement.mention.start for statement in own)
    if any(
        _rules_out(reading, s) and s.mention.start > first and _same_place(s, own) for s in family_statements
    ):
        return None
    denied = [s for s in family_statements if _is_denied(reading, s) and _same_place(s, own)]
    if denied:
        highest = max(statement.tier for statement in denied)
        latest = max(statement.mention.start for statement in denied if statement.tier == highest)
        if highest > top or (highest == top and latest > max(s.mention.start for s in own if s.tier == top)):
            return None
    if all(statement.section in CARRIED for statement in own) and not _is_addressed(reading, own, indicators):
        return None
    if _is_left_out(reading, own):
        return None
    leading = [statement for statement in own if statement.tier == top]
    if _is_superseded(reading, leading):
        return None
    sure = [statement for statement in leading if statement.assertion is Assertion.PRESENT]
    if not sure:
        return Standing.UNCERTAIN
    doubted = [statement for statement in leading if statement.assertion is Assertion.UNCERTAIN]
    first_doubt = min((statement.mention.start for statement in doubted), default=None)
    if first_doubt is not None and all(s.mention.start > first_doubt and s.how != "phrase" for s in sure):
        return Standing.UNCERTAIN
    return Standing.ESTABLISHED


def _is_denied(reading: Reading, statement: Statement) -> bool:
    """Whether a statement of some weight says that the diagnosis is not there, or is over; an earlier
    episode that is over says nothing of today's.
    """
    if statement.tier < _WEIGHTY:
        return False
    if statement.assertion is Assertion.NEGATED:
        return True
    norms = reading.norms(statement.mention.sentence)
    near = norms[max(0, statement.mention.first - _OVER_WITHIN) : statement.mention.last + 1 + _OVER_WITHIN]
    return (
        statement.assertion is Assertion.HISTORICAL
        and not _OVER.isdisjoint(near)
        and _EARLIER.isdisjoint(norms)
        and not any(map(is_year, norms))
    )


def _rules_out(reading: Reading, statement: Statement) -> bool:
    """Whether a denial says in so many words that the diagnosis was ruled out, and is no templated "no
    radiculopathy".
    """
    if statement.assertion is not Assertion.NEGATED:
        return False
    sentence = statement.mention.sentence
    return not _RULING_OUT.isdisjoint(reading.norms(sentence)) or bool(reading.within(sentence, "retraction"))


def _is_superseded(reading: Reading, leading: Sequence[Statement]) -> bool:
    """Whether a suspicion of the history was not taken up by the assessment that follows it, or that of a
    referral by the illness that was found.
    """
    if any(
        s.assertion is Assertion.PRESENT or s.section in ("assessment", "addendum", "plan", "working")
        for s in leading
    ):
        return False
    last = max(statement.mention.sentence for statement in leading)
    quoted = all(is_quoted(reading, s.mention) for s in leading)
    if any(
        condition.present
        and condition["group"] == "explains"
        and condition.sentence > last
        and (quoted or _is_declared(reading, condition))
        for condition in reading.all("condition")
    ):
        return True
    return any(sentence.section in ("assessment", "addendum") for sentence in reading.sentences[last + 1 :])


def _is_declared(reading: Reading, condition: Mention) -> bool:
    """Whether words declare a condition to be what it is: "this is ...", "so: ..."."""
    return any(said.last < condition.first for said in reading.within(condition.sentence, "declaration"))


def _is_left_out(reading: Reading, own: Sequence[Statement]) -> bool:
    """Whether the assessment names other problems, and the diagnosis stands only before that."""
    return all(statement.section in _LEADING_UP for statement in own) and any(
        _names_a_problem(reading, index)
        for index, sentence in enumerate(reading.sentences)
        if sentence.section in ("assessment", "addendum")
    )


def _names_a_problem(reading: Reading, index: int) -> bool:
    """Whether a sentence of an assessment names what is wrong, and does not only say how it goes."""
    if not reading.mentions[index]:
        return _is_a_bare_name(reading, index)
    if any(condition.present for condition in reading.within(index, "condition")):
        return True
    return (
        _COURSE.isdisjoint(reading.norms(index))
        and any(m.kind in ("region", "site", "level") for m in reading.mentions[index])
        and any(sign.present for sign in reading.within(index, "sign"))
    )


def _is_a_bare_name(reading: Reading, index: int) -> bool:
    """Whether a few words of which none is known open a section: the name of an illness far from ours."""
    opens = not index or reading.sentences[index - 1].section != reading.sentences[index].section
    norms = reading.norms(index)
    return (
        opens
        and len(norms) <= _LONGEST_NAME
        and _COURSE.isdisjoint(norms)
        and any(map(str.isalpha, norms))
        and not any(norm[0].isdigit() for norm in norms)
    )


def _same_place(denied: Statement, own: Sequence[Statement]) -> bool:
    regions = {region for statement in own for region in statement.regions}
    if not denied.regions or not regions or denied.regions & regions:
        return True
    exact = any(place.level is not None for place in denied.places)
    return not exact and agree(denied.regions, regions)


def _is_addressed(reading: Reading, own: Sequence[Statement], indicators: Sequence[Indicator]) -> bool:
    """Whether a diagnosis that is only carried in a list has a symptom, sign, treatment or plan in this
    note.
    """
    regions = {region for statement in own for region in statement.regions}
    dated = {
        statement.mention.sentence
        for statement in own
        if any(map(is_year, reading.norms(statement.mention.sentence)))
    }
    for statement in own:
        index = statement.mention.sentence
        if index not in dated and any(
            m.kind in ("sign", "treatment") and m.present for m in reading.mentions[index]
        ):
            return True
    for indicator in indicators:
        if any(
            _is_placed(reading, indicator) and may_belong(reading, indicator, region) for region in regions
        ):
            return True
    for index, sentence in enumerate(reading.sentences):
        if len(dated) < len(own) and sentence.section in _TODAY:
            placed = [m for m in reading.within(index, "region") if not m["weak"] and m.present]
            if placed and any(sign.present for sign in reading.within(index, "sign")):
                named = {region for m in placed for region in regions_of(m, as_root=True)}
                if regions and agree(named, regions):
                    return True
    return False


def _is_placed(reading: Reading, indicator: Indicator) -> bool:
    """Whether the sentence of an indicator names a level, a region or a part of the body at all."""
    return any(
        m.kind in ("level", "region") or (m.kind == "site" and m["zone"] != "any")
        for m in reading.mentions[indicator.mention.sentence]
    )


def may_belong(reading: Reading, indicator: Indicator, region: Region) -> bool:
    """Whether an indicator can be of a region, by the levels, regions and body parts named beside it."""
    mentions = reading.mentions[indicator.mention.sentence]
    levels = [m for m in mentions if m.kind == "level"]
    if levels:
        named = {r for m in levels for r in regions_of(m, as_root=indicator.family is Family.RADICULOPATHY)}
        return agree(named, {region})
    sites = [m for m in mentions if m.kind == "site"]
    if sites and indicator.family is Family.RADICULOPATHY:
        return any(in_zone(site["zone"], region) for site in sites)
    words = {r for m in mentions if m.kind == "region" for r in regions_of(m, as_root=True)}
    return agree(words, {region})
