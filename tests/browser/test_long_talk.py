"""Forty turns in one conversation: the last comes as quickly as the first, and none is lost."""

from __future__ import annotations

import time
from statistics import median

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import File, add_files, open_ask, settle, type_question, wait_until_loaded
from ui.parts.ask.earlier import SHOWN

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

TURNS = 40
#: Turns after which another tab asks a first question: the machine is as busy for both.
FIRST_EVERY = 4
MOST = 1.5
SHED = b"""# Bicycle shed

## Keys

A key to the bicycle shed costs 12 pounds and is given out at the front desk.

## Hours

The bicycle shed is open from 6 in the morning until 10 at night.

## Repairs

A pump and a repair stand are kept beside the door of the bicycle shed.
"""
QUESTIONS = (
    "What does a key to the bicycle shed cost?",
    "When is the bicycle shed open?",
    "Where is the pump of the bicycle shed kept?",
)


def seconds_to_ask(page: Page, turn: int) -> float:
    """Until the finished answer is on the page and the page is at rest."""
    question = f"{QUESTIONS[turn % len(QUESTIONS)]} I ask for the {turn + 1}. time."
    began = time.perf_counter()
    type_question(page, question)
    expect(page.locator("h2.question")).to_have_text(question)
    finished = page.locator("[class*=st-key-exchange-] .answer")
    expect(finished.locator(".said, .outcome").first).to_be_visible()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    return time.perf_counter() - began


def test_a_late_turn_is_as_quick_as_an_early_one(page: Page) -> None:
    add_files(page, [File("shed.md", SHED)], "Estates", owner="Estates Team")
    wait_until_loaded(page, "shed.md")
    open_ask(page)
    fresh = page.context.new_page()
    turns, firsts = [], []
    for turn in range(TURNS):
        turns.append(seconds_to_ask(page, turn))
        if turn % FIRST_EVERY == FIRST_EVERY - 1:
            open_ask(fresh)
            settle(fresh)
            firsts.append(seconds_to_ask(fresh, turn))
    fresh.close()

    late, first = median(turns[TURNS // 2 :]), median(firsts[len(firsts) // 2 :])
    assert late < MOST * first, f"the second half {late:.2f} s, a first question {first:.2f} s"

    earlier = page.locator("[class*=st-key-earlier-]")
    expect(earlier).to_have_count(SHOWN)
    page.get_by_text(f"{TURNS - 1 - SHOWN} questions before these").click()
    expect(earlier).to_have_count(TURNS - 1)
    oldest = earlier.first
    expect(oldest.locator(".answer")).to_have_count(0)  # comes when it is opened
    oldest.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(oldest.locator(".answer .words")).to_be_visible()
    expect(oldest.locator(".card").first).to_be_visible()
    page.reload()
    expect(page.locator("h2.question")).to_contain_text(f"I ask for the {TURNS}. time.")
    expect(earlier).to_have_count(SHOWN)
