"""Which sentences say what a study showed, so that its words are not taken for a clinician's."""

from __future__ import annotations

import pytest

from service.reading import read
from service.reading.reports import find_reports


def reported(text: str) -> list[str]:
    reading = read(text)
    return [text[s.start : s.end] for n, s in enumerate(reading.sentences) if n in find_reports(reading)]


@pytest.mark.parametrize(
    "text",
    [
        "MRI cervical spine shows a C5-6 protrusion.",
        "EMG: denervation in C6 muscles.",
        "CT of the neck was normal.",
        "Radiographs of the lumbar spine reveal spurs.",
    ],
)
def test_a_sentence_that_names_a_study_reports_it(text: str) -> None:
    assert reported(text) == [text]


def test_findings_that_follow_a_study_belong_to_it() -> None:
    text = "MRI of the neck was done in May. Foraminal stenosis at C5-6. Today she has arm pain."
    assert reported(text) == ["MRI of the neck was done in May.", "Foraminal stenosis at C5-6."]


def test_a_study_is_carried_through_its_section_and_not_beyond() -> None:
    text = "IMAGING:\nMRI lumbar spine 3/2026.\nL4-5 protrusion.\nNo fracture.\nASSESSMENT:\nLow back pain."
    found = reported(text)
    assert found[-1] == "No fracture." and "L4-5 protrusion." in found


@pytest.mark.parametrize(
    "text",
    [
        "MRI was done. Cervical radiculopathy.",
        "MRI was done.\n\nASSESSMENT:\nStenosis at C5-6.",
        "MRI was done. Started gabapentin.",
        "Arm pain for a week. Weak grip.",
    ],
)
def test_what_speaks_of_anything_else_reports_nothing(text: str) -> None:
    assert all("MRI" in sentence for sentence in reported(text))


def test_a_report_knows_its_study() -> None:
    text = "EMG was done first. MRI lumbar spine shows L4-5 stenosis. Moderate narrowing at L5-S1."
    reading = read(text)
    assert [reading.words(study).split()[0] for study in find_reports(reading).values()] == [
        "EMG",
        "MRI",
        "MRI",
    ]


def test_findings_belong_to_the_study_that_titles_their_report() -> None:
    note = "MRI LUMBAR SPINE\nINDICATION: leg pain\nFINDINGS: L5-S1 extrusion displacing the S1 root.\n"
    reading = read(note)
    findings = next(m.sentence for m in reading.all("outcome") if m.concept == "abnormal")
    assert reading.words(find_reports(reading)[findings]) == "MRI"
