"""An intent, put together: by rule, and with a model that rewrites what leans on the talk."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.question.asked_when import Asked
from assistant.answering.question.by_example import Classify, Kind
from assistant.answering.question.intent import (
    AnswerType,
    intent_of,
)
from assistant.answering.question.understand import understand
from assistant.answers.answer import Turn
from assistant.models import Models
from tests.model_server import ModelServer, Reply

TODAY = date(2026, 11, 24)
ASKED_BACK = (
    Turn("user", "Can I work abroad?"),
    Turn("assistant", "It depends on this: you have permission.", "Is that so in your case?"),
)


def test_a_question_with_two_parts_and_a_story(classify: Classify) -> None:
    asked = "I lost my pass. How much does a new one cost, and who do I tell?"
    intent = intent_of(asked, (), classify, TODAY)
    assert intent.query == understand(asked, (), None)[0]
    assert [part.asked for part in intent.parts] == ["How much does a new one cost",
                                                     "who do I tell?"]  # fmt: skip
    assert (intent.expects, intent.kind) == (AnswerType.MONEY, Kind.VALUE)
    assert 0.5 < intent.confidence < 1.5
    assert intent.when.asked is Asked.NOW


def test_what_the_document_is_asked_about_itself(classify: Classify) -> None:
    assert intent_of("whose policy is the leave one", (), classify, TODAY).wants_cover
    changed = intent_of("what's new in the leave policy", (), classify, TODAY)
    assert (changed.when.asked, changed.wants_cover) == (Asked.CHANGED, False)


@pytest.mark.parametrize(
    ("message", "is_work"),
    [
        ("can i use an AI tool to draft a reply to a complaint", False),
        ("ok to write a summary of the meeting on my own laptop", False),
        ("should we prepare a briefing for every visit", False),
        ("can I have a summary of the travel policy", True),
        ("could you sum up the travel policy for me", True),
    ],
)
def test_who_asks_leave_to_do_the_work_does_not_order_it(
    classify: Classify, message: str, is_work: bool
) -> None:
    intent = intent_of(message, (), classify, TODAY)
    assert (intent.kind is Kind.WORK, intent.wants_decision) == (is_work, not is_work)


def test_a_reply_is_to_the_question_that_was_asked_back_about(classify: Classify) -> None:
    assert intent_of("Yes", ASKED_BACK, classify, TODAY).wants_decision
    told = (Turn("user", "How do I work abroad?"), ASKED_BACK[1])
    assert not intent_of("Yes", told, classify, TODAY).wants_decision


def test_a_follow_up_expects_what_it_asks_and_not_what_was_asked_before(
    classify: Classify,
) -> None:
    before = (Turn("user", "Who approves a hotel?"), Turn("assistant", "The budget holder. [1]"))
    intent = intent_of("And how much does it cost?", before, classify, TODAY)
    assert intent.expects is AnswerType.MONEY
    assert intent.query.last == "And how much does it cost?"


def test_a_model_rewrites_what_leans(chat_model: ModelServer, classify: Classify) -> None:
    chat_model.script(Reply(("How much leave do part-time staff get?",)))
    before = (Turn("user", "How much leave do I get?"), Turn("assistant", "25 days. [1]"))
    models = Models.from_environment()
    intent = intent_of("And part-timers?", before, classify, TODAY, models)
    assert intent.query.text == "How much leave do part-time staff get?"
    intent_of("How do I report a data breach at work?", before, classify, TODAY, models)
    assert len(chat_model.chats) == 1


def test_a_model_says_what_is_asked_in_one_structured_reply(
    chat_model: ModelServer, classify: Classify
) -> None:
    chat_model.script(
        Reply(
            (
                '```json\n{"question": "Do part-time staff get leave, and who approves leave?", '
                '"kind": "decision", "parts": ["Do part-time staff get leave?", '
                '"Who approves leave?"]}\n```',
            )
        )
    )
    before = (Turn("user", "How much leave do I get?"), Turn("assistant", "25 days. [1]"))
    asked = "And part-time staff, and who approves it?"
    intent = intent_of(asked, before, classify, TODAY, Models.from_environment())
    assert [one.asked for one in intent.parts] == [
        "Do part-time staff get leave?", "Who approves leave?",
    ]  # fmt: skip
    assert intent.wants_decision


def test_one_part_of_a_model_is_no_part(chat_model: ModelServer, classify: Classify) -> None:
    asked = "Do part-time staff get leave?"
    chat_model.script(Reply((f'{{"question": "{asked}", "parts": ["{asked}"]}}',)))
    before = (Turn("user", "How much leave do I get?"), Turn("assistant", "25 days. [1]"))
    models = Models.from_environment()
    assert intent_of("And part-time staff?", before, classify, TODAY, models).parts == ()


def test_where_the_model_fails_it_is_made_by_rule(
    chat_model: ModelServer, classify: Classify
) -> None:
    chat_model.script(Reply(("",)))
    before = (Turn("user", "How much leave do I get?"), Turn("assistant", "25 days. [1]"))
    asked = "And part-timers?"
    intent = intent_of(asked, before, classify, TODAY, Models.from_environment())
    assert intent == intent_of(asked, before, classify, TODAY)
