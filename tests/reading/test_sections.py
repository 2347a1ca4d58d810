"""Headings open the part of the note that they name, in the ways that clinicians write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reading.sections import find_sections


def parts(text: str) -> list[tuple[str, str]]:
    """Return the sections that hold words, with their words."""
    return [
        (section.kind, words)
        for section in find_sections(text)
        if (words := text[section.start : section.end].strip())
    ]


def test_a_note_without_headings_is_body() -> None:
    assert parts("Arm pain for a week.") == [("body", "Arm pain for a week.")]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("CC:", "reason"),
        ("HPI:", "history"),
        ("Subjective:", "history"),
        ("PMH:", "past"),
        ("Past Medical History:", "past"),
        ("Problem List:", "list"),
        ("Active problems:", "list"),
        ("Family History:", "family"),
        ("Social Hx:", "social"),
        ("Medications:", "medication"),
        ("Allergies:", "allergy"),
        ("ROS:", "ros"),
        ("O:", "exam"),
        ("Physical Exam:", "exam"),
        ("Imaging:", "results"),
        ("EMG/NCS:", "results"),
        ("Assessment:", "assessment"),
        ("A/P:", "assessment"),
        ("IMPRESSION:", "assessment"),
        ("Discharge Diagnosis:", "assessment"),
        ("P:", "plan"),
        ("Recommendations:", "plan"),
        ("Patient instructions:", "instructions"),
        ("Return precautions:", "instructions"),
        ("Hospital Course:", "course"),
        ("Addendum:", "addendum"),
    ],
)
@pytest.mark.parametrize("between", ["\n", " "])
def test_a_heading_opens_its_section(heading: str, kind: str, between: str) -> None:
    """A heading of results is kept with them, since it names the study."""
    before, (found, words) = parts(f"Seen today.\n\n{heading}{between}As dictated.")
    assert before == ("body", "Seen today.")
    assert found == kind
    assert words == (f"{heading}{between}As dictated." if kind == "results" else "As dictated.")


@pytest.mark.parametrize(
    "heading",
    [
        "Assessment:",
        "ASSESSMENT",
        "**Assessment:**",
        "## Assessment",
        "Assessment -",
        "Assessment ----",
        "  Assessment :",
        "3. Assessment:",
        "Assessment and Plan:",
        "Assessment (by problem):",
        "=== ASSESSMENT ===",
    ],
)
def test_a_heading_is_known_in_its_decorations(heading: str) -> None:
    assert parts(f"HPI: Sore.\n{heading}\nNeck strain.")[-1] == ("assessment", "Neck strain.")


def test_headings_within_a_line_open_sections() -> None:
    text = "S: Sore arm. O: Weak grip. A: Strain. P: Rest."
    assert parts(text) == [
        ("history", "Sore arm."),
        ("exam", "Weak grip."),
        ("assessment", "Strain."),
        ("plan", "Rest."),
    ]


def test_an_aside_within_a_paragraph_ends_with_it() -> None:
    text = "Sore arm since May. Work: teacher, on leave.\n\nWeak grip on the left.\nPlan: Rest."
    assert parts(text) == [
        ("body", "Sore arm since May."),
        ("social", "teacher, on leave."),
        ("body", "Weak grip on the left."),
        ("plan", "Rest."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "The plan is to rest.",
        "plan b was discussed with him",
        "Her assessment was thorough.",
        "She takes: aspirin.",
        "Family is well.",
    ],
)
def test_words_of_a_heading_in_a_sentence_open_nothing(line: str) -> None:
    assert parts(f"HPI: Sore.\n{line}") == [("history", f"Sore.\n{line}")]


@pytest.mark.parametrize(
    "line",
    [
        "Return if radiculopathy develops.",
        "Family history of radiculopathy.",
        "Impression C6 radiculopathy",
        "Diagnosis lumbar radiculopathy.",
        "Impression is cervical radiculopathy.",
        "C6 radiculopathy is my diagnosis.",
        "Known comorbidity gout and radiculopathy.",
    ],
)
def test_a_line_that_names_a_condition_is_never_swallowed_by_a_heading(line: str) -> None:
    assert "radiculopathy" in parts(f"HPI: Sore.\n\n{line}\n")[-1][1]


def test_an_article_opens_no_assessment_but_the_letter_beside_others_does() -> None:
    assert [section.kind for section in find_sections("A violinist, 47, has left arm pain.")] == ["body"]
    soap = find_sections("S arm pain\nO numb thumb\nA left C6 radic\nP therapy")
    assert "assessment" in [section.kind for section in soap]


def test_an_unknown_heading_ends_the_section_before_it() -> None:
    """What follows a heading that no table knows is not of the family."""
    text = "FAMILY HISTORY: Gout.\nWOUND CHECK:\nClean."
    assert parts(text) == [("family", "Gout."), ("other", "Clean.")]


@pytest.mark.parametrize(
    ("heading", "end"),
    [
        ("ASSESSMENT", "\n"),
        ("ASSESSMENT", "\r\n"),
        ("ASSESSMENT:", "\r\n"),
        ("**Assessment**", "\r\n"),
    ],
)
def test_the_line_ends_of_another_system_change_nothing(heading: str, end: str) -> None:
    text = end.join(["PAST HISTORY:", "Gout.", "", heading, "Neck strain."])
    assert parts(text)[-1] == ("assessment", "Neck strain.")


@given(
    st.lists(
        st.sampled_from(["HPI:", "ASSESSMENT", "\n", "\r\n", " ", "Sore.", "\U0001f642", "\t"]) | st.text()
    )
)
def test_sections_stand_in_order_and_leave_out_headings_only(pieces: list[str]) -> None:
    text = "".join(pieces)
    place = 0
    for section in find_sections(text):
        assert place <= section.start <= section.end <= len(text)
        place = section.end
    assert place == len(text)


def test_a_list_on_its_headings_line_ends_where_a_letter_begins() -> None:
    text = "Problem list: psoriatic arthritis, asthma.\n\nI reviewed this lady today.\n\nShe is well."
    assert [section.kind for section in find_sections(text)][-1] == "body"
    kept = "Problem list: psoriatic arthritis, asthma.\n\nGout.\n\nCataract."
    assert [section.kind for section in find_sections(kept)][-1] == "list"


def test_a_letter_alone_opens_an_assessment_before_a_side_and_is_an_article_before_a_noun() -> None:
    assert [section.kind for section in find_sections("Neck sore.\nA L occipital neuralgia.")][
        -1
    ] == "assessment"
    assert [section.kind for section in find_sections("Neck sore.\nA lean man of 40.")][-1] == "body"


def test_what_a_heading_says_in_brackets_makes_it_a_copied_list() -> None:
    assert [section.kind for section in find_sections("Dx list (auto): asthma.")][-1] == "list"
