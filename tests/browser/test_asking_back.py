"""A question back: its options are buttons that the keyboard can press, also in a reopened talk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import File, add_files, ask, open_ask, settle, wait_until_loaded

pytestmark = pytest.mark.browser

ABROAD = b"""# Working from abroad

## Who cannot

You cannot work from abroad if you:

- are in your probation period;
- hold Developed Vetting clearance; or
- have a role that must be done on site.

## Longer stays

Longer stays abroad are agreed by the Director of People.
"""
QUESTION = "Can I work from abroad?"
CHOSEN = "hold Developed Vetting clearance"


def test_an_option_is_sent_as_the_next_turn_by_keyboard(page: Page) -> None:
    add_files(page, [File("abroad.md", ABROAD)], "HR Policy", owner="HR Policy Team")
    wait_until_loaded(page, "abroad.md")
    open_ask(page)
    ask(page, QUESTION)
    expect(page.get_by_role("heading", name="Which of these is so in your case?")).to_be_visible()
    answer = page.locator("[class*=st-key-exchange-]")
    option = answer.get_by_role("button", name=CHOSEN, exact=True)
    expect(option).to_be_visible()
    expect(answer.locator(".words li")).to_have_count(0)  # not as a list as well
    expect(answer.get_by_role("button", name="None of these")).to_be_visible()

    page.reload()
    expect(option).to_be_visible()
    answer.locator("a.mark").first.focus()
    for _ in range(4):  # from the rule to its conditions, in reading order
        page.keyboard.press("Tab")
        if option.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(page.locator("h2.question")).to_have_text(CHOSEN)
    expect(answer.locator(".answer .words").first).to_contain_text("probation")
    earlier = page.locator("[class*=st-key-earlier-]")
    earlier.locator("summary").first.click()
    expect(earlier).to_contain_text("Which of these is so in your case?")
    expect(earlier.get_by_role("button", name=CHOSEN)).to_have_count(0)


def test_a_conversation_opened_from_the_list_goes_on_where_it_was(page: Page) -> None:
    open_ask(page)
    ask(page, QUESTION)
    address = page.url
    page.goto("/")
    page.locator(".st-key-conversations").get_by_role("link", name=QUESTION).first.click()
    expect(page.locator("h2.question")).to_have_text(QUESTION)
    expect(page).to_have_url(address)

    page.get_by_role("button", name="None of these").click()

    expect(page.locator("h2.question")).to_have_text("No, none of these.")
    expect(page.locator("[class*=st-key-earlier-]")).to_have_count(1)
    expect(page).to_have_url(address)
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    settle(page)
    page.get_by_role("link", name="New question").click()
    expect(page.get_by_role("heading", name="Ask about the department's policies")).to_be_visible()
    settle(page)
    ask(page, "Who agrees longer stays abroad?")
    expect(page.locator("[class*=st-key-earlier-]")).to_have_count(0)


def test_a_question_comes_into_sight_wherever_one_had_read_to(page: Page) -> None:
    page.set_viewport_size({"width": 700, "height": 475})  # 1400 at 200 % zoom
    open_ask(page)
    ask(page, QUESTION)
    page.wait_for_timeout(1_500)  # the question holds the page for a second
    page.get_by_text("Delete this conversation").scroll_into_view_if_needed()
    expect(page.locator("h2.question")).not_to_be_in_viewport()

    ask(page, "Who agrees longer stays abroad?")

    settle(page)
    expect(page.locator("h2.question")).to_be_in_viewport()


def test_the_help_page_says_what_is_kept_and_which_page_is_open(page: Page) -> None:
    open_ask(page)
    page.get_by_role("link", name="Help").click()
    expect(page.get_by_role("heading", name="What is kept, where and for whom")).to_be_visible()
    expect(page.get_by_text("keeps your question, word for word, for the owner")).to_be_visible()
    # As a list: while one page gives way to the other, both links may be marked for an instant.
    expect(page.locator("[aria-current=page]")).to_have_text(["Help"])
    page.get_by_role("link", name="Ask", exact=True).click()
    expect(page.locator("[aria-current=page]")).to_have_text(["Ask"])
