"""Asking back: only where a rule decides by conditions of which nothing was said."""

from __future__ import annotations

import pytest

from assistant.answers import Turn
from assistant.steps.clarify import asks_for_a_decision, conditions, undecided

LIST = """You can carry over more than ten days if:
- you were on long-term sick leave; or
- your manager asked you not to take the leave"""
SENTENCE = "You may work abroad if you have permission and your line manager agrees in writing."


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Can I carry over leave?", True),
        ("I was ill for months. Can I carry over leave?", True),
        ("Does this scheme apply to me?", True),
        ("Is my child eligible?", True),
        ("How much leave can I carry over?", False),
        ("What is flexi?", False),
        ("Who signs it?", False),
    ],
)
def test_which_questions_ask_for_a_decision(question: str, expected: bool) -> None:
    assert asks_for_a_decision(question) is expected


def test_conditions_in_the_rules_own_words() -> None:
    assert conditions(LIST) == [
        "you were on long-term sick leave",
        "your manager asked you not to take the leave",
    ]
    assert conditions(SENTENCE) == [
        "you have permission",
        "your line manager agrees in writing",
    ]
    assert conditions("All drivers under 18 years old are banned from phones.") == [
        "drivers under 18 years old"
    ]
    assert conditions("You get 25 days of leave a year.") == []


def test_asked_back_when_nothing_was_said_of_the_conditions() -> None:
    assert undecided("Can I carry over twelve days?", (), LIST) == tuple(conditions(LIST))


def test_not_asked_back_when_the_story_tells() -> None:
    told = "I was on long-term sick leave last year. Can I carry over twelve days?"
    assert undecided(told, (), LIST) == ()
    assert undecided("Can I work abroad if my line manager agrees?", (), SENTENCE) == ()


def test_not_asked_back_on_a_question_for_a_fact() -> None:
    assert undecided("How many days can I carry over?", (), LIST) == ()
    assert undecided("Can I carry over leave?", (), "You may carry over ten days.") == ()


def test_a_reply_leads_on_or_ends_it() -> None:
    asked = (
        Turn("user", "Can I work abroad?"),
        Turn("assistant", "It depends on this: you have permission. Is that so in your case?"),
    )
    assert undecided("Yes", asked, SENTENCE) == ("your line manager agrees in writing",)
    assert undecided("No", asked, SENTENCE) == ()
    both = (*asked, Turn("user", "Yes"), Turn("assistant", "Does your line manager agree?"))
    assert undecided("Yes", both, SENTENCE) == ()
