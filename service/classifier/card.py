"""The card of a model: what it was trained on, how, and how well it does on writers it never saw."""

from __future__ import annotations

import datetime
from typing import Annotated

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


class Data(Frozen):
    """The snippets, test and all: the SHA-256 of what they say, and their counts."""

    fingerprint: Sha256
    counts: Counts


class Training(Frozen):
    """The settings, and who was held apart: the weights and the calibration saw none of `test_groups`."""

    seed: int
    regularisation: float
    losses: dict[str, float]
    rarest_feature: int
    most_false_notes: float
    fitted_groups: tuple[str, ...]
    test_groups: tuple[str, ...]


class Held(Frozen):
    """Figures on what the weights had not seen; `reach` is the share of gold codes that the rules propose."""

    out_of_fold: Figures
    test: Figures
    reach_out_of_fold: float | None
    reach_test: float | None


class Card(Frozen):
    """What is known of a model; `files` has the SHA-256 of every other file of its folder."""

    version: Version
    trained_at: datetime.date
    data: Data
    training: Training
    figures: Held
    features: Count
    operating_point: Probability
    calibration: Calibration
    libraries: dict[str, str]
    files: dict[FileName, Sha256]
