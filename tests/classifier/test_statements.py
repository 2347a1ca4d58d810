"""What states the diagnosis and what does not: section 1 of the domain."""

from __future__ import annotations

import pytest

from service.domain import Family
from tests.classifier.codes import assessed, codes, established


@pytest.mark.parametrize(
    "text",
    [
        "Assessment: cervical radiculopathy.",
        "Assessment: cervical radiculitis.",
        "Assessment: C6 radic, left.",
        "Assessment: C6 RADICULOPATHY.",
        "Assessment: brachial neuritis from the neck.",
        "Assessment: cervical brachial radiculitis.",
        "Diagnosis: nerve root compression at C5-C6.",
        "Diagnosis: compression of the C6 nerve root.",
        "Diagnosis: C6 nerve root irritation.",
        "Impression: irritated C6 root.",
        "Assessment: pinched nerve in the neck.",
        "A: pinched C6 nerve.",
        "Dx: polyradiculopathy, cervical.",
        "Assessment: cervical radiculopthy.",
    ],
)
def test_wordings_of_radiculopathy_state_it(text: str) -> None:
    assert established(text) == {"M54.12"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Assessment: thoracic neuritis.", "M54.14"),
        ("Assessment: thoracic radiculitis.", "M54.14"),
        ("Assessment: lumbar neuritis.", "M54.16"),
        ("Assessment: lumbar radiculitis.", "M54.16"),
        ("Assessment: lumbosacral neuritis.", "M54.17"),
        ("Assessment: lumbosacral radiculitis.", "M54.17"),
        ("Assessment: pinched nerve in the low back.", "M54.16"),
    ],
)
def test_neuritis_and_radiculitis_of_a_region_state_it(text: str, code: str) -> None:
    assert established(text) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "Assessment: pinched nerve at the elbow.",
        "Assessment: pinched nerve.",
        "Assessment: pinched nerve in the wrist.",
    ],
)
def test_a_pinched_nerve_without_a_spinal_site_states_nothing(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Assessment: cervical spinal enthesopathy.", "M46.02"),
        ("Assessment: enthesopathy of the L4 spinous process.", "M46.06"),
        ("Assessment: enthesitis of the supraspinous ligament at L3-L4.", "M46.06"),
        ("Assessment: insertional tendinopathy of the trapezius at the C7 spinous process.", "M46.02"),
        ("Assessment: calcification of the nuchal ligament at C5-C6.", "M46.02"),
        ("Assessment: ossification of the interspinous ligament at L2-L3.", "M46.06"),
        ("Assessment: inflammation of the interspinous ligament, T6-T7.", "M46.04"),
        ("Assessment: degeneration of the supraspinous ligament at L4-L5.", "M46.06"),
        ("Assessment: insertional tendinopathy of the multifidus at L4.", "M46.06"),
    ],
)
def test_wordings_of_spinal_enthesopathy_state_it(text: str, code: str) -> None:
    """Enthesopathy of a spinal attachment, or its tendinopathy, calcification, inflammation and so on."""
    assert established(text) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "Assessment: neck pain, cervicalgia.",
        "Assessment: low back pain.",
        "Assessment: left sciatica.",
        "Assessment: occipital neuralgia.",
        "Assessment: tension headache.",
        "Assessment: cervical muscle spasm.",
        "Assessment: lumbar strain.",
        "Assessment: cervical spinal stenosis.",
        "Assessment: lumbar spondylosis without radiculopathy.",
        "Assessment: cervical myelopathy.",
        "Assessment: brachial plexopathy.",
        "Assessment: neuralgic amyotrophy.",
        "Assessment: Parsonage-Turner syndrome.",
        "Assessment: carpal tunnel syndrome.",
        "Assessment: ulnar entrapment neuropathy.",
        "Assessment: peripheral neuropathy.",
        "Assessment: sacroiliitis.",
        "Assessment: ankylosing spondylitis.",
        "Assessment: L4-5 facet pain.",
        "Assessment: ossification of the posterior longitudinal ligament, C3-C5.",
        "Assessment: OPLL at C4-C5.",
        "Assessment: DISH of the thoracic spine.",
        "Assessment: diffuse idiopathic skeletal hyperostosis.",
        "Assessment: Achilles enthesopathy.",
        "Assessment: plantar fascia enthesitis.",
        "Assessment: lateral epicondyle enthesopathy.",
        "Assessment: rotator cuff insertional tendinopathy.",
        "Assessment: patellar tendon enthesitis. The lumbar spine is well.",
        "Assessment: enthesitis of heel and elbow entheses in psoriatic arthritis.",
        "Assessment: brachial neuritis (Parsonage-Turner syndrome).",
        "Assessment: radicular pain, left arm.",
        "Exam: Spurling positive on the left.\nAssessment: neck pain.",
        "Exam: straight-leg raise positive on the right.\nAssessment: back pain.",
        "Assessment: C5-C6 disc herniation.",
    ],
)
def test_what_is_another_code_yields_nothing(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Triage nurse wrote lumbar radiculopathy. Assessment: back pain.",
        "Patient believes she has cervical radiculopathy. Assessment: neck strain.",
        "Per patient, this is lumbar radiculopathy. Exam normal. Assessment: back pain.",
        "MA intake: neck radiculopathy. Assessment: neck strain.",
        "He googled it and is convinced that it is lumbar radiculopathy. Assessment: low back pain.",
        "A coworker said it was a pinched nerve in the neck. Assessment: neck strain.",
    ],
)
def test_a_nurse_or_the_patient_alone_states_nothing(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Seen by Dr. Okafor last week, who diagnosed C6 radiculopathy. Arm pain continues.",
        "Neurology diagnosed a C6 radiculopathy for this arm pain. We continue therapy.",
        "Her chiropractor diagnosed cervical radiculopathy for this problem. Therapy continues.",
        "PT diagnosis: cervical radiculopathy. Plan: traction.",
    ],
)
def test_a_clinician_whom_the_note_quotes_states_it(text: str) -> None:
    assert codes(text) == {"M54.12"}


@pytest.mark.parametrize(
    "text",
    [
        "IMAGING: MRI lumbar spine shows L4-L5 bulge with L5 radiculopathy.\nASSESSMENT: Low back pain.",
        "EMG: findings of C6 radiculopathy.\nASSESSMENT: Neck pain.",
    ],
)
def test_the_words_of_a_study_are_a_finding(text: str) -> None:
    assert not established(text)


@pytest.mark.parametrize(
    "text", ["Assessment: EMG-confirmed C6 radiculopathy.", "A: C6 radiculopathy, confirmed on EMG."]
)
def test_a_diagnosis_that_a_study_confirms_is_stated(text: str) -> None:
    assert established(text) == {"M54.12"}


@pytest.mark.parametrize(
    "text",
    [
        "Assessment: C6 radiculopathy.\n\nAddendum: The diagnosis above is corrected: carpal tunnel.",
        "Assessment: C6 radiculopathy.\n\nLate entry: I withdraw my earlier assessment. It was a sprain.",
    ],
)
def test_a_diagnosis_that_a_later_paragraph_withdraws_is_not_stated(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(
    ("addendum", "code"),
    [
        ("The assessment above is corrected: right C6 radiculopathy, not left.", "M54.12"),
        ("Diagnosis is corrected to L5 radiculopathy.", "M54.16"),
        ("I amend my assessment to add cubital tunnel syndrome.", "M54.12"),
        ("I correct my earlier diagnosis. This is L5 radiculopathy.", "M54.16"),
    ],
)
def test_a_correction_takes_back_what_precedes_it_alone(addendum: str, code: str) -> None:
    assert codes(f"Assessment: left C6 radiculopathy.\n\nAddendum: {addendum}") == {code}


def test_a_bare_enthesitis_is_of_the_limbs_where_the_note_speaks_of_theirs_alone() -> None:
    bare = "Problem: psoriatic arthritis with enthesitis.\n\n"
    assert codes(f"{bare}Assessment: enthesitis of both Achilles tendons.") == set()
    assert codes(f"{bare}Assessment: enthesitis of the interspinous ligament at L3-L4.") == {"M46.06"}


def test_a_study_named_after_on_backs_what_precedes_it() -> None:
    assert established("Assessment: AS, inflamed on MRI, with spinal enthesitis at T6.") == {"M46.04"}


def test_an_electrodiagnostic_report_states_its_own_diagnosis() -> None:
    report = "EMG: fibrillations in the triceps.\nImpression: Electrodiagnostic evidence of C7 radiculopathy."
    assert established(report) == {"M54.12"}


@pytest.mark.parametrize(
    "text",
    [
        "Reason for referral: question C6 radiculopathy.\n"
        "Impression: Rotator cuff tear. C6 radiculopathy was considered and is excluded by the normal study.",
        "Assessment: Ulnar neuropathy. C8 radiculopathy was on the referral; neither fits.",
        "Diagnosis: Lumbar strain. In my view he does not have and has not had radiculopathy.",
        "Records reviewed: the treating office billed L5 radiculopathy.\nDiagnosis: Lumbar strain, resolved.",
        "Consent: bleeding, infection, C6 radiculopathy and a leak were explained.\nDiagnosis: facet pain.",
        "Diagnosis: facet pain. The risks, which include bleeding and L5 radiculopathy, were explained.",
        "Impression: Radial tunnel. C6 radiculopathy was second on my list; ruled out by the study.",
        "Impression: Neuralgia. The draft had thoracic radiculitis; I have struck it out.",
        "Impression: meralgia. An L3 radiculopathy crossed my mind, but I have discarded it.",
        "Recruited to a randomised trial of traction in adults with cervical radiculopathy.",
        "Copied forward from note of 06/2019: L4 radiculitis. Today: sore throat.",
        "Diagnosis: none. Root compression at C6 isn't present.",
        "A few percent of patients develop L5 radiculopathy after this.\nAssessment: lumbar strain.",
        "Microdiscectomy L5-S1 2014 after three months of S1 radiculopathy. Fit to dive.",
    ],
)
def test_what_the_note_sets_aside_or_only_warns_of_is_not_stated(text: str) -> None:
    assert codes(text) == set()


def test_a_wrong_chart_takes_back_all_that_stands_before() -> None:
    note = "Assessment: C7 radiculopathy.\n\nAddendum: The entry above was dictated on another patient."
    assert established(note) == set()


@pytest.mark.parametrize(
    "withdrawn",
    [
        "Assessment line above is wrong -- it should read adhesive capsulitis.",
        "Item 3 does not belong to this patient.",
        "The label was mistaken, and I have told her so.",
    ],
)
def test_a_later_paragraph_may_withdraw_it_by_another_name(withdrawn: str) -> None:
    assert established(f"Assessment: C6 radiculopathy.\n\n{withdrawn}") == set()


def test_what_stands_in_quotation_marks_over_sentences_is_another_s_word() -> None:
    assert (
        codes('Leaflet: "Why does it hurt? A nerve root is pinched." Seen for a cough, 5\'11" tall.') == set()
    )
    assert codes("She is 5'11\" tall. Assessment: C6 radiculopathy. Weight 70 kg, 5'11\".") == {"M54.12"}


def test_what_a_handout_covers_is_not_stated() -> None:
    assert codes("Dx: Neck strain. Handout given (covers posture, C6 radiculopathy and sleep).") == set()


def test_a_statement_knows_its_words_its_family_and_its_part_of_the_note() -> None:
    text = "HPI: Arm pain.\nASSESSMENT: C6 radiculopathy.\nADDENDUM: L4 radiculopathy also present."
    first, second = assessed(text).statements
    assert text[first.mention.start : first.mention.end] == "radiculopathy"
    assert first.family is Family.RADICULOPATHY
    assert (first.section, second.section) == ("assessment", "addendum")
    assert second.tier > first.tier


@pytest.mark.parametrize(
    "text",
    [
        "MRI ordered for left C7 radiculopathy.",
        "MRI will be repeated for the known C7 radiculopathy.",
        "EMG requested because of C7 radiculopathy.",
        "EMG positive for C7 radiculopathy, which matches my clinical diagnosis.",
        "The MRI explains it: C7 radiculopathy on the left.",
        "I will refer her to neurosurgery for C7 radiculopathy with weakness.",
        "Consent signed for an epidural for right C7 radiculopathy.",
        "The risks of the epidural for his C7 radiculopathy were explained.",
        "Dr. Ames's letter states that she has C7 radiculopathy.",
        "She asked about her C7 radiculopathy and driving.",
        "I explained to him and his wife that he has a left C7 radiculopathy.",
        "Here with husband for C7 radiculopathy.",
        "This 70-year-old grandmother has right C7 radiculopathy.",
        "Non-cardiac chest pain, C7 radiculopathy.",
        "Not the shoulder, it is C7 radiculopathy.",
        "C7 radiculopathy, not yet fully resolved.",
        "The C7 root is what is bothering her.",
        "The nerve at C6-C7 is pinched.",
    ],
)
def test_ordinary_words_around_a_diagnosis_leave_it_stated(text: str) -> None:
    assert codes(text) == {"M54.12"}


@pytest.mark.parametrize(
    "text",
    [
        "Started caring for her father, 88, who has lumbar radiculopathy.",
        "Husband on leave since summer with S1 radiculopathy.",
        "Maternal hx: left L5 radiculopathy, gestational hypertension.",
        "Her coworker has cervical radiculopathy and she lifts for two.",
        "Epidural: risks named were bleeding, infection, lasting radiculitis of a lumbar root.",
        "Has claimant any of: lumbar radiculopathy Y/N; seizures Y/N.",
        "Chart dx list as shown: HTN; lumbosacral radiculitis; obesity.\n\nRefill of lisinopril.",
        "This would be a lumbar radiculopathy, a thing for the clinic next door.",
        "You may have a pinched nerve in your neck if the arm tingles.",
        "She had read about lumbar radiculopathy online.",
    ],
)
def test_what_is_anothers_or_a_forms_or_only_imagined_is_not_stated(text: str) -> None:
    assert codes(text) == set()


def test_a_quotation_reaches_over_headings_of_its_line() -> None:
    handout = 'Handout: "Neck: pain in the arm. Low back (lumbar radiculopathy): pain in the leg."'
    assert codes(f"Dx: Wrist sprain.\n{handout}") == set()


def test_spinal_enthesitis_beside_that_of_a_limb_is_stated() -> None:
    assert codes("Assessment: Spinal enthesitis as part of psoriatic arthritis; Achilles enthesitis.") == {
        "M46.00"
    }
