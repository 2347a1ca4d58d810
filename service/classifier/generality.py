"""Whether words speak of an illness in general, and not of this patient's: "radiculopathy goes to the arm"."""

from __future__ import annotations

from collections.abc import Sequence

from service.reading import Mention, Reading
from service.reading.words import words

_OF_THE_PATIENT = words("of_the_patient")
_DEFINITE = words("definite")
_EFFECTS = words("effects")
_CHANGES = words("changes")
_SORTS = words("sorts")
_GENERALLY = words("generally")
_PEOPLE = words("people")
_MODAL = frozenset({"can", "could", "may", "might", "would", "will"})
_DOUBT = words("doubt_after_modal")
_ENDS = frozenset({";", "but", "which", "→", "–", "—"})
# What no subject reaches over to its verb.
_MARKS = frozenset(
    {",", ";", ":", "(", ")", ".", "?", "!", "-", "–", "—"}
    | {"as", "but", "he", "i", "it", "she", "that", "they", "we", "where", "which", "who"}
)
# What goes on after "and" without a subject of its own, and so with the one before.
_SECOND_VERB = _EFFECTS | _MODAL | {"is", "are", "was", "were", "has", "have", "had"}
_BEFORE_SUCH = frozenset({"a", "an", "true", "real", "or", "such"})
_SUBJECT_WITHIN = 8
_NAMED_WITHIN = 4
_SORT_WITHIN = 7
_PEOPLE_WITHIN = 6


def is_general(reading: Reading, mention: Mention) -> bool:
    """Whether the clause of a mention tells what such an illness is or does and names nobody who has it, or
    stands in a text that does.
    """
    return _is_told(reading, mention) or _is_taught(reading, mention)


def is_of_a_lesson(reading: Reading, sign: Mention) -> bool:
    """Whether a sign is one of an illness that its sentence speaks of in general."""
    return _is_taught(reading, sign) or any(
        _is_told(reading, named) for named in reading.within(sign.sentence, "diagnosis")
    )


def _is_told(reading: Reading, mention: Mention) -> bool:
    norms = reading.norms(mention.sentence)
    start, end = _clause(norms, mention)
    if any(
        start <= other.first and other.last < mention.first and _is_told(reading, other)
        for other in reading.within(mention.sentence, "diagnosis")
    ):
        return True
    named = _named(norms, start, mention)
    if not _DEFINITE.isdisjoint(named) or _is_somebodys(reading, mention, mention.first - len(named)):
        return False
    if _acts(norms[mention.last + 1 : end], indefinite="a" in named or "an" in named):
        return True
    return _OF_THE_PATIENT.isdisjoint(norms[start:end]) and (
        _is_of_people(norms, mention)
        or _can_come(norms[start : mention.first])
        or _opens_with_such(reading, norms, mention)
        or _is_meant(reading, norms, mention)
    )


def _clause(norms: Sequence[str], mention: Mention) -> tuple[int, int]:
    start, end = mention.first, mention.last + 1
    while start and norms[start - 1] not in _ENDS:
        start -= 1
    while end < len(norms) and norms[end] not in _ENDS:
        end += 1
    return start, end


def _named(norms: Sequence[str], start: int, mention: Mention) -> Sequence[str]:
    """Return the few words before a mention that may belong to its name."""
    first = mention.first
    while first > max(start, mention.first - _NAMED_WITHIN) and norms[first - 1] not in (",", "(", ":"):
        first -= 1
    return norms[first : mention.first]


def _is_somebodys(reading: Reading, mention: Mention, first: int) -> bool:
    """Whether a name stands before the words: "Ellen's C6 radiculopathy"."""
    for token in reading.tokens[mention.sentence][first : mention.first]:
        word = reading.text[token.start : token.end]
        if word[0].isupper() and word.endswith(("'s", "\u2019s")):
            return True
    return False


def _acts(after: Sequence[str], indefinite: bool) -> bool:
    """Whether what follows opens with a verb that tells what the illness does or is."""
    for place, norm in enumerate(after[:_SUBJECT_WITHIN]):
        rest = after[place + 1 :]
        if norm in _MARKS or (norm == "and" and not _SECOND_VERB.isdisjoint(rest[:1])):
            return False
        if norm == "would" and (indefinite or rest[:1] == ["mean"]):
            return True
        if norm in ("is", "are"):
            return _is_a_sort(rest) and _OF_THE_PATIENT.isdisjoint(rest)
        if norm in _MODAL:
            return bool(rest) and rest[0] not in _DOUBT and _OF_THE_PATIENT.isdisjoint(rest)
        if norm in _EFFECTS:
            return _OF_THE_PATIENT.isdisjoint(rest)
    return False


def _is_a_sort(rest: Sequence[str]) -> bool:
    if not _GENERALLY.isdisjoint(rest[:2]) or "more" in (*rest[:1], *rest[1:2]) and "no" not in rest[:1]:
        return True
    return rest[:1] in (["a"], ["an"]) and not _SORTS.isdisjoint(rest[1:_SORT_WITHIN])


def _is_of_people(norms: Sequence[str], mention: Mention) -> bool:
    """Whether people in general open the sentence, or stand in the same part of it."""
    if not _PEOPLE.isdisjoint(norms[: min(mention.first, _PEOPLE_WITHIN)]):
        return True
    for place in range(mention.first - 1, -1, -1):
        if norms[place] in _MARKS:
            break
        if norms[place] in _PEOPLE:
            return True
    for norm in norms[mention.last + 1 :]:
        if norm in _MARKS:
            return False
        if norm in _PEOPLE:
            return True
    return False


def _can_come(before: Sequence[str]) -> bool:
    """Whether what stands before says what can become of a part: "a disc can irritate the root"."""
    return any(
        norm in ("can", "may") and not _CHANGES.isdisjoint(before[place + 1 : place + 2])
        for place, norm in enumerate(before)
    )


def _opens_with_such(reading: Reading, norms: Sequence[str], mention: Mention) -> bool:
    """Whether the sentence opens with such an illness: "In C8 radiculopathy the ring finger goes numb"."""
    if norms[0] == "when":
        return mention.first <= _NAMED_WITHIN
    if norms[0] != "in" and (norms[0] != "with" or _MODAL.isdisjoint(norms[mention.last :])):
        return False
    placing = {
        place
        for other in reading.mentions[mention.sentence]
        if other.kind in ("level", "region")
        for place in range(other.first, other.last + 1)
    }
    return all(place in placing or norms[place] in _BEFORE_SUCH for place in range(1, mention.first))


def _is_meant(reading: Reading, norms: Sequence[str], mention: Mention) -> bool:
    """Whether the words only name what was just told in general: "That is radiculopathy"."""
    if norms[mention.first - 2 : mention.first] == ["(", "that"]:
        return True
    if norms[0] not in ("this", "that", "it") or mention.first > _NAMED_WITHIN or not mention.sentence:
        return False
    before = mention.sentence - 1
    told = reading.norms(before)
    return (
        reading.sentences[before].paragraph == reading.sentences[mention.sentence].paragraph
        and _OF_THE_PATIENT.isdisjoint(told)
        and _DEFINITE.isdisjoint(norms[1:])
        and not _EFFECTS.isdisjoint(told)
    )


def _is_taught(reading: Reading, mention: Mention) -> bool:
    """Whether words that open a text for teaching stand before, and nobody is named since."""
    index = mention.sentence
    norms = reading.norms(index)
    own = [said.last for said in reading.within(index, "teaching") if said.last < mention.first]
    if own:
        return _OF_THE_PATIENT.isdisjoint(norms[own[-1] + 1 : mention.first])
    if not _OF_THE_PATIENT.isdisjoint(norms[: mention.first]):
        return False
    paragraph = reading.sentences[index].paragraph
    for before in range(index - 1, -1, -1):
        if reading.sentences[before].paragraph != paragraph:
            return False
        if reading.within(before, "teaching"):
            return True
        if not _OF_THE_PATIENT.isdisjoint(reading.norms(before)):
            return False
    return False
