"""Which reading of a follow-up is taken: its last turn alone, or with what was said before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from assistant.answering.question.follow_up import Topic, read
from assistant.answering.question.understand import by_rule
from assistant.answers.answer import Turn
from knowledge.documents.types import Found
from knowledge.library import SearchQuery
from tests.assistant.fakes import PASSAGES

CHAT = (Turn("user", "Can I carry over annual leave?"), Turn("assistant", "Up to 10 days. [1]"))
Search = Callable[[Sequence[SearchQuery]], Sequence[Sequence[Found]]]
ALONE, JOINED = (Found(PASSAGES[0], 0.60, ()),), (Found(PASSAGES[1], 0.50, ()),)


def _found(joined: Sequence[Found], alone: Sequence[Found]) -> Search:
    return lambda readings: [joined if one.last else alone for one in readings]


_searched = _found(JOINED, ALONE)


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
    assert read(query, _found(far, near))[1] == near
    assert read(query, _found(near, far))[1] == near


def test_what_the_talk_is_on_goes_ahead_of_what_is_about_as_near() -> None:
    other, ours = PASSAGES[:2]
    found = (Found(other, 0.55, ()), Found(ours, 0.5, ()))
    talk = Topic(frozenset((ours.document_id,)))
    asked = by_rule("Who agrees?", CHAT)
    assert read(asked, _found(found, found), talk)[1] == found[::-1]
    assert read(asked, _found(found, found))[1] == found
    far = (Found(other, 0.7, ()), Found(ours, 0.5, ()))
    assert read(asked, _found(far, far), talk)[1] == far


def test_what_a_word_points_to_goes_before_the_rest_of_its_document() -> None:
    one, other = PASSAGES[0], replace(PASSAGES[0], id=77)
    found = (Found(one, 0.55, ()), Found(other, 0.5, ()))
    talk = Topic(frozenset((one.document_id,)), (other.id,))
    assert read(by_rule("Who gets it?", CHAT), _found(found, found), talk)[1] == found[::-1]
    assert read(by_rule("Who agrees?", CHAT), _found(found, found), talk)[1] == found


def test_the_talk_is_what_the_last_answers_led_with() -> None:
    turns = [Turn("assistant", "", cites=(number,)) for number in (1, 2, 3)]
    said = [Turn("user", "And then?"), Turn("assistant", "The documents do not say.")]
    assert Topic.of([*turns, *said]) == Topic(frozenset((2, 3)))


@pytest.mark.parametrize("query", [SearchQuery("What is flexi?"), by_rule("yes", CHAT)])
def test_what_has_one_reading_is_searched_once(query: SearchQuery) -> None:
    asked: list[SearchQuery] = []

    def searched(readings: Sequence[SearchQuery]) -> Sequence[Sequence[Found]]:
        asked.extend(readings)
        return [ALONE for _ in readings]

    assert read(query, searched) == (query, ALONE)
    assert asked == [query]


def test_two_readings_are_searched_together() -> None:
    asked: list[int] = []

    def searched(readings: Sequence[SearchQuery]) -> Sequence[Sequence[Found]]:
        asked.append(len(readings))
        return [ALONE for _ in readings]

    read(by_rule("Who approves it?", CHAT), searched)
    assert asked == [2]
