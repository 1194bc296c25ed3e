"""A message of a word or two that several documents speak of is asked back."""

from __future__ import annotations

import pytest

from assistant.answering.quoting.vague import FEWEST_DOCUMENTS, MOST_DOCUMENTS
from assistant.answers.answer import Turn
from assistant.answers.status import Status
from knowledge.library import Library
from tests.assistant.asking import ask


@pytest.mark.parametrize(
    "message",
    [
        "leave",
        "deadlines?",
        "Can I do it from home?",
        "what's the limit",
        "How long do I have?",
        "do I need a form?",
        "how long do i have to keep it",
    ],
)
def test_the_documents_that_may_be_meant_are_offered(sample_library: Library, message: str) -> None:
    answer = ask(sample_library, message)
    assert answer.status is Status.CLARIFY
    assert FEWEST_DOCUMENTS <= len(answer.options) <= MOST_DOCUMENTS
    assert answer.text.endswith("Which of these do you mean?")
    titles = [claim.citations[0].title for claim in answer.claims]
    assert len(set(titles)) == len(answer.options)
    for title, option in zip(titles, answer.options, strict=True):
        assert option.startswith(title)


@pytest.mark.parametrize(
    "message",
    [
        "travel?",
        "flexitime",
        "complaints",
        "carry over rules",
        "When do I have to claim?",
        "carry over limit 2026",
        "what's an IAO",
        "What is hospitality?",
        "is it ok to swear",
    ],
)
def test_what_names_one_document_or_says_enough_is_answered(
    sample_library: Library, message: str
) -> None:
    assert ask(sample_library, message).status is not Status.CLARIFY


def test_the_one_that_was_chosen_is_shown(sample_library: Library) -> None:
    asked = ask(sample_library, "leave")
    chosen = next(option for option in asked.options if option.startswith("Special"))
    answer = ask(sample_library, chosen, (Turn("user", "leave"), asked.turn))
    assert answer.status is Status.ANSWERED
    assert answer.claims[0].citations[0].title == "Special Leave Policy"


def test_what_points_back_to_the_talk_is_not_vague(sample_library: Library) -> None:
    first = ask(sample_library, "How many days of annual leave may I carry over?")
    talk = (Turn("user", "How many days of annual leave may I carry over?"), first.turn)
    assert ask(sample_library, "who agrees to it?", talk).status is not Status.CLARIFY
