"""Names, texts and questions that want to be more than words stay words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import (
    File,
    add_files,
    ask,
    open_ask,
    outcome,
    type_question,
    wait_until_loaded,
)

pytestmark = pytest.mark.browser

SCRIPT = "<img src=x onerror=\"window.pwned='{0}'\"><script>window.pwned='{0}'</script>"
TEXT = f"""# Kettle rules {SCRIPT.format("heading")}

The office kettle may be boiled 4 times a day {SCRIPT.format("text")}
![tracker](http://tracker.example/a.png) and [more](javascript:window.pwned='link') too.

</mark></blockquote><style>body {{ display: none }}</style> Kettle water is changed every Monday.
"""
NAME = "kettle <img src=x onerror=alert(1)>.txt"


def is_untouched(page: Page) -> bool:
    return bool(
        page.evaluate(
            """() => window.pwned === undefined
                && document.querySelectorAll('img[src="x"], img[src*="tracker"]').length === 0
                && document.querySelectorAll('a[href^="javascript"]').length === 0
                && getComputedStyle(document.body).display !== 'none'"""
        )
    )


def test_nothing_in_a_file_or_a_question_runs_or_is_fetched(page: Page) -> None:
    add_files(page, [File(NAME, TEXT.encode())], "<b>Kitchen</b>", owner=SCRIPT.format("owner"))
    wait_until_loaded(page, "kettle")
    expect(outcome(page, "kettle")).to_contain_text(NAME)
    assert is_untouched(page)

    page.get_by_role("link", name=NAME).first.click()
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
    assert is_untouched(page)

    open_ask(page)
    question = (
        f"How often may the office kettle be boiled? {SCRIPT.format('question')} **b** :red[x]"
    )
    answer = ask(page, question)
    expect(answer).to_contain_text("4 times a day")
    expect(page.locator(".card").first).to_contain_text("window.pwned='text'")
    assert is_untouched(page)

    page.locator(".card").first.get_by_role("link", name="Open in document").click()
    expect(page.locator("mark#words")).to_be_visible()
    expect(page.locator("article")).to_contain_text("<script>window.pwned='text'</script>")
    assert is_untouched(page)


def test_a_question_far_too_long_is_kept_and_told_so(page: Page) -> None:
    add_files(page, [File("tea.md", b"# Tea\n\nTea is served at four.\n")], "Kitchen", owner="Cook")
    wait_until_loaded(page, "tea.md")
    open_ask(page)
    type_question(page, "why " * 25_000)
    expect(page.locator(".answer")).to_contain_text("The question is too long")
    expect(page.locator("h2.question")).to_contain_text("why why why")
