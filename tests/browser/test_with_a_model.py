"""With a chat model: streaming, Stop, a closed tab, dead links, a model that fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.serving import Bernard
from tests.browser.steps import File, ask, open_ask, type_question
from tests.model_server import ModelServer, Reply

pytestmark = pytest.mark.browser

LEAVE = b"""# Leave

## Carrying over

You may carry over up to 10 days of leave if your manager agrees before 31 March.
"""
QUESTION = "How many days of leave may I carry over?"


@pytest.fixture(scope="module")
def bernard(serve: Serve, models: ModelServer) -> Iterator[Bernard]:
    environment = {**models.environment(), "BERNARD_MODEL_TIMEOUT_SECONDS": "3"}
    with serve(environment, [File("leave.md", LEAVE)]) as served:
        yield served


def test_the_answer_is_checked_and_its_links_are_dead(page: Page, models: ModelServer) -> None:
    models.script(
        Reply(
            (
                "You may carry over up to 10 days of leave ",
                "if your manager agrees before 31 March [1]. ",
                "![x](http://tracker.example/?q=secret) <img src=http://tracker.example/b>",
                "See [this](http://phishing.example) [1].",
            )
        )
    )
    open_ask(page)
    expect(page.get_by_text("go to the language model test-model at 127.0.0.1")).to_be_visible()

    answer = ask(page, QUESTION)

    expect(answer).to_contain_text("up to 10 days of leave")
    expect(answer.locator("a.mark").first).to_be_visible()
    assert page.locator(".answer a:not(.mark), .answer img").count() == 0
    summary = page.locator("details.how summary")
    summary.focus()
    page.keyboard.press("Enter")
    made = page.locator("details.how")
    expect(made.get_by_role("heading", name="Requests to outside models")).to_be_visible()
    host = models.endpoint.removeprefix("http://")
    sent = sum(len(message["content"]) for message in models.chats[-1].messages)
    for words in (
        "The language model test-model, with the instructions “answer ",
        f"{sent:,} characters went to {host} in 1 request.",
        "120 sent, 30 received",
        "writing the answer",
        "1 passage found, the nearest first",
    ):
        expect(made).to_contain_text(words)
    for region in ("Requests to outside models", "Passages found"):
        page.get_by_role("region", name=region).focus()  # a wide table is moved by the keyboard
        expect(page.get_by_role("region", name=region)).to_be_focused()

    page.reload()
    page.locator("details.how summary").click()
    expect(page.locator("details.how")).to_contain_text(f"{sent:,} characters went to {host}")


def test_stop_keeps_the_question_and_what_was_written(page: Page, models: ModelServer) -> None:
    models.script(Reply(("You may carry ", *("on and " for _ in range(200))), delay=0.1))
    open_ask(page)
    type_question(page, QUESTION)
    expect(page.locator(".answer .words")).to_contain_text("You may carry")

    page.get_by_role("button", name="Stop").click()

    expect(page.locator(".stopped")).to_contain_text("Stopped.")
    expect(page.locator(".answer .words")).to_contain_text("You may carry")
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    page.reload()
    expect(page.locator("h2.question")).to_have_text(QUESTION)
    expect(page.locator(".stopped")).to_contain_text("What had been written is kept.")
    page.locator("details.how summary").click()
    made = page.locator("details.how")
    expect(made).to_contain_text("Stopped.")
    expect(made).to_contain_text("in 1 request.")


def test_what_is_opened_waits_for_the_answer_and_a_new_question_ends_it(
    page: Page, models: ModelServer
) -> None:
    models.script(Reply(("You may carry over up to 10 days of leave [1].",)))
    open_ask(page)
    ask(page, QUESTION)
    shown = page.locator("[class*=st-key-exchange-] .answer")
    earlier = page.locator("[class*=st-key-earlier-]")

    models.script(Reply(("You may ", *("wait and " for _ in range(20)), "[1]."), delay=0.2))
    type_question(page, f"{QUESTION} Really?")
    expect(shown.locator(".words")).to_contain_text("You may wait")
    earlier.first.locator("summary").first.click()
    expect(shown.locator(".checked, .said, .unchecked").first).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    expect(shown.locator(".words")).to_contain_text("wait and wait")
    expect(earlier.first.locator(".answer .words")).to_contain_text("up to 10 days")

    models.script(Reply(("You may ", *("hold and " for _ in range(99)), "[1]."), delay=0.2))
    type_question(page, f"{QUESTION} Are you certain?")
    expect(shown.locator(".words")).to_contain_text("You may hold")
    models.script(Reply(("You may carry over up to 10 days of leave [1].",)))
    type_question(page, "How many, if my manager agrees?")
    expect(page.locator("h2.question")).to_have_text("How many, if my manager agrees?")
    expect(shown.locator(".checked, .said, .unchecked").first).to_be_visible()
    ended = earlier.filter(has_text="Are you certain?")
    ended.locator("summary").first.click()
    expect(ended.locator(".stopped")).to_be_visible()
    expect(ended.locator(".answer .words")).to_contain_text("You may hold")


def test_a_closed_tab_keeps_the_question_and_what_was_written(
    page: Page, models: ModelServer
) -> None:
    models.script(Reply(("You may carry ", *("on and " for _ in range(200))), delay=0.1))
    open_ask(page)
    type_question(page, QUESTION)
    expect(page.locator(".answer .words")).to_contain_text("You may carry")
    address = page.url
    other = page.context.new_page()
    page.close()

    other.goto(address)
    expect(other.locator(".answer .words")).to_contain_text("You may carry")
    for _ in range(10):
        if other.locator(".stopped").count():
            break
        other.wait_for_timeout(1000)
        other.reload()
        expect(other.locator(".answer")).to_be_visible()
    expect(other.locator(".stopped")).to_be_visible()


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(status=401, error={"message": "bad key", "type": "auth"}),
         "the server refused the key: check OPENAI_API_KEY"),
        (Reply(("You may",), drip=0.5), "timed out after 3 s"),
        (Reply(status=400, error={"message": "no", "code": "content_filter"}),
         "the provider's content filter refused the question"),
    ],
)  # fmt: skip
def test_a_model_that_fails_leaves_the_documents_own_words(
    page: Page, models: ModelServer, reply: Reply, why: str
) -> None:
    models.script(reply)
    open_ask(page)

    answer = ask(page, QUESTION)

    expect(answer).to_contain_text(
        f"The language model did not answer ({why}). These are the documents' own words instead."
    )
    expect(answer).to_contain_text("You may carry over up to 10 days")
    expect(page.locator("h2.question").last).to_have_text(QUESTION)
    page.locator("details.how summary").click()
    expect(page.locator("details.how")).to_contain_text(f"Failed: {why}")
