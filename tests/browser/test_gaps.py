"""A question that the documents do not answer: told by keyboard, seen and closed in the library."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import File, add_files, ask, open_ask, open_library, wait_until_loaded

pytestmark = pytest.mark.browser

LEAVE = b"# Leave\n\nYou may carry over up to 10 days of leave if your manager agrees.\n"
QUESTION = "What colour is the moon over Jupiter?"


def test_told_by_keyboard_and_closed_by_a_curator(page: Page) -> None:
    add_files(page, [File("leave.md", LEAVE)], "HR Policy", owner="HR Policy Team")
    wait_until_loaded(page, "leave.md")
    open_ask(page)
    ask(page, QUESTION)
    expect(page.get_by_text("Owner of the nearest documents: HR Policy Team.")).to_be_visible()
    expect(page.get_by_text("This keeps your question, word for word")).to_be_visible()
    tell = page.get_by_role("button", name="Tell the owner")

    tell.focus()
    page.keyboard.press("Enter")

    told = page.locator(".told")
    expect(told).to_contain_text("HR Policy Team can see your question in the library.")
    tell.press("Enter")
    expect(told).to_contain_text("Told already, on")
    page.reload()
    expect(told).to_contain_text("Told on")

    asked_at = page.url
    open_library(page)
    rows = page.locator(".st-key-gaps")
    expect(rows).to_contain_text(QUESTION)
    expect(rows).to_contain_text("HR Policy Team")
    expect(rows.get_by_role("link", name="leave")).to_be_visible()
    rows.get_by_role("button", name="Done: question 1").press("Enter")
    expect(page.locator(".done")).to_contain_text(f"Closed: “{QUESTION}”")
    expect(page.get_by_text("None is open.")).to_be_visible()

    page.goto(asked_at)
    expect(page.locator(".told")).to_contain_text("closed on")
