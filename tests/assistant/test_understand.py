"""What a message means in its conversation: by rule without a model, by one call with one."""

from __future__ import annotations

import pytest

from assistant.answering.question.understand import by_rule, leans, understand
from assistant.answers.answer import Turn
from assistant.models import Models
from knowledge.library import SearchQuery
from tests.model_server import ModelServer, Reply

CHAT = (
    Turn("user", "Can I carry over annual leave?"),
    Turn("assistant", "Up to 10 days. [1] Do you work part time?", "Do you work part time?"),
    Turn("user", "How many days do part-time staff get?"),
    Turn(
        "assistant",
        "Pro rata. [2] Are you in the UK? Is your grade above SEO?",
        "Are you in the UK? Is your grade above SEO?",
    ),
)


def test_a_first_question_is_itself() -> None:
    assert understand("What is flexi?", (), None)[0] == SearchQuery("What is flexi?")


def test_a_follow_up_is_its_last_turn_in_the_context_of_what_was_said() -> None:
    asked = "What about people who work abroad?"
    query = understand(asked, CHAT, None)[0]
    assert query.text == f"How many days do part-time staff get?\n{asked}"
    assert query.last == query.asked == asked
    assert query.context.split("\n") == [CHAT[2].content, CHAT[3].content, asked]


def test_a_long_answer_does_not_push_the_question_out_of_the_context() -> None:
    chat = (Turn("user", "What is flexi?"), Turn("assistant", "Flexi is time. " * 400))
    query = by_rule("And in the evening?", chat)
    assert query.context.endswith("\nAnd in the evening?")
    assert len(query.context) < 700


@pytest.mark.parametrize(
    "opening",
    ["different thing - ", "On a different note, ", "Change of subject: ", "New topic. "],
)
def test_who_says_that_the_topic_is_new_is_believed(opening: str) -> None:
    assert understand(f"{opening}who signs it?", CHAT, None)[0] == SearchQuery("who signs it?")
    said = "A different question is whether they count."
    assert understand(said, CHAT, None)[0].last == said
    aside = "By the way, how many times a year may staff give blood?"
    assert understand(aside, CHAT, None)[0] == SearchQuery(aside.partition(", ")[2])
    leaning = "Another question, is it the same for part-timers?"
    assert understand(leaning, CHAT, None)[0].last == leaning


@pytest.mark.parametrize("reply", ["Yes", "no", "I'm not sure", "Above SEO"])
def test_a_bare_reply_needs_every_turn_and_the_questions_asked(reply: str) -> None:
    query = by_rule(reply, CHAT)
    assert query == SearchQuery(
        "Can I carry over annual leave?\nDo you work part time?\n"
        "How many days do part-time staff get?\nAre you in the UK? Is your grade above SEO?\n"
        + reply
    )


@pytest.mark.parametrize("message", ["Maternity leave?", "What is it worth?", "Maternity leave"])
def test_few_words_are_a_question_where_none_was_asked(message: str) -> None:
    said = (Turn("user", "How much leave do I get?"), Turn("assistant", "25 days. [1]"))
    assert by_rule(message, said).last == message


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
    query = understand("What about those abroad?", CHAT, Models.from_environment())[0]
    assert query == SearchQuery("Do part-time staff abroad get leave?")
    assert len(chat_model.chats) == 1
    prompt = chat_model.chats[0].prompt
    assert "Person: How many days do part-time staff get?" in prompt
    assert prompt.endswith("Last message: What about those abroad?")


def test_a_question_that_stands_alone_costs_no_call(chat_model: ModelServer) -> None:
    asked = "How do I report a data breach to the Information Commissioner?"
    assert understand(asked, CHAT, Models.from_environment())[0] == SearchQuery(asked)
    assert not chat_model.requests


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=401, error={"message": "no"}),
        Reply(garbage=b"<html>"),
        Reply(("",)),
        Reply(("word " * 300,)),
        Reply(("1. How many days of leave do part-time staff get abroad?\n2. You may carry it.",)),
        Reply(("Contact the passport office and provide your laptop with a return address.",)),
        Reply(('{"question": ""}',)),
        Reply(('{"kind": "other"}',)),
        Reply(('["How many days do part-time staff get abroad?"]',)),
        Reply(
            ('{"question": "Do part-time staff get days abroad?", "parts": ["Who is the king?"]}',)
        ),
        Reply(("Can I carry over 304 days of annual leave?",)),
    ],
)
def test_a_failed_rewrite_falls_back_to_the_rule(chat_model: ModelServer, reply: Reply) -> None:
    chat_model.script(reply)
    asked = "What about those abroad?"
    assert understand(asked, CHAT, Models.from_environment())[0] == by_rule(asked, CHAT)
