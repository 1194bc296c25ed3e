"""Small talk is replied to, and only that: no document is quoted for a greeting."""

from __future__ import annotations

import pytest

from assistant.answering.question.by_example import Classify
from assistant.answering.question.screen import screen, screen_history
from assistant.answering.question.screen.small_talk import ABOUT, HELLO, WELCOME, small_talk
from assistant.answers.answer import Turn
from assistant.answers.status import Status
from tests.assistant.screen.ordinary import LIKE_SMALL_TALK, QUESTIONS


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("hello", HELLO),
        ("Hi Bernard!", HELLO),
        ("Good morning.", HELLO),
        ("thanks", WELCOME),
        ("Thank you very much for your help", WELCOME),
        ("OK, thanks!", WELCOME),
        ("Who are you?", ABOUT),
        ("what can you do", ABOUT),
        ("Help", ABOUT),
        ("Hi Bernard 👋", HELLO),
        ("“Hello”…", HELLO),
        ("How are you?", HELLO),
        ("Thanks, that's great!", WELCOME),
        ("thx", WELCOME),
        ("cheers", WELCOME),
        ("morning", HELLO),
        ("u there?", HELLO),
        ("Are you ChatGPT?", ABOUT),
        ("who made you", ABOUT),
    ],
)
def test_small_talk(classify: Classify, message: str, reply: str) -> None:
    screened = screen(message, 3, classify)
    assert (screened.blocked, screened.sentence) == (Status.BLOCKED_SMALL_TALK, reply)


@pytest.mark.parametrize(
    "message",
    [
        "Thanks, and who signs it?",
        "Morning, how do I book leave?",
        "Are you allowed to use ChatGPT at work?",
        "Hello, how much leave do I get?",
        "help desk",
        "Can you help me with expenses?",
        "What is this allowance for?",
        "Who are you allowed to tell?",
        "thank you letters",
        "How does this work?",  # perhaps what was just spoken of
        "And what is this?",
        "ok",  # perhaps a reply to a question back
        "yes",
    ],
)
def test_what_asks_for_something_is_searched(classify: Classify, message: str) -> None:
    assert small_talk(message, classify) == ""


def test_no_ordinary_question_is_small_talk(classify: Classify) -> None:
    assert [one for one in QUESTIONS + LIKE_SMALL_TALK if small_talk(one, classify)] == []


def test_it_is_no_part_of_what_the_talk_is_about(classify: Classify) -> None:
    history = [
        Turn("user", "How much leave do I get?"),
        Turn("assistant", "25 days. [1]"),
        Turn("user", "thanks"),
        Turn("assistant", WELCOME),
    ]
    kept, _ = screen_history(history, classify)
    assert kept == history[:2]
