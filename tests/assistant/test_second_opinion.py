"""The chat model as a second judge of claims, and what becomes of claims that nothing supports."""

from __future__ import annotations

import re

import pytest

from assistant.answering import Assistant
from assistant.answers import Answer, Finished, Status, Verdict
from assistant.models import Models
from assistant.receipt import Purpose
from assistant.render import answer_json
from assistant.steps.checking import Checking
from assistant.steps.shown import left_out
from knowledge.errors import BadSetting
from tests.assistant.fakes import FakeLibrary
from tests.model_server import ModelServer, Reply, Request

QUESTION = "Can I carry over 10 days of leave if my manager agrees?"
TRUE = "You may carry over up to 10 days [1]."
ELSEWHERE = "Pensions rise every spring in Leeds [1]."
WRONG = "You may carry over up to 12 days [1]."


def ask(text: str, checking: Checking, model: ModelServer, *verdicts: str) -> Answer:
    """The answer whose text the model writes; it judges claims with `verdicts`, by their order in
    the text, whatever the order in which they are asked."""
    claims = re.sub(r" \[\d\]", "", text).split("\n- ")

    def reply(request: Request) -> Reply:
        if "You check one statement" not in request.prompt:
            return Reply((text,))
        said = request.prompt.partition("Statement: ")[2]
        asked = next(n for n, claim in enumerate(claims) if claim.rstrip(".") in said)
        return Reply((verdicts[asked],))

    model.script(reply)
    assistant = Assistant(FakeLibrary(), models=Models.from_environment(), checking=checking)
    return next(e.answer for e in assistant.ask(QUESTION) if isinstance(e, Finished))


def test_the_model_is_not_asked_twice_by_default(chat_model: ModelServer) -> None:
    answer = ask(TRUE, Checking(), chat_model)
    assert len(chat_model.chats) == 1
    assert answer.claims[0].verdict is Verdict.SUPPORTED


def test_each_claim_gets_a_second_opinion(chat_model: ModelServer) -> None:
    text = f"{TRUE}\n- {ELSEWHERE}\n- {WRONG}"
    verdicts = ("PARTLY: the source adds that a manager must agree", "**Supported**", "SUPPORTED:")
    answer = ask(text, Checking(ask_model=True), chat_model, *verdicts)
    first, second, third = answer.claims
    assert (first.verdict, first.note) == (
        Verdict.PARTLY, "the source adds that a manager must agree",
    )  # fmt: skip
    assert (second.verdict, second.note) == (Verdict.SUPPORTED, "")
    assert (third.verdict, third.note) == (Verdict.UNSUPPORTED, "The source does not say 12 days.")
    assert len(chat_model.chats) == 4
    assert answer.receipt is not None
    judged = [call for call in answer.receipt.calls if call.purpose is Purpose.JUDGE]
    assert [call.prompt_version for call in judged] == ["check 1"] * 3
    prompts = [request.prompt for request in chat_model.chats if "check one" in request.prompt]
    fences = [re.findall(r"begin source 1 ([0-9a-f]{16})\n", prompt)[0] for prompt in prompts]
    assert len(set(fences)) == 3


@pytest.mark.parametrize("said", ["I think it is fine.", ""])
def test_without_a_verdict_the_words_decide(chat_model: ModelServer, said: str) -> None:
    answer = ask(TRUE, Checking(ask_model=True), chat_model, said)
    assert answer.claims[0].verdict is Verdict.SUPPORTED


def test_unsupported_claims_are_marked(chat_model: ModelServer) -> None:
    answer = ask(f"{TRUE}\n- {ELSEWHERE}", Checking(), chat_model)
    assert answer.status is Status.ANSWERED
    assert answer.text == f"{TRUE}\n- Pensions rise every spring in Leeds [1][?]."


def test_unsupported_claims_are_withheld_where_the_setting_says_so(chat_model: ModelServer) -> None:
    answer = ask(f"{TRUE}\n- {ELSEWHERE}\n- {WRONG}", Checking(withhold=True), chat_model)
    assert answer.status is Status.PARTIAL
    assert answer.text == f"{TRUE}\n\n{left_out(2)}"
    assert [claim.withheld for claim in answer.claims] == [False, True, True]
    assert all(not claim.citations for claim in answer.claims if claim.withheld)
    assert answer_json(answer)["claims"][1]["withheld"] is True


def test_an_answer_of_nothing_else_is_no_answer(chat_model: ModelServer) -> None:
    answer = ask(ELSEWHERE, Checking(withhold=True), chat_model)
    assert answer.status is Status.NOT_COVERED
    assert answer.text == left_out(1)


def test_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Checking.from_environment() == Checking()
    monkeypatch.setenv("BERNARD_UNSUPPORTED", "Withhold")
    monkeypatch.setenv("BERNARD_JUDGE", "model")
    assert Checking.from_environment() == Checking(withhold=True, ask_model=True)
    monkeypatch.setenv("BERNARD_JUDGE", "yes")
    with pytest.raises(BadSetting, match="BERNARD_JUDGE is either words"):
        Checking.from_environment()
