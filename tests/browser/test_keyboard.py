"""A reviewer's work by keyboard alone: no pointer moves in these tests."""

from __future__ import annotations

from tests.browser.conftest import Desk

C6 = (
    "HPI: Pain into the right thumb. MRI ordered.\r\nASSESSMENT: C6 radiculopathy 🙂 of the right arm. "
    "Also left L4 radiculopathy. Ibuprofen was tried."
)
NOTHING = "ASSESSMENT: Cervical strain. No radiculopathy."


def test_from_the_queue_to_a_decision_on_to_the_next_and_back_by_undo(desk: Desk) -> None:
    page = desk.page
    desk.post(NOTHING)
    stored = desk.post(C6)
    page.goto("/queue")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/notes/{stored}")
    page.keyboard.press("1")
    assert page.locator("#s1.in-focus").count() == 1
    page.keyboard.press("a")
    page.wait_for_url(f"**/notes/{stored}#s2")
    assert "Accepted" in page.inner_text("#s1 .standing")
    page.locator("#s2 a.focus:focus").wait_for()
    page.keyboard.press("a")
    page.wait_for_url(f"**/notes/*?from={stored}")
    page.locator("#note-name:focus").wait_for()
    assert "accepted" in page.inner_text(".said-before")
    assert "Nothing to code here" in page.inner_text("main")
    page.keyboard.press("u")
    page.wait_for_url(f"**/notes/{stored}")
    page.locator(".live", has_text="The decision is undone").wait_for()
    assert page.locator("#s2 .standing").count() == 0
    assert "Accepted" in page.inner_text("#s1 .standing")
    assert "no longer stands" in (page.text_content(".history") or "")
    # What was decided by keys is in the export and in the audit trail.
    exported = [row for row in desk.rows("decisions", "export") if row["decision"]["revision_id"] == stored]
    assert [(row["decision"]["decision"], row["stands"]) for row in exported] == [
        ("accept", True),
        ("accept", False),
        ("undo", False),
    ]
    trail = [row["action"] for row in desk.rows("audit", "list", "--json") if row["revision_id"] == stored]
    assert trail.count("decided") == 3 and "note.read" in trail


def test_a_rejection_takes_its_reason_and_a_correction_its_code(desk: Desk) -> None:
    page = desk.page
    stored = desk.post(C6)
    page.goto(f"/notes/{stored}")
    page.keyboard.press("2")
    page.keyboard.press("r")
    page.keyboard.type("Another region is meant")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/notes/{stored}#s1")
    assert "Another region is meant" in page.inner_text("#s2 .standing")
    assert "overrides the suggestion" in page.inner_text("#s2 .standing")
    page.keyboard.press("c")
    for key in ("End", "Tab", "Tab"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**from={stored}")
    assert "corrected to none of the nineteen" in page.inner_text(".said-before")
    page.keyboard.press("k")
    page.wait_for_url(f"**/notes/{stored}")
    assert "Corrected to none of the nineteen" in page.inner_text("#s1 .standing")


def test_nothing_to_code_is_agreed_with_by_one_key(desk: Desk) -> None:
    page = desk.page
    stored = desk.post(NOTHING)
    page.goto(f"/notes/{stored}")
    page.keyboard.press("a")
    page.wait_for_url(f"**={stored}")
    assert "rightly nothing" in page.inner_text(".said-before")


def test_a_gap_in_focus_is_copied_and_can_be_said_to_be_none(desk: Desk) -> None:
    page = desk.page
    stored = desk.post(C6)
    page.goto(f"/notes/{stored}")
    page.keyboard.press("1")
    page.keyboard.press("n")
    query = page.evaluate(
        "document.activeElement.closest('.requirement').querySelector('.query').textContent.trim()"
    )
    page.keyboard.press("y")
    page.wait_for_function("document.querySelector('.live').textContent !== ''")
    assert page.evaluate("navigator.clipboard.readText()") == query
    page.keyboard.press("g")
    page.wait_for_url(f"**/notes/{stored}#suggestions")
    assert "Said to be no gap" in page.inner_text("#s1")


def test_a_gap_that_none_can_tell_is_asked_for_and_the_keys_close_in_place(desk: Desk) -> None:
    page = desk.page
    stored = desk.post(C6)
    page.goto(f"/notes/{stored}")
    page.keyboard.press("1")
    page.keyboard.press("g")
    page.locator(".live", has_text="Focus a gap first").wait_for()
    at = page.evaluate("scrollY")
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    assert page.evaluate("scrollY") == at
    page.goto("/queue")
    page.keyboard.press("?")
    assert page.locator(".keys dl").is_visible()
    page.keyboard.press("?")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert "row-link" in page.evaluate("document.activeElement.className")


def test_a_form_that_fails_keeps_what_was_typed_and_the_focus(desk: Desk) -> None:
    page = desk.page
    stored = desk.post(C6)
    page.goto(f"/notes/{stored}")
    page.keyboard.press("h")
    page.keyboard.type("knee")
    with page.expect_response("**/decisions"):
        page.keyboard.press("Enter")
    page.wait_for_selector(".beside-field")
    assert page.input_value("#add [name=phrase]") == "knee"
    page.locator("#add [name=phrase]:focus").wait_for()
    desk.complaints.clear()  # The browser's own word for the status 422.


def test_selected_words_become_evidence_at_their_own_offsets(desk: Desk) -> None:
    """Past a Windows line end and a letter beyond the basic plane, where a browser counts otherwise."""
    page = desk.page
    stored = desk.post(C6)
    page.goto(f"/notes/{stored}")
    page.evaluate(
        """() => {
            const note = document.getElementById("note-text");
            const walker = document.createTreeWalker(note, NodeFilter.SHOW_TEXT);
            for (let node; (node = walker.nextNode()); ) {
                const at = node.data.indexOf("right arm");
                if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + "right arm".length);
            }
        }"""
    )
    page.keyboard.press("1")
    page.keyboard.press("h")
    for key in ("ArrowDown", "ArrowDown", "Tab", "Tab"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/notes/{stored}#note")
    assert page.inner_text(".added") == "right arm"
    start = C6.index("right arm")
    assert page.get_attribute(".added", "data-at") == str(start)
    assert "symptom or sign for M54.12, added by developer" in (page.get_attribute(".added", "title") or "")


def test_a_suggestion_in_focus_lights_its_own_words_and_no_others(desk: Desk) -> None:
    page = desk.page
    page.goto(f"/notes/{desk.post(C6)}")
    colours = "one => getComputedStyle(one).textDecorationColor"
    other = page.locator(".evidence.for-2:not(.for-1)").first
    before = other.evaluate(colours)
    page.keyboard.press("1")
    assert other.evaluate(colours) != before
    page.keyboard.press("2")
    assert other.evaluate(colours) == before


def test_keys_are_shown_on_demand_and_rest_while_somebody_types(desk: Desk) -> None:
    page = desk.page
    stored = desk.post(C6)
    page.goto(f"/notes/{stored}")
    page.keyboard.press("?")
    assert page.locator(".keys dl").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".keys dl").is_visible()
    page.keyboard.press("1")
    page.keyboard.press("r")
    page.keyboard.type("a u j q")
    assert page.url.startswith(f"{desk.address}/notes/{stored}")
    assert page.input_value("#s1 [name=reason]") == "a u j q"


def test_the_keys_can_be_turned_off_and_stay_so(desk: Desk) -> None:
    page = desk.page
    stored = desk.post(NOTHING)
    page.goto(f"/notes/{stored}")
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.reload()
    page.keyboard.press("1")
    page.keyboard.press("a")
    page.keyboard.press("?")
    assert not page.locator(".keys dl").is_visible()
    assert page.url == f"{desk.address}/notes/{stored}"
