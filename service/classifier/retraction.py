"""Where a note takes back what it says elsewhere: a correction, an addendum, a wrong chart."""

from __future__ import annotations

from service.reading import Mention, Reading

_WITHDRAWING = "diagnosis_withdrawn"
_REPLACING = "diagnosis_corrected"
_EXPLAINING = "explained_otherwise"
# These take back what stands just before them, and only where they open what follows: "...; ruled out".
_OPENING = "ruled_out"
# What follows these is the right diagnosis, and not the one taken back.
_CORRECTING = frozenset({_REPLACING, "correction"})
_NAMED_WITHIN = 4
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
        and not _is_of_another(reading, mention, said)
        and not _names_another(reading, said)
        for said in reading.within(mention.sentence, "retraction")
    ):
        return True
    if _is_withdrawn(reading, mention) or _is_explained_otherwise(reading, mention):
        return True
    return any(_takes_back(reading, mention, mention.sentence + step) for step in (1, 2))


def _is_of_another(reading: Reading, mention: Mention, said: Mention) -> bool:
    """Whether another illness stands nearer before the words, and is what they take back."""
    return any(
        mention.last < other.first and other.last < said.first and other["group"] == "explains"
        for other in reading.within(mention.sentence, "condition")
    )


def _is_of_another_before(reading: Reading, said: Mention) -> bool:
    """Whether another illness opens the sentence, and is what the words take back."""
    return any(
        other.last < said.first and other["group"] == "explains"
        for other in reading.within(said.sentence, "condition")
    )


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
        for said in reading.all("retraction")
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
        for said in reading.all("retraction")
    )


def _takes_back(reading: Reading, mention: Mention, following: int) -> bool:
    return (
        following < len(reading.sentences)
        and reading.sentences[following].paragraph == reading.sentences[mention.sentence].paragraph
        and any(
            (
                said.concept not in _NOT_OF_ITS_SENTENCE
                and not _names_another(reading, said)
                and not _is_of_another_before(reading, said)
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
