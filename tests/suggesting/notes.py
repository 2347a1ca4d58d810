"""The notes that several alerts are tried on."""

from __future__ import annotations

C1_C2 = """
    HPI: Pain from the neck to the occipital scalp since March.
    Assessment: C2 radiculopathy.
    Plan: Traction.
"""
C6 = """
    HPI: Left arm pain to the thumb.
    Assessment: Left C6 radiculopathy.
    Plan: Therapy.
"""
PERHAPS_C6 = """
    HPI: Left arm pain to the thumb.
    Assessment: Possible left C6 radiculopathy.
    Plan: EMG.
"""
NUCHAL = """
    HPI: A year of pain below the skull, worse on looking down.
    Assessment: Enthesopathy of the nuchal ligament at the occiput.
    Plan: Shockwave.
"""
NECK_TENSION = """
    HPI: Suboccipital muscle tension and headache at the end of the day.
    Exam: Trapezius tight on both sides.
    Assessment: Tension headache.
"""


def stated(assessment: str) -> str:
    """A note that states what an alert turns on and little else."""
    return f"""
        HPI: Seen again, no better.
        Assessment: {assessment}
        Plan: Review in six weeks.
    """


DISC = stated("C6 radiculopathy due to C5-C6 disc herniation.")

OCCIPITAL = """
    HPI: Stabbing pain over the right back of the head.
    Exam: Tinel positive over the greater occipital nerve.
    Assessment: Right greater occipital neuralgia.
    Plan: Occipital nerve block.
"""

RHEUMATOID = stated("C2 radiculopathy due to rheumatoid arthritis.")
