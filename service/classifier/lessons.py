"""What a note tells of illness in general, and texts for teaching that were put into it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from service.classifier.generality import OF_THE_PATIENT, told_in_general
from service.reading import Mention, Reading

_SOMEBODY = frozenset({"he", "she"})


class Lessons:
    """What a note tells of illness in general; each sentence is weighed when it is first asked."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._told: dict[int, frozenset[int]] = {}

    def hold(self, mention: Mention) -> bool:
        """Whether the clause of a mention tells what such an illness is or does and names nobody who has it,
        or stands in a text that does.
        """
        return mention.first in self._told_in(mention.sentence) or self._is_taught(mention)

    def hold_sign(self, sign: Mention) -> bool:
        """Whether a sign is one of an illness that its sentence speaks of in general."""
        return bool(self._told_in(sign.sentence)) or self._is_taught(sign)

    def _told_in(self, sentence: int) -> frozenset[int]:
        """Return where in a sentence the diagnoses begin that are only spoken of."""
        found = self._told.get(sentence)
        if found is None:
            found = self._told[sentence] = frozenset(told_in_general(self._reading, sentence))
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
        if not opened and (not self._goes_on[mention.sentence] or self._is_treated(mention)):
            return False
        return OF_THE_PATIENT.isdisjoint(norms[since : mention.first])

    def _is_treated(self, mention: Mention) -> bool:
        """Whether a treatment follows in the sentence, as in a plan: "Cervical radiculopathy: gabapentin"."""
        return any(
            treatment.first > mention.last
            for treatment in self._reading.within(mention.sentence, "treatment")
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
                and self._is_open_after(before, goes_on[before])
            )
        return goes_on

    def _is_open_after(self, sentence: int, open_before: bool) -> bool:
        """Whether a text for teaching is open at the end of a sentence: it goes on about nobody."""
        norms = self._reading.norms(sentence)
        opened = [said.last for said in self._reading.within(sentence, "teaching")]
        if opened:
            # "Reviewed with the patient" still opens it.
            return _SOMEBODY.isdisjoint(norms[opened[-1] + 1 :])
        return open_before and OF_THE_PATIENT.isdisjoint(norms)
