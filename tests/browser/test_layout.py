"""Wide: conversations, answer, evidence side by side. Narrow: one column, nothing to the side."""

from __future__ import annotations

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.steps import (
    File,
    add_files,
    ask,
    evidence,
    open_ask,
    open_library,
    wait_until_loaded,
)

pytestmark = pytest.mark.browser

POLICY = b"""# Umbrella policy

Staff may borrow a departmental umbrella for 2 days when rain is forecast.
"""
QUESTION = "For how many days may staff borrow an umbrella?"


def box(thing: Locator) -> FloatRect:
    found = thing.bounding_box()
    assert found
    return found


def fits(page: Page) -> bool:
    return bool(
        page.evaluate(
            """() => { const main = document.querySelector('[data-testid=stMain]');
                return main.scrollWidth <= main.clientWidth; }"""
        )
    )


def test_both_pages_fit_from_a_phone_to_a_wide_screen(page: Page) -> None:
    add_files(page, [File("umbrella.md", POLICY)], "Weather", owner="Weather Team")
    wait_until_loaded(page, "umbrella.md")
    open_ask(page)
    answer = ask(page, QUESTION)
    expect(answer).to_contain_text("2 days")
    card, conversations = evidence(page).first, page.locator(".st-key-conversations")

    assert box(conversations)["x"] < box(answer)["x"] < box(card)["x"]
    assert abs(box(card)["y"] - box(answer)["y"]) < 150
    assert fits(page)

    for width, height in ((1099, 900), (390, 844), (320, 256)):  # 320: 1280 at 400 % zoom
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        assert box(card)["y"] > box(answer)["y"] + box(answer)["height"], width
        assert box(conversations)["y"] > box(card)["y"], width
        assert fits(page), width

    open_library(page)
    expect(page.get_by_role("heading", name="Search index")).to_be_visible()
    assert fits(page)


def test_nothing_of_streamlit_shows(page: Page) -> None:
    open_ask(page)
    for furniture in ("stHeader", "stToolbar", "stAppDeployButton", "stMainMenu", "stSidebar"):
        expect(page.get_by_test_id(furniture)).not_to_be_visible()
    expect(page).to_have_title("Ask – Bernard")


def test_words_stand_out_from_their_ground_in_the_dark_as_well(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    open_ask(page)
    colours = page.locator(".welcome h1").evaluate(
        """e => [getComputedStyle(e).color,
            getComputedStyle(document.querySelector('[data-testid=stMain]')).backgroundColor]"""
    )
    light, dark = (sum(int(n) for n in c.strip("rgb()").split(",")) for c in colours)
    assert light > 3 * 230 and dark < 3 * 40


def test_focus_marks_what_has_it_and_not_the_ground_of_the_whole_page(page: Page) -> None:
    open_ask(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # from the skip link to what scrolls: the page itself
    main = page.locator("main:focus")
    expect(main).to_have_css("outline-style", "solid")
    expect(main).to_have_css("background-color", "rgb(255, 255, 255)")
    page.keyboard.press("Tab")
    expect(page.locator("a:focus")).to_have_css("background-color", "rgb(255, 221, 0)")
