"""Whether words speak of an illness in general and not of this patient's: "radiculopathy comes from a root"."""

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
_DOUBT = frozenset({"be", "well", "explain", "have", "represent", "account", "reflect", "contribute", "benefit", "need"})
_ENDS = frozenset({";", "but", "→", "–", "—"})
_MARKS = frozenset({",", ";", ":", "(", ")", ".", "?", "!", "but", "who", "which", "-", "–", "—", "and", "as", "he", "i", "it", "she", "that", "they", "we", "where"})
_COPULA = frozenset({"is", "are"})
_PLACING = frozenset({"level", "region"})
_SUBJECT_WITHIN = 8
_NAMED_WITHIN = 4
_SORT_WITHIN = 7


def is_general(reading: Reading, mention: Mention) -> bool:
    """Whether the clause of a mention tells what such an illness is or does, and names nobody who has it."""
    norms = reading.norms(mention.sentence)
    start, end = _clause(norms, mention)
    first = max(start, mention.first - _NAMED_WITHIN)
    named = norms[first : mention.first]
    if not _DEFINITE.isdisjoint(named) or _is_somebodys(reading, mention, first):
        return False
    if _acts(norms[mention.last + 1 : end], indefinite="a" in named or "an" in named):
        return True
    if not _OF_THE_PATIENT.isdisjoint(norms[start:end]):
        return False
    return (
        _is_of_people(norms, mention)
        or _can_come(norms[start : mention.first])
        or _opens_with_such(reading, norms, mention)
    )


def _clause(norms: Sequence[str], mention: Mention) -> tuple[int, int]:
    start, end = mention.first, mention.last + 1
    while start and norms[start - 1] not in _ENDS:
        start -= 1
    while end < len(norms) and norms[end] not in _ENDS:
        end += 1
    return start, end


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
        if norm in _MARKS:
            return False
        rest = after[place + 1 :]
        if norm == "would" and indefinite:
            return True
        if norm in _COPULA:
            return _is_a_sort(rest) and _OF_THE_PATIENT.isdisjoint(rest)
        if norm in _MODAL:
            return bool(rest) and rest[0] not in _DOUBT and _OF_THE_PATIENT.isdisjoint(rest)
        if norm in _EFFECTS:
            return _OF_THE_PATIENT.isdisjoint(rest)
    return False


def _is_a_sort(rest: Sequence[str]) -> bool:
    if not _GENERALLY.isdisjoint(rest[:2]):
        return True
    return rest[:1] in (["a"], ["an"]) and not _SORTS.isdisjoint(rest[1:_SORT_WITHIN])


def _is_of_people(norms: Sequence[str], mention: Mention) -> bool:
    """Whether people in general stand in the same part of the sentence."""
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
    """Whether what stands before says what can become of a part of the body: "a disc can irritate the root"."""
    return any(
        norm in ("can", "may") and not _CHANGES.isdisjoint(before[place + 1 : place + 2])
        for place, norm in enumerate(before)
    )


def _opens_with_such(reading: Reading, norms: Sequence[str], mention: Mention) -> bool:
    """Whether the sentence opens with such an illness: "In C8 radiculopathy the ring finger goes numb"."""
    if norms[0] not in ("in", "with"):
        return False
    placing = {
        place
        for other in reading.mentions[mention.sentence]
        if other.kind in _PLACING
        for place in range(other.first, other.last + 1)
    }
    return all(place in placing or norms[place] in ("a", "an", "true", "or", "real") for place in range(1, mention.first)) and (
        norms[0] == "in" or not _MODAL.isdisjoint(norms[mention.last :])
    )


def is_taught(reading: Reading, mention: Mention) -> bool:
    """Whether words that open an explanation stand before, and nobody is named since."""
    index = mention.sentence
    norms = reading.norms(index)
    own = [said for said in reading.within(index, "teaching") if said.last < mention.first]
    if own:
        return _OF_THE_PATIENT.isdisjoint(norms[own[-1].last + 1 : mention.first]) and _DEFINITE_SIDE.isdisjoint(norms[max(own[-1].last + 1, mention.first - _NAMED_WITHIN) : mention.first])
    if not _OF_THE_PATIENT.isdisjoint(norms[: mention.first]):
        return False
    here = reading.sentences[index]
    for before in range(index - 1, -1, -1):
        sentence = reading.sentences[before]
        if sentence.paragraph != here.paragraph:
            return False
        if reading.within(before, "teaching"):
            return True
        if not _OF_THE_PATIENT.isdisjoint(reading.norms(before)):
            return False
    return False
_DEFINITE_SIDE = _DEFINITE - {"the", "known"}
