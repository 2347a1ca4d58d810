"""Nothing leaves that may tell who a note is about; what tells nobody passes."""

from __future__ import annotations

import pytest

from service.training.persons import find_doubts, words_in_small_letters
from service.training.snippets import read_snippets
from tests.training.conftest import SNIPPETS

ORDINARY = words_in_small_letters(one.text for one in read_snippets(SNIPPETS))

TELLING = {
    "Maria reports numbness of the right thumb.": "name",
    "Seen today: mr abara, with neck pain.": "name",
    "Discussed with Dr. Oyelaran.": "name",
    "Signed: john okafor": "name",
    "KOWALCZYK HAS LUMBAR RADICULOPATHY.": "name",
    "Kowalczyk's pain runs to the calf.": "name",
    "DOB 3/14/1961, right C6 radiculopathy.": "date of birth",
    "Born on a farm; lumbar radiculopathy.": "date of birth",
    "MRI of 03/14/2026 shows stenosis.": "date",
    "Injection on March 14 helped.": "date",
    "Seen 14 Mar 2026.": "date",
    "Call back at (312) 555-0148.": "telephone number",
    "Call 555-0148.": "telephone number",
    "Reached at +44 20 7946 0018.": "telephone number",
    "MRN: 448201, lumbar radiculopathy.": "record number",
    "chart no. A-1043": "record number",
    "Insurance 078-05-1120.": "record number",
    "Number 20394481 on the band.": "record number",
    "Lives at 12 Linden Street, third floor.": "address",
    "P.O. Box 12": "address",
    "Sent to m.abara@example.org.": "e-mail address",
    "See https://portal.example/p/1": "web address",
    "A 93-year-old woman with low back pain.": "age over 89",
}
QUIET = (
    "ASSESSMENT: Right C6 radiculopathy. Positive Spurling test. MRI: C5-C6 foraminal stenosis.",
    "Chronic enthesopathy at L4-L5, tender; NSAIDs and six weeks of PT since March 2025 without relief.",
    "A 61-year-old with pain 7/10, strength 4/5 at L5, SLR positive at 40 degrees. EMG: S1.",
    "Gaenslen and Patrick negative. Gabapentin 300 mg three times a day. M54.16.",
)


@pytest.mark.parametrize(("text", "kind"), TELLING.items())
def test_what_may_tell_who_it_is_stops(text: str, kind: str) -> None:
    assert kind in {doubt.kind for doubt in find_doubts(text, ORDINARY)}


@pytest.mark.parametrize("text", QUIET)
def test_ordinary_notes_pass(text: str) -> None:
    assert not [text[doubt.start : doubt.end] for doubt in find_doubts(text, ORDINARY)]


def test_most_synthetic_snippets_pass_by_words_of_other_writers() -> None:
    """A check that stops at everything would be turned off."""
    every = read_snippets(SNIPPETS)
    others = words_in_small_letters(one.text for one in every if one.writer != "w15")
    texts = [one.text for one in every if one.writer == "w15"]
    passed = sum(not find_doubts(text, others) for text in texts)
    assert passed > 0.75 * len(texts)
