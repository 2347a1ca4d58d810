"""An illness that a note speaks of in general is not the patient's; words that only sound alike are."""

from __future__ import annotations

import pytest

from service.classifier.indicators import Indicator
from service.domain import Family
from tests.classifier.codes import assessed, codes, established


@pytest.mark.parametrize(
    "told",
    [
        "A C6 radiculopathy would weaken the biceps.",
        "Lumbar radiculopathy goes past the knee.",
        "Pinched nerves in the neck cause pain in the arm.",
        "Cervical radiculopathy (a nerve that is irritated where it leaves the neck) sends pain to the hand.",
        "An S1 radiculopathy can spare the knee jerk.",
        "Lumbar radiculopathy is a disease of the root.",
        "C7 radiculopathy is more common in the fifties.",
        "Thoracic radiculitis is felt as a belt.",
        "Many people with a slipped disc never get lumbar radiculopathy.",
        "Discs dry out in everyone, nerves pass close by, and that is how people get lumbar radiculopathy.",
        "A disc can irritate the L5 nerve root.",
        "In C8 radiculopathy the little finger goes numb.",
        "When an L5 root is pinched the big toe gets weak.",
        "With an L4 radiculopathy the knee would buckle.",
        "Enthesitis of the lumbar spine (inflammation where ligaments hold on) starts young.",
        "A root sends its pain down the limb. That is lumbar radiculopathy.",
        "Pain that runs below the knee (that's lumbar radiculopathy) needs a second look.",
    ],
)
@pytest.mark.parametrize("heading", ["", "Plan: Heat and walking. "])
def test_what_such_an_illness_is_or_does_states_no_diagnosis(told: str, heading: str) -> None:
    assert codes(f"{heading}{told}") == set()


@pytest.mark.parametrize(
    "opening",
    [
        "Poster in the hall, read together:",
        "Group topic today: nerves.",
        "Inclusion criteria:",
        "Went over the anatomy.",
    ],
)
def test_a_text_for_teaching_states_nothing_until_the_patient_is_spoken_of(opening: str) -> None:
    assert (
        codes(f"Neck strain.\n\n{opening} C5 shoulder, C6 thumb. C7 radiculopathy, middle finger.") == set()
    )
    own = f"Neck strain.\n\n{opening} C5 shoulder, C6 thumb. She has a C7 radiculopathy."
    assert established(own) == {"M54.12"}
    apart = f"Neck strain.\n\n{opening} C5 shoulder, C6 thumb.\n\nC7 radiculopathy."
    assert established(apart) == {"M54.12"}
    treated = f"Neck strain.\n\n{opening} C5 shoulder. C7 radiculopathy: gabapentin at night."
    assert established(treated) == {"M54.12"}


def test_a_handout_that_was_only_given_and_the_next_item_of_a_list_end_the_lesson() -> None:
    assert established("Neck strain.\n\nHandout given. C7 radiculopathy, improving.") == {"M54.12"}
    assert established("1. Talked about the anatomy\n2. C7 radiculopathy") == {"M54.12"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Her C6 radiculopathy makes typing hard.", "M54.12"),
        ("The C6 radiculopathy goes into the thumb.", "M54.12"),
        ("Left C6 radiculopathy goes into the thumb.", "M54.12"),
        ("Ellen's C6 radiculopathy goes into the thumb.", "M54.12"),
        ("C6 radiculopathy gives him numb fingers.", "M54.12"),
        ("C6 radiculopathy since May.", "M54.12"),
        ("A C6 radiculopathy would explain all of this, and I diagnose it.", "M54.12"),
        ("C6 radiculopathy, which would explain the weak biceps.", "M54.12"),
        ("Lumbar radiculopathy may benefit from an epidural.", "M54.16"),
        ("Lumbar radiculopathy can return to light work.", "M54.16"),
        ("Lumbar radiculopathy makes it difficult to sleep.", "M54.16"),
        ("Lumbar radiculopathy is a chronic condition, and stable.", "M54.16"),
        ("Lumbar radiculopathy is more painful than in spring.", "M54.16"),
        ("Lumbar radiculopathy often worse with sitting.", "M54.16"),
        ("Most people recover. Her L5 radiculopathy has not.", "M54.16"),
        ("It is a C6 radiculopathy, right, shown on the needle study.", "M54.12"),
        ("In summary, L5 radiculopathy.", "M54.16"),
        ("Lumbar radiculopathy after lifting kids at daycare.", "M54.16"),
        ("Lumbar radiculopathy since helping people move furniture.", "M54.16"),
        ("Adult man with cervical radiculopathy.", "M54.12"),
        ("Women's rugby, centre. C6 radiculopathy.", "M54.12"),
        ("May go back to work with lumbar radiculopathy.", "M54.16"),
        ("Lumbar radiculopathy start gabapentin 300 mg.", "M54.16"),
        ("Lumbar radiculopathy follow-up in 6 weeks.", "M54.16"),
        ("Lumbar radiculopathy get MRI.", "M54.16"),
        ("L5 radiculopathy: pressure from the cyst.", "M54.16"),
        ("With L5 radiculopathy worsening, will obtain MRI.", "M54.16"),
        ("In L5 radiculopathy flare since May.", "M54.16"),
        ("Radiculopathy can cause arm pain, and she has a left C6 radiculopathy.", "M54.12"),
        ("Explained that radiculopathy causes arm pain and the diagnosis is C6 radiculopathy.", "M54.12"),
        ("Foot drop. L5 radiculopathy with foot drop.", "M54.16"),
    ],
)
def test_words_that_only_sound_alike_leave_the_diagnosis_standing(text: str, code: str) -> None:
    assert established(text) == {code}


def test_signs_of_an_illness_that_is_only_spoken_of_indicate_nothing() -> None:
    def indicators(text: str) -> list[Indicator]:
        return [one for one in assessed(text).indicators if one.family is Family.RADICULOPATHY]

    assert indicators("Pain shooting down the leg to the foot, with numbness of the big toe.")
    assert indicators(
        "Exam: Left thumb numb, Spurling positive; discussed how radiculopathy causes arm pain."
    )
    assert indicators("Exam: Left thumb numb, Spurling positive, and radiculopathy causes arm pain.")
    assert not indicators("An L5 radiculopathy sends pain down the leg to the foot, with a numb big toe.")


def test_a_sentence_of_many_diagnoses_is_weighed_in_one_pass() -> None:
    """Each goes on with the one before it: the cost would double with each, were that asked anew."""
    assert codes("Lumbar radiculopathy or radiculitis " * 200 + "goes past the knee.") in (set(), {"M54.16"})
