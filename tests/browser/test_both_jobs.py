"""Both jobs as people do them: Tom loads the policies, Amira asks about them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from assistant.sample import documents_dir
from tests.browser.serving import Bernard
from tests.browser.steps import (
    File,
    add_files,
    ask,
    evidence,
    open_ask,
    open_library,
    outcome,
    wait_until_loaded,
)

pytestmark = pytest.mark.browser

BOATS = """# Rowing boat hire

## Who may hire a boat

Any member of staff may hire a departmental rowing boat for 3 hours on a Saturday.

## Cost

The hire of a rowing boat costs £7, paid to the boathouse keeper.
"""
COST = "What does a rowing boat cost to hire?"

FIVE_FORMATS = (
    "hr-policy/annual-leave-policy-2026.docx",
    "hr-policy/sickness-absence-policy.odt",
    "hr-policy/raising-a-concern.pdf",
    "hr-policy/flexible-working-policy.html",
    "hr-policy/special-leave-policy.md",
)


def sample_file(path: str) -> File:
    return File(path.rsplit("/", 1)[-1], (documents_dir() / path).read_bytes())


def test_five_formats_and_a_broken_file(page: Page) -> None:
    files = [sample_file(path) for path in FIVE_FORMATS]
    broken = File("broken.docx", b"PK\x03\x04 and then nothing that Word wrote")

    add_files(page, [*files, broken], "HR Policy", owner="People Directorate")

    expect(page.locator("table.jobs tbody tr")).to_have_count(6)
    page.reload()  # a reload changes nothing: the jobs are the catalogue's
    for file in files:
        wait_until_loaded(page, file.name)
        expect(outcome(page, file.name)).to_contain_text("passages")
    refused = outcome(page, broken.name)
    expect(refused).to_contain_text("Not loaded")
    expect(refused).to_contain_text("Refused")
    expect(page.locator(".overview").first).to_contain_text("5 documents in force")


def test_a_question_its_source_and_a_follow_up(page: Page) -> None:
    open_ask(page)
    expect(page.get_by_text("Bernard answers from 5 documents in HR Policy")).to_be_visible()
    expect(page.get_by_text("What leaves the building: nothing.")).to_be_visible()

    answer = ask(page, "How many days can be carried over into the next leave year?")

    expect(answer).to_contain_text("From the documents (no language model was used):")
    expect(answer).to_contain_text("carry over up to 10 days")
    expect(answer).to_contain_text("Quoted word for word.")

    mark = answer.locator("a.mark").first
    mark.focus()
    page.keyboard.press("Enter")  # no mouse is needed
    card = page.locator(".card:target")
    expect(card).to_be_in_viewport()
    expect(card).to_contain_text("Annual Leave Policy 2026")
    expect(card.locator("mark").first).to_be_visible()

    page.get_by_text("How this answer was made").click()
    expect(page.locator("details.how")).to_contain_text("by its meaning")

    conversation = page.url
    card.get_by_role("link", name="Open in document").click()
    words = page.locator("mark#words")
    expect(words).to_be_in_viewport()
    expect(words).to_contain_text("carry over up to 10 days")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Annual Leave Policy 2026")

    page.goto(conversation)
    follow_up = ask(page, "And who has to agree to it?")
    expect(follow_up.locator(".words")).to_contain_text("deputy director")
    expect(page.locator("[class*=st-key-earlier-]")).to_have_count(1)


def test_replacing_changes_the_answer_and_withdrawing_ends_it(page: Page) -> None:
    add_files(page, [File("boats.md", BOATS.encode())], "Sport", owner="Sport Club")
    wait_until_loaded(page, "boats.md")
    open_ask(page)
    expect(ask(page, COST)).to_contain_text("£7")

    open_library(page)
    page.get_by_role("link", name="Rowing boat hire").click()
    expect(page.get_by_text("The new file becomes the next version.")).to_be_visible()
    newer = BOATS.replace("£7", "£9")
    page.locator("input[type=file]").set_input_files([File("boats-2.md", newer.encode()).payload])
    page.get_by_role("button", name="Replace this document").click()
    expect(page.locator("tr", has_text="Version 2")).to_contain_text("In force", timeout=60_000)
    expect(page.locator("tr", has_text="Version 1")).to_contain_text("Superseded")

    open_ask(page)
    newer_answer = ask(page, COST)
    expect(newer_answer).to_contain_text("£9")
    expect(newer_answer).not_to_contain_text("£7")

    open_library(page)
    page.get_by_role("link", name="Rowing boat hire").click()
    page.get_by_role("button", name="Withdraw this document").click()
    expect(page.get_by_text("The document is withdrawn")).to_be_visible()

    open_ask(page)
    gone = ask(page, COST)
    expect(gone).to_contain_text("The documents do not answer this")
    expect(evidence(page).filter(has_text="Rowing boat hire")).to_have_count(0)

    open_library(page)
    page.get_by_role("link", name="Rowing boat hire").click()
    page.get_by_role("button", name="Put version 1 in force again").click()
    expect(page.get_by_text("Version 1 is in force again.")).to_be_visible()
    open_ask(page)
    expect(ask(page, COST)).to_contain_text("£7")


def test_a_conversation_survives_a_reload_and_a_restart_until_it_is_deleted(
    page: Page, bernard: Bernard
) -> None:
    open_ask(page)
    ask(page, "What is the annual leave carry over limit?")
    said = page.locator(".answer .words").inner_text()
    address = page.url

    page.reload()
    expect(page.locator(".answer .words")).to_have_text(said, use_inner_text=True)

    bernard.stop()
    bernard.start()
    page.goto(address)
    expect(page.locator(".answer .words")).to_have_text(said, use_inner_text=True)
    listed = page.locator(".st-key-conversations")
    expect(listed).to_contain_text("What is the annual leave carry over limit?")

    page.get_by_role("button", name="Delete this conversation").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("The conversation was deleted.")).to_be_visible()
    expect(listed).not_to_contain_text("What is the annual leave carry over limit?")
    page.goto(address)
    expect(page.get_by_text("There is no such conversation.")).to_be_visible()


def test_the_index_says_that_it_is_well_and_can_be_rebuilt(page: Page) -> None:
    open_library(page)
    expect(page.locator(".health-good")).to_be_visible()
    page.get_by_role("button", name="Rebuild the search index").click()
    expect(page.locator(".done")).to_be_visible()
    expect(page.locator(".health-good")).to_be_visible()
