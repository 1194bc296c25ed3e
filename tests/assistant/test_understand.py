"""What a message means in its conversation: by rule without a model, by one call with one."""

from __future__ import annotations

import pytest

from assistant.answers import Turn
from assistant.models import Models
from assistant.steps.understand import by_rule, leans, understand
from knowledge.library import SearchQuery
from tests.model_server import ModelServer, Reply

CHAT = (
    Turn("user", "Can I carry over annual leave?"),
    Turn("assistant", "Up to 10 days. [1] Do you work part time?"),
    Turn("user", "How many days do part-time staff get?"),
    Turn("assistant", "Pro rata. [2] Are you in the UK? Is your grade above SEO?"),
)


def test_a_first_question_is_itself() -> None:
    assert understand("What is flexi?", (), None) == SearchQuery("What is flexi?")


def test_without_a_model_the_last_two_turns_count() -> None:
    asked = "What about people who work abroad?"
    assert understand(asked, CHAT, None) == SearchQuery(
        f"How many days do part-time staff get?\n{asked}", last=asked
    )


def test_a_bare_reply_needs_every_turn_and_the_questions_asked() -> None:
    query = by_rule("Yes", CHAT)
    assert query.text.split("\n") == [
        "Can I carry over annual leave?",
        "Do you work part time?",
        "How many days do part-time staff get?",
        "Are you in the UK? Is your grade above SEO?",
        "Yes",
    ]
    assert query.last == "Yes"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("What about part-timers?", True),
        ("Does it apply to contractors working in overseas posts?", True),
        ("Why?", True),
        ("No", True),
        ("How do I report a data breach to the Information Commissioner?", False),
    ],
)
def test_which_messages_lean(message: str, expected: bool) -> None:
    assert leans(message) is expected


def test_with_a_model_one_call_rewrites(chat_model: ModelServer) -> None:
    chat_model.script(Reply(('"Do part-time staff abroad get leave?"\n',)))
    query = understand("What about those abroad?", CHAT, Models.from_environment())
    assert query == SearchQuery("Do part-time staff abroad get leave?")
    assert len(chat_model.chats) == 1
    prompt = chat_model.chats[0].prompt
    assert "Person: How many days do part-time staff get?" in prompt
    assert prompt.endswith("Last message: What about those abroad?")


def test_a_question_that_stands_alone_costs_no_call(chat_model: ModelServer) -> None:
    asked = "How do I report a data breach to the Information Commissioner?"
    assert understand(asked, CHAT, Models.from_environment()) == SearchQuery(asked)
    assert not chat_model.requests


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=401, error={"message": "no"}),
        Reply(garbage=b"<html>"),
        Reply(("",)),
        Reply(("word " * 300,)),
    ],
)
def test_a_failed_rewrite_falls_back_to_the_rule(chat_model: ModelServer, reply: Reply) -> None:
    chat_model.script(reply)
    asked = "What about those abroad?"
    assert understand(asked, CHAT, Models.from_environment()) == by_rule(asked, CHAT)
