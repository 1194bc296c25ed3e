"""A question with personal data on its way outside: explained, edited, asked otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.serving import Bernard
from tests.browser.steps import File, ask, open_ask
from tests.model_server import ModelServer, Reply, serving

pytestmark = pytest.mark.browser

LEAVE = b"""# Leave

## Carrying over

You may carry over up to 10 days of leave if your manager agrees before 31 March.
"""
QUESTION = "I am AB123456C: how many days of leave may I carry over?"
EDITED = "How many days of leave may I carry over?"


@pytest.fixture(scope="module")
def models() -> Iterator[ModelServer]:
    with serving() as server:
        server.script(Reply(("You may carry over up to 10 days of leave [1].",)))
        yield server


@pytest.fixture(scope="module")
def bernard(serve: Serve, models: ModelServer) -> Iterator[Bernard]:
    settings = {
        **models.environment(),
        "BERNARD_MODEL_LOCATION": "outside",
        "BERNARD_PERSONAL_DATA": "send-anyway",
    }
    with serve(settings, [File("leave.md", LEAVE)]) as served:
        yield served


@pytest.fixture
def stopped(page: Page, models: ModelServer) -> Page:
    """The question was asked and stopped; nothing has been sent."""
    models.requests.clear()
    open_ask(page)
    answer = ask(page, QUESTION)
    expect(answer).to_contain_text("The question was not sent: it holds personal data")
    expect(answer).to_contain_text("a National Insurance number")
    assert models.chats == []
    return page


def answered(page: Page, question: str) -> None:
    expect(page.locator("h2.question").last).to_have_text(question)
    checked = page.locator("[class*=st-key-exchange-] .answer").last
    expect(checked.locator(".checked, .unchecked, .said, .notice").first).to_be_visible()


def test_the_question_is_edited_and_asked(stopped: Page, models: ModelServer) -> None:
    stopped.get_by_label("Edit the question").fill(EDITED)
    stopped.get_by_label("Edit the question").press("Tab")
    stopped.get_by_role("button", name="Ask the edited question").click()
    answered(stopped, EDITED)
    assert models.chats
    assert "AB123456C" not in "".join(request.prompt for request in models.chats)
    expect(stopped.get_by_label("Edit the question")).to_have_count(0)


def test_it_is_answered_without_the_model(stopped: Page, models: ModelServer) -> None:
    stopped.get_by_role("button", name="without the language model").click()
    answered(stopped, QUESTION)
    expect(stopped.locator(".answer .remark").last).to_contain_text("Nothing was sent outside")
    assert models.chats == []


def test_it_is_sent_anyway_and_that_is_said(stopped: Page, models: ModelServer) -> None:
    stopped.get_by_role("button", name="Send anyway").click()
    answered(stopped, QUESTION)
    expect(stopped.locator(".answer .remark").last).to_contain_text("You chose to send it")
    assert "AB123456C" in models.chats[-1].prompt
    stopped.reload()  # it stays in the record
    expect(stopped.locator(".answer .remark").last).to_contain_text("You chose to send it")
