"""Where a note takes back what it says elsewhere: a correction, an addendum, a wrong chart."""

from __future__ import annotations

from service.reading import Mention, Reading

_WITHDRAWING = frozenset({"diagnosis_withdrawn", "diagnosis_corrected"})
# What follows these is the right diagnosis, and not the one taken back.
# These take back what stands just before them, and only where they open what follows: "...; ruled out".
_OPENING = "ruled_out"
_CORRECTING = frozenset({"diagnosis_corrected", "correction"})


def is_retracted(reading: Reading, mention: Mention) -> bool:
    """Whether the sentence, or the next one of its paragraph that states no diagnosis, takes the words
    back.
    """
    if not reading.all("retraction"):
        return False
    if any(
        said.concept != _OPENING and (said.concept not in _CORRECTING or mention.first < said.first)
        for said in reading.within(mention.sentence, "retraction")
    ):
        return True
    if _is_withdrawn(reading, mention):
        return True
    return any(_takes_back(reading, mention, mention.sentence + step) for step in (1, 2))


def _is_withdrawn(reading: Reading, mention: Mention) -> bool:
    """Whether a later paragraph takes back "the diagnosis above" without naming it again."""
    stated = reading.sentences[mention.sentence].paragraph
    return any(
        said.concept in _WITHDRAWING and reading.sentences[said.sentence].paragraph > stated
        for said in reading.all("retraction")
    )


def _takes_back(reading: Reading, mention: Mention, following: int) -> bool:
    return (
        following < len(reading.sentences)
        and reading.sentences[following].paragraph == reading.sentences[mention.sentence].paragraph
        and any(
            said.concept != _OPENING or (said.first == 0 and following == mention.sentence + 1)
            for said in reading.within(following, "retraction")
        )
        and not any(
            other["family"] == mention["family"]
            for index in range(mention.sentence + 1, following + 1)
            for other in reading.within(index, "diagnosis")
        )
    )
