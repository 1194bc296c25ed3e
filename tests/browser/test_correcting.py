"""A curator puts right what was wrongly given when a document was added."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import File, add_files, open_library, wait_until_loaded

pytestmark = pytest.mark.browser

BADGES = b"# Lanyard Rules\n\nContractors wear a purple lanyard in every building."


def test_owner_and_date_are_corrected(page: Page) -> None:
    add_files(page, [File("lanyards.md", BADGES)], "Security", owner="Secruity Team")
    wait_until_loaded(page, "lanyards.md")
    open_library(page)
    page.get_by_role("link", name="Lanyard Rules").first.click()
    page.get_by_text("Correct the owner or the dates").click()
    form = page.locator(".st-key-correct")
    form.get_by_label("Owner").fill("Security Team")
    form.get_by_role("spinbutton", name="day, In force since").click()
    page.keyboard.type("01042025")
    form.get_by_role("button", name="Save").click()

    expect(page.locator(".done")).to_contain_text("Saved")
    expect(page.get_by_text("Security · owner: Security Team")).to_be_visible()
    expect(page.get_by_role("cell", name="1 April 2025")).to_be_visible()
