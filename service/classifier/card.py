"""The card of a model: what it was trained on, how, and how well it does on writers it never saw."""

from __future__ import annotations

import datetime
from typing import Annotated, NamedTuple

from pydantic import Field

from service.classifier.calibration import Calibration, Probability
from service.domain import Frozen

# A version is the name of a folder, and nothing that leads out of it.
VERSION_FORM = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$"
SHA256_FORM = r"^[0-9a-f]{64}$"

Version = Annotated[str, Field(pattern=VERSION_FORM)]
Sha256 = Annotated[str, Field(pattern=SHA256_FORM)]
FileName = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]*$")]
Count = Annotated[int, Field(ge=0)]


class Figures(Frozen):
    """How answers compare with gold labels; None where nothing was there to measure.

    exact: notes whose recommended codes are just the gold `assign` codes. f1: micro F1 of these codes.
    macro_f1: its mean over the codes in the gold. top1, top3: notes with a gold code that rank one first,
    or among three. disposition: gold codes suggested with the right disposition. instead: gold `exclude`
    codes whose replacements are named exactly. false_note: notes without a gold code that get a
    recommendation. quiet: those that get no probability of 0.5 or more. gap_f1: F1 of "this requirement
    is a gap". status: requirement statuses that are right. alert_f1: micro F1 of alerts. ece: expected
    calibration error, ten bins.
    """

    notes: Count
    exact: float | None
    f1: float | None
    macro_f1: float | None
    top1: float | None
    top3: float | None
    disposition: float | None
    instead: float | None
    false_note: float | None
    quiet: float | None
    gap_f1: float | None = None
    status: float | None = None
    alert_f1: float | None = None
    ece: float | None


class Interval(NamedTuple):
    """The bounds between which a figure lies in 95 of 100 resamplings of the notes."""

    low: float
    high: float


class Bin(Frozen):
    """A tenth of the probabilities: how many suggestions fall in it, their mean, the share that is true."""

    low: Probability
    high: Probability
    suggestions: Count
    mean: Probability | None
    true: Probability | None


class Counts(Frozen):
    """How many snippets there are of each kind; `by_kind` is why those without a code have none."""

    snippets: Count
    without_code: Count
    by_code: dict[str, Count]
    by_disposition: dict[str, Count]
    by_kind: dict[str, Count]
    by_style: dict[str, Count]
    by_writer: dict[str, Count]
    by_source: dict[str, Count]


class Agreement(Frozen):
    """The share of texts on which two labellers say the same, and how far that goes beyond chance."""

    texts: int
    same: float
    kappa: float | None


class Data(Frozen):
    """The snippets, test and all: the SHA-256 of what they say, their counts, and a second labelling."""

    fingerprint: Sha256
    counts: Counts
    agreement: dict[str, Agreement] = {}


class Searched(Frozen):
    """A setting that was tried, and its log loss out of fold."""

    regularisation: float
    rarest_feature: int
    loss: float


class Training(Frozen):
    """The settings, and who was held apart: the weights and the calibration saw none of `test_groups`.

    `searched` has every setting that was tried; `losses`, by regularisation, those with this rarest feature.
    """

    seed: int
    regularisation: float
    losses: dict[str, float]
    searched: tuple[Searched, ...] = ()
    rarest_feature: int
    most_false_notes: float
    fitted_groups: tuple[str, ...]
    test_groups: tuple[str, ...]


class Held(Frozen):
    """Figures on what the weights had not seen; `reach` is the share of gold codes that the rules propose.

    `confusion` counts gold codes to assign (or none) by the code that was recommended (or none), so that
    a row's sum is how often a code is right and a column's how often it is recommended. A card of a model
    trained before intervals, reliability and confusion were recorded has none.
    """

    out_of_fold: Figures
    test: Figures
    reach_out_of_fold: float | None
    reach_test: float | None
    intervals_out_of_fold: dict[str, Interval] = {}
    intervals_test: dict[str, Interval] = {}
    reliability_out_of_fold: tuple[Bin, ...] = ()
    reliability_test: tuple[Bin, ...] = ()
    confusion_out_of_fold: dict[str, dict[str, Count]] = {}
    confusion_test: dict[str, dict[str, Count]] = {}


class Ablated(Frozen):
    """The same training with a part left out: what remains, and the figures on writers that it never saw.

    `loss` is the mean log loss of the probability of a proposed code.
    """

    name: str
    features: Count
    loss_out_of_fold: float
    loss_test: float
    out_of_fold: Figures
    test: Figures


class Gain(Frozen):
    """What a part is worth: how far the log loss of a proposed code falls when it is there.

    Over all writers, each scored by weights that had not seen them; the interval is of resampled writers.
    """

    part: str
    without: str
    having: str
    loss: float
    interval: Interval

    @property
    def is_earned(self) -> bool:
        """Whether the part helps on more than the luck of these writers."""
        return self.interval.low > 0


class Card(Frozen):
    """What is known of a model; `files` has the SHA-256 of every other file of its folder."""

    version: Version
    trained_at: datetime.date
    data: Data
    training: Training
    figures: Held
    ablation: tuple[Ablated, ...] = ()
    gains: tuple[Gain, ...] = ()
    features: Count
    operating_point: Probability
    calibration: Calibration
    libraries: dict[str, str]
    files: dict[FileName, Sha256]
