"""Where the real snippets are, and the date on the cards of models trained in tests."""

from __future__ import annotations

import datetime
from pathlib import Path

SNIPPETS = Path(__file__).parent.parent.parent / "training_data" / "snippets"
DATE = datetime.date(2026, 1, 2)
