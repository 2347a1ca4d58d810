"""From a score to a probability: maps that never decrease, kept as numbers."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat, model_validator

from service.domain import Frozen

Probability = Annotated[float, Field(ge=0, le=1)]


def logistic(score: float) -> float:
    """Return 1 / (1 + exp(-score)), without overflow at either end."""
    if score >= 0:
        return 1 / (1 + math.exp(-score))
    growth = math.exp(score)
    return growth / (1 + growth)


class Platt(Frozen):
    """A logistic curve through the scores (Platt, 1999)."""

    method: Literal["platt"] = "platt"
    slope: Annotated[FiniteFloat, Field(ge=0)]
    intercept: FiniteFloat

    def probability(self, score: float) -> float:
        """Return the calibrated probability of a score."""
        return logistic(self.slope * score + self.intercept)


class Isotonic(Frozen):
    """Straight lines between knots (Zadrozny and Elkan, 2002); flat beyond the first and the last."""

    method: Literal["isotonic"] = "isotonic"
    scores: tuple[FiniteFloat, ...]
    probabilities: tuple[Probability, ...]

    @model_validator(mode="after")
    def _knots_rise(self) -> Isotonic:
        if not self.scores or len(self.scores) != len(self.probabilities):
            raise ValueError("needs as many probabilities as scores, and at least one")
        if any(left >= right for left, right in zip(self.scores, self.scores[1:], strict=False)):
            raise ValueError("the scores must rise")
        if any(left > right for left, right in zip(self.probabilities, self.probabilities[1:], strict=False)):
            raise ValueError("the probabilities must not fall")
        return self

    def probability(self, score: float) -> float:
        """Return the calibrated probability of a score."""
        place = bisect_right(self.scores, score)
        if place == 0:
            return self.probabilities[0]
        if place == len(self.scores):
            return self.probabilities[-1]
        left, right = self.scores[place - 1], self.scores[place]
        low, high = self.probabilities[place - 1], self.probabilities[place]
        return low + (high - low) * (score - left) / (right - left)


Calibration = Annotated[Platt | Isotonic, Field(discriminator="method")]
