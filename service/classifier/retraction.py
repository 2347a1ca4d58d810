"""Where a note takes back what it says elsewhere: a correction, an addendum, a wrong chart."""

from __future__ import annotations

from collections.abc import Sequence

from service.reading import Mention, Reading
from service.reading.words import words

_WITHDRAWING = "diagnosis_withdrawn"
_REPLACING = "diagnosis_corrected"
_EXPLAINING = "explained_otherwise"
# These take back what stands just before them, and only where they open what follows: "...; ruled out".
_OPENING = "ruled_out"
# What follows these is the right diagnosis, and not the one taken back.
_CORRECTING = frozenset({_REPLACING, "correction"})
_NAMED_WITHIN = 4
_PASSIVE = frozenset({"are", "has", "have", "is", "was", "were"})
_ANAPHORS = words("anaphors")
_MOST_AT_AN_END = 100
_NOT_OF_ITS_SENTENCE = frozenset({_OPENING, _EXPLAINING})


def is_retracted(reading: Reading, mention: Mention) -> bool:
    """Whether the sentence, or the next one of its paragraph that states no diagnosis, takes the words
    back.
    """
    if not reading.all("retraction"):
        return False
    if any(
        said.concept not in _NOT_OF_ITS_SENTENCE
        and (said.concept not in _CORRECTING or mention.first < said.first)
        and not _is_of_another(reading, said, mention.last)
        and not _names_another(reading, said)
        for said in reading.within(mention.sentence, "retraction")
    ):
        return True
    if _is_withdrawn(reading, mention) or _is_explained_otherwise(reading, mention):
        return True
    return any(_takes_back(reading, mention, mention.sentence + step) for step in (1, 2))


def _considered(reading: Reading) -> Sequence[Mention]:
    """Return the first and the last of what no real note holds so much of, so that cost stays linear."""
    found = reading.all("retraction")
    if len(found) <= 2 * _MOST_AT_AN_END:
        return found
    return [*found[:_MOST_AT_AN_END], *found[-_MOST_AT_AN_END:]]


def _is_of_another(reading: Reading, said: Mention, since: int = -1) -> bool:
    """Whether another illness stands before the words, and is what they take back; where they stand `since` a
    diagnosis of their own sentence, only one that would explain it.
    """
    return any(
        since < other.first and other.last < said.first and (since < 0 or other["group"] == "explains")
        for other in reading.within(said.sentence, "condition")
    )


def _speaks_of_what_was_said(reading: Reading, said: Mention) -> bool:
    """Whether the subject of "was removed" is what the note said, and not a suture or a mole."""
    norms = reading.norms(said.sentence)
    if norms[said.first] not in _PASSIVE:
        return True
    subject = norms[: said.first]
    return not subject or not _ANAPHORS.isdisjoint(subject)


def _is_withdrawn(reading: Reading, mention: Mention) -> bool:
    """Whether a later sentence takes back "the diagnosis above" without naming it again; one that corrects
    it does so from a later paragraph.
    """
    stated = reading.sentences[mention.sentence].paragraph
    return any(
        (
            said.concept == _WITHDRAWING
            and said.sentence > mention.sentence
            and not _names_another(reading, said)
        )
        or (said.concept == _REPLACING and reading.sentences[said.sentence].paragraph > stated)
        for said in _considered(reading)
    )


def _names_another(reading: Reading, said: Mention) -> bool:
    """Whether what is taken back is named, and is another illness: "my diagnosis of carpal tunnel"."""
    following = reading.norms(said.sentence)[said.last + 1 : said.last + 2]
    return "of" in following and any(
        0 <= other.first - said.last <= _NAMED_WITHIN and other["group"] == "explains"
        for other in reading.within(said.sentence, "condition")
    )


def _is_explained_otherwise(reading: Reading, mention: Mention) -> bool:
    """Whether a later sentence says that another illness explains everything."""
    return any(
        said.concept == _EXPLAINING
        and said.sentence > mention.sentence
        and any(c.present and c["group"] == "explains" for c in reading.within(said.sentence, "condition"))
        and not reading.within(said.sentence, "diagnosis")
        for said in _considered(reading)
    )


def _takes_back(reading: Reading, mention: Mention, following: int) -> bool:
    return (
        following < len(reading.sentences)
        and reading.sentences[following].paragraph == reading.sentences[mention.sentence].paragraph
        and any(
            (
                said.concept not in _NOT_OF_ITS_SENTENCE
                and not _names_another(reading, said)
                and not _is_of_another(reading, said)
                and _speaks_of_what_was_said(reading, said)
            )
            or (said.concept == _OPENING and said.first == 0 and following == mention.sentence + 1)
            for said in reading.within(following, "retraction")
        )
        and not any(
            other["family"] == mention["family"]
            for index in range(mention.sentence + 1, following + 1)
            for other in reading.within(index, "diagnosis")
        )
    )
