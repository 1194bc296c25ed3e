"""What a model's answer may be: judged, asked back, put into a table; and what stands beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.serving import Bernard
from tests.browser.steps import File, ask, open_ask
from tests.model_server import ModelServer, Reply, Request

pytestmark = pytest.mark.browser

LEAVE = b"""# Leave

## Carrying over

You may carry over up to 10 days of annual leave if your manager agrees before 31 March.
Where your deputy director agrees, you may carry over up to 15 days of annual leave.
"""
REPORT = "# {}\n\nReport a lost or stolen laptop to the service desk within {} hours.\n"
SECURITY = REPORT.format("Security incidents", 24).encode()
DEVICES = REPORT.format("Passwords and devices", 2).encode()
QUESTION = "How many days of annual leave may I carry over?"
TRUE = (
    "You may carry over up to 10 days of annual leave if your manager agrees before 31 March [1]."
)
WRONG = "Your manager alone may agree to 15 days [1]."


@pytest.fixture(scope="module")
def bernard(serve: Serve, models: ModelServer) -> Iterator[Bernard]:
    files = {"leave.md": LEAVE, "security.md": SECURITY, "devices.md": DEVICES}
    given = [File(name, content) for name, content in files.items()]
    with serve({**models.environment(), "BERNARD_JUDGE": "model"}, given) as served:
        yield served


def judged(*said: tuple[str, str]) -> str:
    return json.dumps(
        {
            "statements": [
                {"n": n, "verdict": verdict, "source": 1, "words": words, "working": ""}
                for n, (verdict, words) in enumerate(said, start=1)
            ]
        }
    )


def script(text: str, *said: tuple[str, str], rewritten: str = "") -> Callable[[Request], Reply]:
    def reply(request: Request) -> Reply:
        if "Last message:" in request.prompt:
            return Reply((rewritten,))
        if "You check an answer against the sources" in request.prompt:
            return Reply((judged(*said),))
        return Reply((text,))

    return reply


def test_only_what_was_read_for_its_meaning_has_a_tick(page: Page, models: ModelServer) -> None:
    models.script(script(TRUE, ("supported", "up to 10 days of annual leave")))
    open_ask(page)
    answer = ask(page, QUESTION)
    expect(answer).to_contain_text("✓ Checked for meaning by test-model against the sources.")


def test_a_statement_against_its_source_is_shown_with_the_words(
    page: Page, models: ModelServer
) -> None:
    words = "Where your deputy director agrees, you may carry over up to 15 days"
    said = (("supported", "up to 10 days of annual leave"), ("contradicted", words))
    models.script(script(f"{TRUE} {WRONG}", *said))
    open_ask(page)
    answer = ask(page, QUESTION)
    expect(answer).to_contain_text("One of 2 statements against the source:")
    expect(answer).to_contain_text(f"Source 1 says otherwise: “{words}”.")
    expect(answer).not_to_contain_text("✓")


def test_a_model_asks_back_and_the_choice_is_the_next_turn(page: Page, models: ModelServer) -> None:
    case = "your deputy director agrees"
    models.script(script(f"ASK BACK: Who agrees?\n- your manager agrees\n- {case}"))
    open_ask(page)
    ask(page, QUESTION)
    expect(page.get_by_role("heading", name="Who agrees?")).to_be_visible()
    shown = page.locator("[class*=st-key-exchange-]")
    option = shown.get_by_role("button", name=case, exact=True)
    expect(option).to_be_visible()
    expect(shown.get_by_role("button", name="your manager agrees", exact=True)).to_be_visible()

    page.reload()
    whole = "How many days of annual leave may I carry over if my deputy director agrees?"
    said = json.dumps({"question": whole, "kind": "value", "parts": []})
    answer = "You may carry over up to 15 days of annual leave [1]."
    models.script(script(answer, ("supported", "up to 15 days of annual leave"), rewritten=said))
    option.click()
    expect(page.locator("h2.question")).to_have_text(case)
    expect(shown.locator(".answer .words").first).to_contain_text("up to 15 days")


def test_an_answer_is_put_into_a_table_with_its_evidence(page: Page, models: ModelServer) -> None:
    models.script(script(TRUE, ("supported", "up to 10 days of annual leave")))
    open_ask(page)
    ask(page, QUESTION)
    said = json.dumps({"question": "as a table", "kind": "reshape", "parts": []})
    table = (
        "| Who agrees | Days |\n|---|---|\n| Your manager, before 31 March | up to 10 days [1] |"
    )
    row = ("supported", "up to 10 days of annual leave if your manager agrees before 31 March")
    models.script(script(table, row, rewritten=said))
    answer = ask(page, "Put that in a table")
    cells = answer.locator("table td")
    expect(cells.last).to_contain_text("up to 10 days")
    expect(cells.last.locator("a.mark")).to_be_visible()
    expect(answer).to_contain_text("✓ Checked for meaning by test-model")


def test_a_corrected_spelling_is_said_and_can_be_undone(page: Page, models: ModelServer) -> None:
    models.script(script(TRUE, ("supported", "up to 10 days of annual leave")))
    open_ask(page)
    answer = ask(page, "How much anual leave may I carry over?")
    expect(page.get_by_text("Read “anual” as “annual”")).to_be_visible()
    expect(answer).to_contain_text("up to 10 days")


def test_a_conflict_stands_beside_the_answer(page: Page, models: ModelServer) -> None:
    text = "Report a lost or stolen laptop to the service desk within 24 hours [1]."
    models.script(script(text, ("not there", "")))
    open_ask(page)
    answer = ask(page, "How fast must I report a lost or stolen laptop to the service desk?")
    expect(answer).to_contain_text("within 2 hours")
    expect(answer).to_contain_text("Passwords and devices")
