"""Decisions by the page's forms: each is kept, shown, and can be taken back."""

from __future__ import annotations

import html
import re

import pytest

from service.store import State, Verdict
from tests.web.pages.conftest import Kept

NOTE = "HPI: pain in the right thumb, and in the left thumb.\nASSESSMENT: C6 radiculopathy. MRI ordered."
NOTHING = "ASSESSMENT: Cervical strain."


def standing(kept: Kept, stored: str) -> list[str]:
    page = kept.client.get(f"/notes/{stored}").text
    found = re.findall(r'<div class="standing[^"]*">(.*?)<form', page, re.S)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in found]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"decision": "accept"}, "Accepted by developer"),
        ({"decision": "accept", "comment": "as discussed"}, "“as discussed”"),
        ({"decision": "reject", "reason": "Not current"}, "overrides the suggestion “Not current”"),
        ({"decision": "correct", "corrected_code": "M54.13"}, "Corrected to M54.13"),
        ({"decision": "correct", "corrected_code": "none"}, "Corrected to none of the nineteen"),
    ],
)
def test_a_decision_stays_visible_with_who_made_it(kept: Kept, form: dict[str, str], said: str) -> None:
    stored = kept.post(NOTE)
    assert kept.decide(stored, code="M54.12", **form).status_code == 303
    (shown,) = standing(kept, stored)
    assert said in shown


def test_a_decision_leads_on_to_the_next_note_that_waits_and_at_last_to_the_queue(kept: Kept) -> None:
    older, newer = kept.post(NOTHING), kept.post(NOTE)
    assert kept.decide(newer, decision="accept", code="M54.12").location == f"/notes/{older}?from={newer}"
    assert kept.decide(older, decision="accept").location == f"/queue?done={older}"
    assert "rightly nothing" in kept.client.get(f"/queue?done={older}").text


def test_a_note_of_several_suggestions_is_gone_through_before_the_next(kept: Kept) -> None:
    stored = kept.post("ASSESSMENT: C6 radiculopathy. Also L4 radiculopathy.")
    ranks = [suggestion.code for suggestion in kept.suggester.suggest(
        "ASSESSMENT: C6 radiculopathy. Also L4 radiculopathy.").suggestions]  # fmt: skip
    page = kept.client.get(f"/notes/{stored}").text
    assert set(re.findall(r'name="next" value="(s\d)"', page)) == {"s1", "s2"}
    answer = kept.decide(stored, decision="accept", code=ranks[0], next="s2")
    assert answer.location == f"/notes/{stored}#s2"
    page = kept.client.get(f"/notes/{stored}").text
    assert set(re.findall(r'name="next" value="(s\d)"', page)) == {"s2"}
    last = kept.decide(stored, decision="accept", code=ranks[1], next="//elsewhere")
    assert last.location == f"/queue?done={stored}"


POSSIBLE = "ASSESSMENT: Possible C6 radiculopathy."
DISPLACED = "ASSESSMENT: Cervical spondylosis with C6 radiculopathy."


@pytest.mark.parametrize(
    ("text", "button", "said"),
    [
        (NOTE, "Accept M54.12", "Accepted by"),
        (POSSIBLE, "Agree: query, not coded", "Agreed: query, not coded by"),
        (DISPLACED, "Agree: M47.22 in its place", "Agreed: another code in its place by"),
    ],
)
def test_to_accept_says_in_words_what_is_agreed_to_and_overrides_nothing(
    kept: Kept, text: str, button: str, said: str
) -> None:
    stored = kept.post(text)
    assert button in kept.client.get(f"/notes/{stored}").text
    kept.decide(stored, decision="accept", code="M54.12")
    (shown,) = standing(kept, stored)
    assert said in shown and "overrides" not in shown
    assert kept.store.notes.facts(stored).state is State.DONE


def test_a_query_is_coded_anyway_by_a_correction_to_its_own_code(kept: Kept) -> None:
    stored = kept.post(POSSIBLE)
    assert '<option value="M54.12">Code M54.12 anyway' in kept.client.get(f"/notes/{stored}").text
    kept.decide(stored, decision="correct", code="M54.12", corrected_code="M54.12")
    assert "Coded anyway by developer" in standing(kept, stored)[0]
    assert "overrides the suggestion" in standing(kept, stored)[0]
    assert "anyway" not in kept.client.get(f"/notes/{kept.post(NOTE)}").text


def test_a_half_decided_note_waits_and_comes_back_by_an_undo(kept: Kept) -> None:
    stored = kept.post("ASSESSMENT: C6 radiculopathy. Also L4 radiculopathy.")
    kept.decide(stored, decision="accept", code="M54.12")
    assert f"/notes/{stored}" in kept.client.get("/queue").text
    kept.decide(stored, decision="accept", code="M54.16")
    assert f'row-link" href="/notes/{stored}' not in kept.client.get("/queue").text
    kept.client.post(f"/notes/{stored}/undo", data={"decision_id": kept.store.decisions.of(stored)[-1].id})
    assert f'row-link" href="/notes/{stored}' in kept.client.get("/queue").text


def test_an_earlier_decision_stays_in_the_history_and_an_undo_brings_it_back(kept: Kept) -> None:
    stored = kept.post(NOTE)
    kept.decide(stored, decision="accept", code="M54.12")
    kept.decide(stored, decision="reject", code="M54.12", reason="On second thoughts")
    page = kept.client.get(f"/notes/{stored}").text
    assert "Rejected" in standing(kept, stored)[0]
    assert "no longer stands" in page
    rejected = kept.store.decisions.of(stored)[-1]
    answer = kept.client.post(f"/notes/{stored}/undo", data={"decision_id": rejected.id})
    assert (answer.status_code, answer.location) == (303, f"/notes/{stored}")
    assert "Accepted" in standing(kept, stored)[0]


def test_an_undo_twice_is_refused_in_words(kept: Kept) -> None:
    stored = kept.post(NOTE)
    kept.decide(stored, decision="accept", code="M54.12")
    made = kept.store.decisions.of(stored)[0].id
    kept.client.post(f"/notes/{stored}/undo", data={"decision_id": made})
    answer = kept.client.post(f"/notes/{stored}/undo", data={"decision_id": made})
    assert answer.status_code == 422 and "undone already" in answer.text


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"decision": "reject", "code": "M54.12", "reason": " "}, "needs its reason"),
        ({"decision": "correct", "code": "M54.12", "corrected_code": ""}, "Choose the code"),
        ({"decision": "perhaps", "code": "M54.12"}, "no decision"),
        ({"decision": "evidence", "code": "M54.12", "role": "sign", "phrase": "knee"}, "do not stand"),
        ({"decision": "evidence", "code": "M54.12", "role": "sign", "phrase": "thumb"}, "more than once"),
    ],
)
def test_a_form_that_decides_nothing_says_why_and_keeps_nothing(
    kept: Kept, form: dict[str, str], why: str
) -> None:
    stored = kept.post(NOTE)
    answer = kept.decide(stored, **form)
    assert answer.status_code == 422
    assert why in answer.text
    assert kept.store.decisions.of(stored) == ()


@pytest.mark.parametrize(
    ("form", "filled"),
    [
        ({"decision": "evidence", "code": "M54.12", "role": "study", "phrase": "knee"},
         ['value="knee"', '<option value="study" selected']),
        ({"decision": "correct", "code": "M54.12", "corrected_code": "M54.12", "comment": "so it is"},
         ['value="so it is"']),
        ({"decision": "reject", "code": "M54.12", "reason": " ", "comment": "not so"}, ['value="not so"']),
        ({"decision": "comment", "code": "M54.12", "comment": "x" * 2001}, ["x" * 2001]),
    ],
)  # fmt: skip
def test_a_form_that_fails_comes_back_filled_with_what_is_wrong_beside_it(
    kept: Kept, form: dict[str, str], filled: list[str]
) -> None:
    page = kept.decide(kept.post(NOTE), **form).text
    for words in filled:
        assert words in page
    assert page.count('class="fault beside-field"') == 1
    form_at = page.index(f'name="decision" value="{form["decision"]}"')
    assert 0 < page.index("beside-field") - form_at < 200


@pytest.mark.parametrize("place", ["decisions", "undo"])
def test_an_address_that_forms_are_sent_to_leads_to_the_note_when_opened(kept: Kept, place: str) -> None:
    stored = kept.post(NOTE)
    answer = kept.client.get(f"/notes/{stored}/{place}")
    assert (answer.status_code, answer.location) == (302, f"/notes/{stored}")


def test_a_comment_stands_alone_and_the_note_waits_on(kept: Kept) -> None:
    stored = kept.post(NOTE)
    kept.decide(stored, decision="comment", code="M54.12", comment="Ask Dr Quokka")
    assert "Commented on by developer" in standing(kept, stored)[0]
    assert "“Ask Dr Quokka”" in standing(kept, stored)[0]
    assert kept.store.notes.facts(stored).state is State.WAITING
    assert "Quokka" not in kept.client.get("/queue").text


def test_words_typed_as_evidence_are_found_where_they_stand(kept: Kept) -> None:
    stored = kept.post(NOTE)
    kept.decide(stored, decision="evidence", code="M54.12", role="sign", phrase="right thumb")
    (made,) = kept.store.decisions.of(stored)
    assert made.decision is Verdict.EVIDENCE
    assert (made.start, made.end) == (NOTE.index("right thumb"), NOTE.index("right thumb") + 11)
    assert "added by developer" in kept.client.get(f"/notes/{stored}").text


def test_a_gap_said_to_be_none_keeps_its_note_waiting(kept: Kept) -> None:
    stored = kept.post(NOTE)
    answer = kept.decide(stored, decision="gap_wrong", code="M54.12", requirement="imaging")
    assert answer.location == f"/notes/{stored}#suggestions"
    assert "Said to be no gap: imaging" in standing(kept, stored)[0]
    page = kept.client.get(f"/notes/{stored}").text
    assert page.count("<s>missing</s>") == 1
    assert kept.store.notes.facts(stored).state.value == "waiting"


def test_a_revision_says_which_gaps_closed_and_which_opened(kept: Kept) -> None:
    first = kept.post("ASSESSMENT: C6 radiculopathy. Six weeks of physical therapy.", id="bar-1")
    second = kept.post(
        "ASSESSMENT: C6 radiculopathy. MRI cervical spine: C5-C6 foraminal stenosis.", id="bar-1"
    )
    page = " ".join(re.sub(r"<[^>]+>", " ", kept.client.get(f"/notes/{second}").text).split())
    assert "Closed since revision 1: imaging of M54.12" in page
    assert "Opened: " in page and "conservative treatment of M54.12" in page
    earlier = kept.client.get(f"/notes/{first}").text
    assert "a later revision is there" in earlier


def test_every_reading_is_in_the_audit_trail_and_so_is_every_decision(kept: Kept) -> None:
    stored = kept.post(NOTE)
    kept.client.get(f"/notes/{stored}")
    kept.decide(stored, decision="accept", code="M54.12")
    trail = [entry.action.value for entry in kept.store.audit.entries() if entry.revision_id == stored]
    assert trail == ["note.stored", "note.read", "decided"]


def test_a_form_without_the_sessions_token_changes_nothing(kept: Kept) -> None:
    stored = kept.post(NOTE)
    form = {"decision": "accept", "code": "M54.12"}
    answer = kept.client.post(f"/notes/{stored}/decisions", data=form, headers={"X-CSRF-Token": "no"})
    assert answer.status_code == 403
    assert kept.store.decisions.of(stored) == ()


def test_a_note_that_is_not_there_is_a_page_that_says_so(kept: Kept) -> None:
    nowhere = "0199c9f2-0000-7000-8000-000000000001"
    for answer in (
        kept.client.get(f"/notes/{nowhere}"),
        kept.decide(nowhere, decision="accept"),
        kept.client.post(f"/notes/{nowhere}/undo", data={"decision_id": nowhere}),
    ):
        assert (answer.status_code, answer.mimetype) == (404, "text/html")
        assert "Nothing is here" in answer.text
