"""What a note tells of illness in general, and texts for teaching that were put into it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from service.classifier.generality import OF_THE_PATIENT, told_in_general
from service.reading import Mention, Reading
from service.reading.tokens import Span
from service.reading.words import words

_SOMEBODY = frozenset({"he", "she"})
_HANDED_OVER = words("handed_over")
_MANAGING = frozenset({"ordered", "today", "tried", "tried_before"})


class Lessons:
    """What a note tells of illness in general; each sentence is weighed when it is first asked."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._told: dict[int, tuple[Span, ...]] = {}

    def hold(self, mention: Mention) -> bool:
        """Whether the clause of a mention tells what such an illness is or does and names nobody who has it,
        or stands in a text that does.
        """
        return self._is_taught(mention) or any(
            first == mention.first for first, _ in self._told_in(mention.sentence)
        )

    def hold_sign(self, sign: Mention) -> bool:
        """Whether a sign is one of an illness that its clause speaks of in general."""
        return self._is_taught(sign) or any(
            first < sign.first < end for first, end in self._told_in(sign.sentence)
        )

    def _told_in(self, sentence: int) -> tuple[Span, ...]:
        """Return the stretches of a sentence that only speak of a diagnosis."""
        found = self._told.get(sentence)
        if found is None:
            found = self._told[sentence] = tuple(told_in_general(self._reading, sentence))
        return found

    def _is_taught(self, mention: Mention) -> bool:
        """Whether words that open a text for teaching stand before, and nobody is named since."""
        if not self._reading.all("teaching"):
            return False
        norms = self._reading.norms(mention.sentence)
        opened = [
            said.last
            for said in self._reading.within(mention.sentence, "teaching")
            if said.last < mention.first
        ]
        since = opened[-1] + 1 if opened else 0
        if not opened and (not self._goes_on[mention.sentence] or self._is_managed(mention)):
            return False
        return OF_THE_PATIENT.isdisjoint(norms[since : mention.first])

    def _is_managed(self, mention: Mention) -> bool:
        """Whether something is done or said of it in the sentence, as in a plan: "C7 radiculopathy: EMG"."""
        return any(
            other.first > mention.last
            for other in self._reading.mentions[mention.sentence]
            if other.kind in ("treatment", "study") or other.concept in _MANAGING
        )

    @cached_property
    def _goes_on(self) -> Sequence[bool]:
        """Whether each sentence goes on with a text for teaching that its paragraph has opened."""
        goes_on: list[bool] = []
        for index, sentence in enumerate(self._reading.sentences):
            before = index - 1
            goes_on.append(
                index > 0
                and self._reading.sentences[before].paragraph == sentence.paragraph
                and not self._is_next_item(index)
                and self._is_open_after(before, goes_on[before])
            )
        return goes_on

    def _is_open_after(self, sentence: int, open_before: bool) -> bool:
        """Whether a text for teaching is open at the end of a sentence: it goes on about nobody."""
        norms = self._reading.norms(sentence)
        opened = [said.last for said in self._reading.within(sentence, "teaching")]
        if opened:
            after = norms[opened[-1] + 1 :]
            # "Handout given." tells nothing further; "reviewed with the patient:" still opens it.
            handed_over = after[:1] != ["."] and _HANDED_OVER.issuperset(after)
            return _SOMEBODY.isdisjoint(after) and not (after and handed_over)
        return open_before and OF_THE_PATIENT.isdisjoint(norms)

    def _is_next_item(self, index: int) -> bool:
        """Whether a sentence opens the next item of a numbered list."""
        start = self._reading.sentences[index].start
        opens_line = self._reading.text[max(0, start - 1) : start] == "\n"
        return opens_line and any(map(str.isdigit, self._reading.norms(index)[:1]))
