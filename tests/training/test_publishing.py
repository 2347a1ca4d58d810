"""What is written holds no time of day, and loads as numpy's own archives do."""

from __future__ import annotations

import io
import zipfile

import numpy as np

from service.training.publishing import contents


def test_the_archive_holds_no_date_and_gives_the_weights_back() -> None:
    files = contents(["one", "twö"], np.array([0.1, -2.5]), 0.75)
    with zipfile.ZipFile(io.BytesIO(files["weights.npz"])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    arrays = np.load(io.BytesIO(files["weights.npz"]), allow_pickle=False)
    assert arrays["weights"].tolist() == [0.1, -2.5] and arrays["intercept"].tolist() == [0.75]
    assert "twö" in files["features.json"].decode()
