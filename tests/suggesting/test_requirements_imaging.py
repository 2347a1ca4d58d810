"""Imaging: each cell of the domain's table, for both families."""

from __future__ import annotations

import pytest

from tests.suggesting.conftest import Ask

RADICULOPATHY = [
    pytest.param("MRI cervical spine 2/3: left C5-C6 foraminal stenosis.", "met", id="MRI"),
    pytest.param(
        "CT cervical spine shows uncovertebral spurring narrowing the left C5-6 foramen.", "met", id="CT"
    ),
    pytest.param("CT myelogram: cut-off of the left C6 root sleeve.", "met", id="myelogram"),
    pytest.param(
        "MRI of the neck showed compression of the left C6 nerve root.", "met", id="root compression"
    ),
    pytest.param("MRI cervical spine last month was normal.", "partial", id="normal"),
    pytest.param("MRI cervical spine unremarkable.", "partial", id="unremarkable"),
    pytest.param("MRI cervical spine done yesterday, report pending.", "partial", id="pending"),
    pytest.param("She had an MRI of the cervical spine in March.", "partial", id="result not given"),
    pytest.param("MRI lumbar spine: L4-L5 disc bulge.", "partial", id="another spinal region"),
    pytest.param("Cervical x-ray: disc space narrowing at C5-C6.", "partial", id="plain film only"),
    pytest.param("Nothing to review today.", "missing", id="none mentioned"),
    pytest.param("MRI cervical spine ordered today.", "missing", id="only ordered"),
    pytest.param("No imaging has been done to date.", "missing", id="stated as not done"),
    pytest.param(
        "MRI cervical spine was not performed because of his pacemaker.", "missing", id="MRI not done"
    ),
    pytest.param("No films or MRI of the neck were ever taken.", "missing", id="neither of two"),
    pytest.param(
        "CT cervical spine (pacemaker, no MRI): osteophyte narrowing the left C5-6 foramen.",
        "met",
        id="instead of one that was not done",
    ),
    pytest.param(
        "You arranged the MRI of the neck. There is a disc protrusion at C5-C6 on the left.",
        "met",
        id="arranged, and then told",
    ),
    pytest.param(
        "MRI cervical spine was done on Friday. The report has not come.",
        "partial",
        id="pending, as the next sentence says",
    ),
    pytest.param(
        "MRI of the neck last week, and EMG ordered. There is a C5-C6 protrusion on the left.",
        "met",
        id="told after another that is ordered",
    ),
    pytest.param("Pain looking up at the x-ray viewer.", "missing", id="a viewer"),
    pytest.param("Bladder scan 20 ml.", "missing", id="a scan of the bladder"),
    pytest.param("MRI right knee: medial meniscus tear.", "missing", id="another part of the body"),
    pytest.param(
        "Brain MRI for her migraine showed no lesion.", "missing", id="another diagnosis of the note"
    ),
]


@pytest.mark.parametrize(("imaging", "status"), RADICULOPATHY)
def test_imaging_of_a_radiculopathy(ask: Ask, imaging: str, status: str) -> None:
    answer = ask(f"""
        HPI: Left arm pain to the thumb for two months.
        Data: {imaging}
        Assessment: Left C6 radiculopathy.
        Plan: Traction.
    """)
    assert answer.statuses("M54.12")["imaging"] == status


ENTHESOPATHY = [
    pytest.param(
        "CT: calcification at the nuchal ligament insertion on the occiput.", "met", id="calcification"
    ),
    pytest.param(
        "MRI: insertional oedema of the nuchal ligament at the occiput.", "met", id="insertional oedema"
    ),
    pytest.param(
        "CT shows bony reaction at the nuchal ligament attachment, occiput.", "met", id="bony reaction"
    ),
    pytest.param("Radiograph: ossification in the nuchal ligament at the occiput.", "met", id="radiograph"),
    pytest.param("Ultrasound: thickened, hypoechoic nuchal ligament insertion.", "met", id="ultrasound"),
    pytest.param(
        "Lateral x-ray: bony spur at the external occipital protuberance.", "met", id="spur on plain film"
    ),
    pytest.param("MRI of the craniocervical junction was normal.", "partial", id="normal"),
    pytest.param("CT of the craniocervical junction done, report awaited.", "partial", id="pending"),
    pytest.param("He has had an MRI of the neck elsewhere.", "partial", id="result not given"),
    pytest.param("MRI lumbar spine: L4-L5 disc bulge.", "partial", id="another spinal region"),
    pytest.param("None to review.", "missing", id="none mentioned"),
    pytest.param("CT of the craniocervical junction requested.", "missing", id="only ordered"),
    pytest.param("No imaging obtained.", "missing", id="stated as not done"),
    pytest.param("Ultrasound of the gallbladder for his colic: stones.", "missing", id="another diagnosis"),
]


@pytest.mark.parametrize(("imaging", "status"), ENTHESOPATHY)
def test_imaging_of_an_enthesopathy(ask: Ask, imaging: str, status: str) -> None:
    answer = ask(f"""
        HPI: Pain at the base of the skull for a year, worse on looking down.
        Studies: {imaging}
        Diagnosis: Enthesopathy of the nuchal ligament at the occiput.
        Plan: Manual therapy.
    """)
    assert answer.statuses("M46.01")["imaging"] == status


def test_a_study_planned_is_missing_and_one_reviewed_in_the_plan_is_done(ask: Ask) -> None:
    planned = ask("Assessment: L4 radiculopathy.\nPlan: MRI lumbar spine, then review.")
    reviewed = ask(
        "Assessment: L4 radiculopathy.\nPlan: MRI lumbar spine reviewed: L3-L4 foraminal stenosis. Therapy."
    )
    assert planned.statuses("M54.16")["imaging"] == "missing"
    assert reviewed.statuses("M54.16")["imaging"] == "met"


def test_an_mri_with_a_finding_counts_beside_a_repeat_that_is_only_ordered(ask: Ask) -> None:
    answer = ask("""
        Results: MRI lumbar spine in 2025 showed right L4-L5 foraminal stenosis.
        Assessment: L5 radiculopathy, right.
        Plan: Repeat MRI lumbar spine ordered.
    """)
    assert answer.statuses("M54.16")["imaging"] == "met"


def test_imaging_made_for_another_diagnosis_of_the_note_is_missing_here(ask: Ask) -> None:
    """The lumbar MRI is the lumbar radiculopathy's, and says that nothing was done for the neck."""
    answer = ask("""
        Imaging: MRI lumbar spine shows right L4-L5 foraminal stenosis.
        Assessment: L5 radiculopathy, right. C6 radiculopathy, left.
    """)
    assert answer.statuses("M54.16")["imaging"] == "met"
    assert answer.statuses("M54.12")["imaging"] == "missing"
