"""Reliability: what was claimed in each tenth of the probabilities, and how often it came true."""

from __future__ import annotations

import pytest

from service.training.figures import figures
from service.training.reliability import reliability
from tests.training.test_figures import CASES


def test_each_bin_has_its_claim_and_its_truth() -> None:
    bins = reliability(CASES)
    assert [cell.suggestions for cell in bins] == [0, 0, 0, 2, 0, 0, 1, 1, 1, 1]
    assert bins[3].mean == pytest.approx(0.3) and bins[3].true == 0.5
    assert (bins[9].mean, bins[9].true) == (0.9, 1)
    assert (bins[0].mean, bins[0].true) == (None, None)


def test_the_bins_add_up_to_the_calibration_error() -> None:
    bins = [cell for cell in reliability(CASES) if cell.mean is not None and cell.true is not None]
    apart = sum(cell.suggestions * abs((cell.mean or 0) - (cell.true or 0)) for cell in bins)
    assert apart / sum(cell.suggestions for cell in bins) == pytest.approx(figures(CASES).ece)
