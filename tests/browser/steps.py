"""What people do on the pages, in their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Locator, Page, expect

#: Milliseconds a batch of small files may take to load on a busy machine.
LOADED_WITHIN = 90_000


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: bytes

    @property
    def payload(self) -> FilePayload:
        return {
            "name": self.name,
            "mimeType": "application/octet-stream",
            "buffer": self.content,
        }


def open_library(page: Page) -> None:
    page.goto("/library")
    expect(page.get_by_role("heading", name="Library", exact=True)).to_be_visible()


def add_files(page: Page, files: Sequence[File], collection: str, owner: str = "") -> None:
    """Adds them into a collection, new where an owner is given."""
    open_library(page)
    form = page.locator(".st-key-add-documents")
    form.locator("details").wait_for()
    if form.locator("details").first.get_attribute("open") is None:
        form.locator("summary").first.click()
    uploader = form.locator("input[type=file]")
    uploader.wait_for(state="attached")
    choose(page, "Collection", "A new collection" if owner else collection)
    if owner:
        fill(page, "Name of the new collection", collection)
        fill(page, "Owner of the new collection", owner)
    settle(page)
    uploader.set_input_files([file.payload for file in files])
    many = "file" if len(files) == 1 else "files"
    page.get_by_role("button", name=f"Add {len(files)} {many}", exact=True).click()
    expect(page.get_by_text("being loaded")).to_be_visible()


def outcome(page: Page, file_name: str) -> Locator:
    """The row of an added file."""
    return page.locator("table.jobs tr", has_text=file_name).first


def wait_until_loaded(page: Page, file_name: str) -> None:
    state = outcome(page, file_name).locator(".state.good")
    expect(state).to_be_visible(timeout=LOADED_WITHIN)


def choose(page: Page, name: str, option: str) -> None:
    """Opens the list again where a redraw of the page has just closed it."""
    box = page.get_by_role("combobox", name=name, exact=True)
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(5):
        box.click()
        page.wait_for_timeout(500)
        if wanted.is_visible():
            break
    wanted.click()


def fill(page: Page, name: str, words: str) -> None:
    page.get_by_label(name, exact=True).fill(words)
    page.keyboard.press("Tab")


def settle(page: Page) -> None:
    """Waits until the page has been drawn whole, as a person does before the next move."""
    page.wait_for_timeout(300)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def open_ask(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Ask about the department's policies")).to_be_visible()


def ask(page: Page, question: str) -> Locator:
    """Types a question, waits for its finished answer and returns it."""
    type_question(page, question)
    expect(page.locator("h2.question").last).to_have_text(question)
    answer = page.locator("[class*=st-key-exchange-] .answer")
    expect(answer.locator(".checked, .unchecked, .said, .outcome").first).to_be_visible()
    return answer


def type_question(page: Page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def evidence(page: Page) -> Locator:
    return page.locator("[class*=st-key-exchange-] .card")
