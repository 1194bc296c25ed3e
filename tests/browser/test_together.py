"""People asking at once, each on a socket; what a turn sends does not grow with the talk."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page

from tests.browser.serving import Bernard
from tests.browser.steps import File, add_files, wait_until_loaded
from tests.lab.page_client import ChatPage
from ui.parts.ask.earlier import SHOWN

pytestmark = pytest.mark.browser

LOCKERS = b"""# Lockers

A locker key costs 4 pounds. Lockers are emptied on the last Friday of each month.
"""
QUESTIONS = ("What does a locker key cost?", "When are lockers emptied?")


async def _asks(port: int, turns: int) -> list[int]:
    """Messages that each turn's answer took. Raises NotAnswered for one that did not come."""
    sent = []
    async with ChatPage(port) as page:
        await page.open()
        for turn in range(turns):
            before = page.messages
            await page.ask(f"{QUESTIONS[turn % 2]} ({turn})")
            sent.append(page.messages - before)
    return sent


async def _together(port: int, people: int, turns: int) -> list[list[int]]:
    return await asyncio.gather(*(_asks(port, turns) for _ in range(people)))


def test_nobody_is_lost_and_a_late_turn_sends_no_more(page: Page, bernard: Bernard) -> None:
    add_files(page, [File("lockers.md", LOCKERS)], "Estates", owner="Estates Team")
    wait_until_loaded(page, "lockers.md")

    with ThreadPoolExecutor(1) as apart:  # Playwright has a loop of its own in this thread
        everybody = apart.submit(asyncio.run, _together(bernard.port, 3, SHOWN + 5)).result()
    for sent in everybody:
        first, second, late = sent[0], sent[1], sent[SHOWN + 1 :]
        assert second < first  # a follow-up leaves what stands around the talk as it is
        assert max(late) <= second + SHOWN + 8, sent  # some turns draw more pieces than others
