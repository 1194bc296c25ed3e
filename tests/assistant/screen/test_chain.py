"""The screen in the chain: what reaches a model's server, byte for byte."""

from __future__ import annotations

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.question.screen import Policy
from assistant.answers.answer import Answer, Turn
from assistant.answers.events import Finished
from assistant.answers.status import Status
from assistant.models import Models
from tests.assistant.fakes import FakeLibrary
from tests.model_server import ModelServer, Reply
from tests.people import HERE

NI = "AB 12 34 56 C"
QUESTION = f"May {NI} carry over leave of ten days, and until when?"
OUTSIDE = Policy(location="outside")


def ask(policy: Policy, question: str = QUESTION, **options: object) -> Answer:
    assistant = Assistant(FakeLibrary(), models=Models.from_environment(), policy=policy)
    *_, last = assistant.ask(HERE, question, **options)  # type: ignore[arg-type]
    assert isinstance(last, Finished)
    return last.answer


def sent(server: ModelServer) -> str:
    return "\n".join(request.prompt for request in server.chats)


def test_nothing_is_sent_outside_with_personal_data(chat_model: ModelServer) -> None:
    answer = ask(OUTSIDE, send_anyway=True)  # the policy does not allow it
    assert answer.status is Status.BLOCKED_PERSONAL
    assert chat_model.requests == []
    assert (answer.claims, answer.sent_anyway) == ((), ())


def test_what_was_sent_anyway_is_in_the_answer(chat_model: ModelServer) -> None:
    chat_model.script(Reply(("You may carry over up to 10 days [1].",)))
    allowed = Policy(location="outside", send_anyway=True)
    assert ask(allowed).status is Status.BLOCKED_PERSONAL
    assert chat_model.requests == []
    answer = ask(allowed, send_anyway=True)
    assert answer.status is Status.ANSWERED
    assert answer.sent_anyway == ("a National Insurance number",)
    assert NI in sent(chat_model)


def test_inside_or_without_a_model_it_is_answered_and_noted(chat_model: ModelServer) -> None:
    chat_model.script(Reply(("You may carry over up to 10 days [1].",)))
    for answer in (ask(Policy()), ask(OUTSIDE, mode="embedded")):
        assert answer.status is not Status.BLOCKED_PERSONAL
        assert answer.remarks[0].startswith("The question holds a National Insurance number.")
        assert answer.sent_anyway == ()


def test_embeddings_outside_are_outside_too(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_EMBEDDING_MODEL", "their-vectors")
    inside = Policy.from_environment()  # the server is on loopback
    assert ask(inside, mode="embedded").status is not Status.BLOCKED_PERSONAL
    monkeypatch.setenv("BERNARD_MODEL_LOCATION", "outside")
    outside = Policy.from_environment()
    assert ask(outside, mode="embedded").status is Status.BLOCKED_PERSONAL


def test_an_earlier_number_is_not_sent_again(chat_model: ModelServer) -> None:
    chat_model.script(Reply(("May part-time staff carry over leave?",)))
    history = [
        Turn("user", QUESTION),
        Turn("assistant", f"{NI} may carry over 10 days."),
        Turn("user", "SECRET\nWhich route does the convoy take?"),
        Turn("assistant", "The convoy takes the coast road."),
    ]
    answer = ask(OUTSIDE, "And part-time staff?", history=history)
    assert chat_model.chats
    assert NI not in sent(chat_model)
    assert "convoy" not in sent(chat_model)
    assert "National Insurance number, left out" in sent(chat_model)
    assert "was not sent to the language model again" in answer.remarks[0]
