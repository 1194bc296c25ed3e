"""Two teams drop a file of one name; a curator says what the second is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import File, add_files, outcome, wait_until_loaded

pytestmark = pytest.mark.browser

ROOFS = b"# Roofs\n\nNobody goes on a roof alone, and never in a storm."
DESKS = b"# Desks\n\nEvery desk is cleared before the cleaners come at night."


def test_two_files_of_one_name(page: Page) -> None:
    add_files(page, [File("notes.md", ROOFS), File("notes.md", DESKS)], "Estates", owner="Estates")
    wait_until_loaded(page, "notes.md")
    question = outcome(page, "goes by the same name")
    expect(question).to_contain_text("“Roofs” goes by the same name, notes.md")
    expect(question).to_contain_text("nothing was replaced")
    page.get_by_role("button", name="A document of its own").click()
    wait_until_loaded(page, "notes.md (2)")
    for title in ("Roofs", "Desks"):
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
