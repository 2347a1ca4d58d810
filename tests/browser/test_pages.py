"""Every page in light and dark, narrow and wide: axe finds nothing, nothing is cut off or from elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Workbench

NOTE = (
    """HPI: Six weeks of neck pain after a fall. No lumbar radiculopathy. Physical therapy helped little.
MRI cervical spine: C5-C6 disc bulge. EMG ordered. Mother had sciatica.
ASSESSMENT: Right C6 radiculopathy with numbness of the thumb. Possible left L5 radiculopathy.
Unbroken: """
    + "Pneumonoultramicroscopicsilicovolcanoconiosis" * 6
)
NOTHING = "ASSESSMENT: Cervical strain. No radiculopathy. Return if radiculopathy develops."


PATHS = ("/queue", "/queue?state=all&code=M46.09", "/try", "/codes", "/codes/M54.11", "/model", "/api")
AXE = Axe()


def faults(page: Page) -> list[str]:
    """Return what axe finds in light and then in dark, and whether the page is wider than its window.

    The scheme changes colours and nothing else, so that in dark the contrast alone is measured.
    """
    page.emulate_media(color_scheme="light")
    found = violations(AXE.run(page).response)
    page.emulate_media(color_scheme="dark")
    found += violations(page.evaluate("axe.run({runOnly: ['color-contrast'], resultTypes: ['violations']})"))
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{page.url} {one}" for one in found] + (["is too wide"] if wide > 0 else [])


def violations(results: dict[str, Any]) -> list[str]:
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in results["violations"]]


@pytest.mark.parametrize("width", [375, 1440])
def test_every_page_is_clean_in_light_and_dark(workbench: Workbench, width: int) -> None:
    desk = workbench.open(width)
    page = desk.page
    stored = desk.post(NOTE, claim={"codes": ["M54.2"]})
    nothing = desk.post(NOTHING)
    notes = (f"/notes/{stored}", f"/notes/{stored}#suggestions", f"/notes/{nothing}")
    found: list[str] = []
    for path in (*PATHS, *(notes if width == 375 else notes[::2])):
        page.goto("about:blank")
        page.goto(path)
        page.evaluate(
            "for (const one of document.querySelectorAll('main details:not(.keys, .act)')) one.open = true"
        )
        found += faults(page)
    page.goto("/try")
    page.fill("[name=text]", NOTHING)
    page.click("text=Suggest")
    found += faults(page)
    desk.context.close()
    assert found == []
    assert desk.complaints == []
    assert desk.strays == []


def test_the_sign_in_page_is_clean(workbench: Workbench) -> None:
    context = workbench.browser.new_context(base_url=workbench.address)
    page = context.new_page()
    page.goto("/queue")
    assert page.url.startswith(f"{workbench.address}/sign-in")
    found = faults(page)
    context.close()
    assert found == []


def test_narrow_pages_have_two_tabs_which_the_links_between_them_turn(workbench: Workbench) -> None:
    desk = workbench.open(375)
    page = desk.page
    page.goto(f"/notes/{desk.post(NOTE)}")
    text, suggestions = page.locator("#note-text"), page.locator("#s1")
    assert text.is_visible() and not suggestions.is_visible()
    page.click(".tabs >> text=Suggestions")
    assert suggestions.is_visible() and not text.is_visible()
    page.locator("#s1 .quote").first.click()
    assert text.is_visible() and not suggestions.is_visible()
    page.locator(".evidence.for-1").first.click()
    assert suggestions.is_visible()
    desk.context.close()


def test_without_script_a_note_is_read_and_decided_all_the_same(workbench: Workbench) -> None:
    context = workbench.browser.new_context(java_script_enabled=False, base_url=workbench.address)
    context.add_cookies(workbench.cookies)  # type: ignore[arg-type]
    page = context.new_page()
    body = {"note": {"text": NOTE}, "store": True}
    stored = page.request.post("/v1/suggestions", data=body).json()["id"]
    page.goto(f"/notes/{stored}#s1")
    page.click("#s1 summary:has-text('Reject')")
    page.fill("#s1 [name=reason]", "Another region is meant")
    page.click("#s1 button:has-text('Reject')")
    page.goto(f"/notes/{stored}")
    assert "Rejected" in page.inner_text("#s1 .standing")
    context.close()
