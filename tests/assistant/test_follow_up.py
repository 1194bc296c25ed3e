"""Which reading of a follow-up is taken: its last turn alone, or with what was said before."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answering.question.follow_up import read
from assistant.answering.question.understand import by_rule
from assistant.answers.answer import Turn
from knowledge.documents.types import Found
from knowledge.library import SearchQuery
from tests.assistant.fakes import PASSAGES

CHAT = (Turn("user", "Can I carry over annual leave?"), Turn("assistant", "Up to 10 days. [1]"))
ALONE, JOINED = (Found(PASSAGES[0], 0.60, ()),), (Found(PASSAGES[1], 0.50, ()),)


def _searched(query: SearchQuery) -> Sequence[Found]:
    return JOINED if query.last else ALONE


@pytest.mark.parametrize(
    "turn",
    [
        "How do I report a data breach to the Information Commissioner?",
        "Which form do I fill in to book a hotel in Geneva?",
    ],
)
def test_a_question_on_something_else_is_read_alone(turn: str) -> None:
    assert read(by_rule(turn, CHAT), _searched) == (SearchQuery(turn), ALONE)


@pytest.mark.parametrize("turn", ["Who approves it?", "And for part-timers?", "The deadline?"])
def test_what_points_back_or_hardly_speaks_keeps_what_was_said(turn: str) -> None:
    query = by_rule(turn, CHAT)
    assert read(query, _searched) == (query, JOINED)


def test_the_reading_that_finds_more_is_taken() -> None:
    query = by_rule("How many days may contractors carry over?", CHAT)
    near, far = (Found(PASSAGES[0], 0.9, ()),), (Found(PASSAGES[1], 0.2, ()),)
    assert read(query, lambda one: far if one.last else near)[1] == near
    assert read(query, lambda one: near if one.last else far)[1] == near


@pytest.mark.parametrize("query", [SearchQuery("What is flexi?"), by_rule("yes", CHAT)])
def test_what_has_one_reading_is_searched_once(query: SearchQuery) -> None:
    asked: list[SearchQuery] = []

    def searched(one: SearchQuery) -> Sequence[Found]:
        asked.append(one)
        return ALONE

    assert read(query, searched) == (query, ALONE)
    assert asked == [query]
