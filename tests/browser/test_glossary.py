"""The glossary as a curator meets it: a loaded document suggests, the keyboard decides."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import File, add_files, open_library, wait_until_loaded

pytestmark = pytest.mark.browser

POLICY = b"The Senior Responsible Owner (SRO) and the Programme Board (PB) meet on Mondays."


def test_a_suggestion_is_confirmed_by_keyboard(page: Page) -> None:
    add_files(page, [File("boards.md", POLICY)], "Projects", owner="Projects Unit")
    wait_until_loaded(page, "boards.md")
    open_library(page)
    glossary = page.locator(".st-key-glossary")
    expect(page.get_by_text("2 suggestions to decide on, 0 confirmed")).to_be_visible()

    glossary.locator("summary").focus()
    page.keyboard.press("Enter")
    confirm = glossary.get_by_role("button", name="Confirm SRO", exact=True)
    expect(confirm).to_be_visible()
    for _ in range(12):  # search, then the rows in reading order
        page.keyboard.press("Tab")
        if confirm.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(page.locator(".done")).to_contain_text("Confirmed: SRO is Senior Responsible Owner.")
    expect(page.get_by_text("1 suggestion to decide on, 1 confirmed")).to_be_visible()
    expect(glossary.get_by_text("Confirmed by local on")).to_be_visible()  # it stays open

    glossary.get_by_role("link", name="boards").first.click()
    expect(page.locator("mark#words")).to_contain_text("(PB)")
