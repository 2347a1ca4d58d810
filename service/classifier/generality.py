"""Whether words speak of an illness in general, not of this patient's: "radiculopathy goes to the arm"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.reading import Mention, Reading
from service.reading.tokens import Span
from service.reading.words import words

OF_THE_PATIENT = words("of_the_patient")
_DEFINITE = words("definite")
_EFFECTS = words("effects")
_CHANGES = words("changes")
_SORTS = words("sorts")
_GENERALLY = words("generally")
_PEOPLE = words("people")
_DOUBT = words("doubt_after_modal")
_OF_NOW = words("of_now")
_COMMON = frozenset({"a", "common", "frequent", "in", "of", "often", "rare", "typical", "usual"})
_PLACES = frozenset({"as", "at", "in", "on", "over"})
_EXPLAINING = frozenset({"account", "explain", "fit"})
_MODAL = frozenset({"can", "could", "may", "might", "would", "will"})
_ENDS = frozenset({";", "but", "which", "→", "–", "—"})
# What no subject reaches over to its verb.
_MARKS = frozenset(
    {",", ";", ":", "(", ")", ".", "?", "!", "-", "–", "—"}
    | {"as", "but", "he", "i", "it", "she", "that", "they", "we", "where", "which", "who"}
)
# What goes on after "and" without a subject of its own, and so with the one before.
_SECOND_VERB = _EFFECTS | _MODAL | {"is", "are", "was", "were", "has", "have", "had"}
# "Since May" is no doubt.
_BEFORE_MONTH = frozenset({"by", "from", "in", "last", "of", "since", "this", "until"})
_BEFORE_SUCH = frozenset({"a", "an", "true", "real", "or", "such"})
# What opens the meaning of a word in brackets: "enthesopathy (trouble at the anchor points of a ligament)".
_GLOSS = words("gloss")
_MEANING = frozenset({"when", "where"})
_STUDIES = frozenset({"mri", "ct", "emg", "ncs", "scan", "film", "today"})
# Verbs that without an "s" are orders: "start gabapentin".
_ORDERS = words("orders")
_OF_THIS = words("of_an_act")
_OF_PEOPLE = words("of_people")
_NOW = frozenset({"and", "for", "flare", "improving", "now", "on", "since", "today", "with", "worsening"})
_ASIDE_WITHIN = 16
_SUBJECT_WITHIN = 8
_NAMED_WITHIN = 4
_SORT_WITHIN = 7
# A clause is looked at no further from the words, so that cost stays linear in the note's length.
_CLAUSE_WITHIN = 40


def told_in_general(reading: Reading, sentence: int) -> Iterator[Span]:
    """Yield the tokens from each diagnosis that a sentence only speaks of to the end of its clause; one goes
    on with the one before it where nobody is named between them.
    """
    norms = reading.norms(sentence)
    last: Mention | None = None
    for mention in reading.within(sentence, "diagnosis"):
        start, end = _clause(norms, mention)
        goes_on = last is not None and last.first >= start and _goes_on(reading, last, mention)
        if goes_on or _is_told(reading, norms, mention, start, end):
            last = mention
            yield mention.first, end


def _goes_on(reading: Reading, last: Mention, mention: Mention) -> bool:
    """Whether nothing between two diagnoses makes the second one somebody's."""
    norms = reading.norms(mention.sentence)
    return (
        OF_THE_PATIENT.isdisjoint(norms[last.last + 1 : mention.first])
        and _DEFINITE.isdisjoint(_named(norms, last.last + 1, mention))
        and not any(
            last.last < said.first < mention.first for said in reading.within(mention.sentence, "declaration")
        )
    )


def _clause(norms: Sequence[str], mention: Mention) -> tuple[int, int]:
    start, end = mention.first, mention.last + 1
    while start > max(0, mention.first - _CLAUSE_WITHIN) and norms[start - 1] not in _ENDS:
        start -= 1
    while end < min(len(norms), mention.last + _CLAUSE_WITHIN) and norms[end] not in _ENDS:
        end += 1
    return start, end


def _is_told(reading: Reading, norms: Sequence[str], mention: Mention, start: int, end: int) -> bool:
    named = _named(norms, start, mention)
    if not _DEFINITE.isdisjoint(named) or _is_somebodys(reading, mention, named):
        return False
    after = norms[mention.last + 1 : end]
    if norms[mention.last + 1 : mention.last + 4] == [",", "which", "would"]:
        return _DOUBT.isdisjoint(norms[mention.last + 4 : mention.last + 5])
    if _acts(after, _written(reading, mention, len(after)), indefinite="a" in named or "an" in named):
        return True
    return OF_THE_PATIENT.isdisjoint(norms[start:end]) and (
        _is_of_people(reading, norms, mention, start, end)
        or _can_come(norms[start : mention.last + 1])
        or _opens_with_such(reading, norms, mention)
        or _is_meant(reading, norms, mention, named)
    )


def _written(reading: Reading, mention: Mention, size: int) -> Sequence[str]:
    """Return the words after a mention as they were written, which tells "starts" from "start"."""
    places = mention.tokens.places[mention.last + 1 : mention.last + 1 + size]
    return [reading.text[start:end].lower() for start, end in places]


def _named(norms: Sequence[str], start: int, mention: Mention) -> Sequence[str]:
    """Return the few words before a mention that may belong to its name."""
    first = mention.first
    while first > max(start, mention.first - _NAMED_WITHIN) and norms[first - 1] not in (",", "(", ":"):
        first -= 1
    return norms[first : mention.first]


def _is_somebodys(reading: Reading, mention: Mention, named: Sequence[str]) -> bool:
    """Whether a name stands before the words: "Ellen's C6 radiculopathy"."""
    if not named:
        return False
    start = mention.tokens.places[mention.first - len(named)][0]
    return any(
        word[0].isupper() and word.endswith(("'s", "\u2019s"))
        for word in reading.text[start : mention.start].split()
    )


def _acts(after: Sequence[str], written: Sequence[str], indefinite: bool) -> bool:
    """Whether what follows opens with a verb that tells what the illness does or is, or with its meaning."""
    place, end, joined = 0, _SUBJECT_WITHIN, False
    while place < min(len(after), end):
        norm, rest = after[place], after[place + 1 :]
        if norm == "(" and ")" in rest[:_ASIDE_WITHIN]:
            aside = rest.index(")")
            if not _GLOSS.isdisjoint(rest[:1]) and _STUDIES.isdisjoint(rest[:aside]):
                return True
            place, end = place + aside + 2, end + aside + 2
            continue
        if norm in _MARKS or (norm == "and" and not _SECOND_VERB.isdisjoint(rest[:1])):
            return norm == ":" and not _MEANING.isdisjoint(rest[:1])
        joined = joined or norm in ("and", "or")
        if norm == "would" and (indefinite or rest[:1] == ["mean"]):
            return _EXPLAINING.isdisjoint(rest[:1])
        if norm in ("is", "are"):
            return _is_a_sort(rest) and OF_THE_PATIENT.isdisjoint(rest)
        if norm == "will":
            return False
        if norm in _MODAL and not (place and after[place - 1] in _BEFORE_MONTH):
            return bool(rest) and rest[0] not in _DOUBT and _names_nobody(rest)
        if norm in _EFFECTS or (norm == "show" and rest[:1] in (["as"], ["up"], ["itself"])):
            tells = written[place].endswith("s") or norm not in _ORDERS or joined
            return tells and _OF_THIS.isdisjoint(rest[:1]) and OF_THE_PATIENT.isdisjoint(rest)
        place += 1
    return False


def _names_nobody(rest: Sequence[str]) -> bool:
    """Whether the words up to the next comma are not about the patient."""
    end = rest.index(",") if "," in rest else len(rest)
    return OF_THE_PATIENT.isdisjoint(rest[:end])


def _is_a_sort(rest: Sequence[str]) -> bool:
    """Whether what follows "is" tells what sort of thing it is, or how common."""
    if not _GENERALLY.isdisjoint(rest[:2]) or (rest[:1] == ["more"] and not _COMMON.isdisjoint(rest[1:2])):
        return True
    if rest[:1] == ["felt"] and not _PLACES.isdisjoint(rest[1:2]):
        return True
    if rest[:1] and rest[0].endswith("ly"):
        rest = rest[1:]
    if rest[:1] not in (["a"], ["an"], ["another"]):
        return False
    sort = next((place for place, norm in enumerate(rest[:_SORT_WITHIN]) if norm in _SORTS), 0)
    return sort > 0 and _OF_NOW.isdisjoint(rest[:sort])


def _is_of_people(reading: Reading, norms: Sequence[str], mention: Mention, start: int, end: int) -> bool:
    """Whether the words tell of people in general: "people get ...", "... in women"."""
    for place in range(start, mention.first):
        if norms[place] in _PEOPLE and norms[place + 1] in _OF_PEOPLE:
            # "Women's clinic" is none of them.
            first, last = mention.tokens.places[place]
            if not reading.text[first:last].endswith(("'s", "\u2019s")):
                return True
    following = norms[mention.last + 1 : min(end, mention.last + 4)]
    if following and following[0] in _PEOPLE:
        return True
    return following[:1] in (["in"], ["of"], ["among"]) and not _PEOPLE.isdisjoint(following[1:])


def _can_come(before: Sequence[str]) -> bool:
    """Whether what stands before says what can become of a part: "a disc can irritate the root"."""
    return any(
        place > 0
        and norm in ("can", "may")
        and not _CHANGES.isdisjoint(before[place + 1 : place + 3])
        and _DOUBT.isdisjoint(before[place + 1 : place + 3])
        for place, norm in enumerate(before)
    )


def _opens_with_such(reading: Reading, norms: Sequence[str], mention: Mention) -> bool:
    """Whether the sentence opens with such an illness: "In C8 radiculopathy the ring finger goes numb"."""
    if norms[0] == "when":
        return mention.first <= _NAMED_WITHIN
    after = norms[mention.last + 1 : mention.last + 1 + _CLAUSE_WITHIN]
    if mention.first > _CLAUSE_WITHIN or norms[0] not in ("in", "with"):
        return False
    if norms[0] == "with" and not {"would", "can", "could", "may", "might"} & set(after):
        return False
    if norms[0] == "in" and not (after and after[0].isalpha() and after[0] not in _NOW):
        return False
    placing = {
        place
        for other in reading.mentions[mention.sentence]
        if other.first < mention.first and other.kind in ("level", "region")
        for place in range(other.first, other.last + 1)
    }
    return all(place in placing or norms[place] in _BEFORE_SUCH for place in range(1, mention.first))


def _is_meant(reading: Reading, norms: Sequence[str], mention: Mention, named: Sequence[str]) -> bool:
    """Whether the words only name what was just told in general: "(that's radiculopathy)", or a sentence
    after it.
    """
    opening = mention.first - len(named) - 1
    if named[:1] == ["that"] and opening >= 0 and norms[opening] == "(":
        return True
    if norms[0] not in ("this", "that", "it") or mention.first > _NAMED_WITHIN or not mention.sentence:
        return False
    before = mention.sentence - 1
    told = reading.norms(before)
    return (
        reading.sentences[before].paragraph == reading.sentences[mention.sentence].paragraph
        and OF_THE_PATIENT.isdisjoint(told)
        and _DEFINITE.isdisjoint(norms[1:])
        and not _EFFECTS.isdisjoint(told)
    )
