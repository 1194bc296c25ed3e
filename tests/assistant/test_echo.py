"""A document earns nothing by repeating the question that is asked of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answering.question.echo import Echo, without_echo
from knowledge.documents.types import Found, Passage, Reason
from knowledge.documents.units import Unit, UnitKind

ASKED = "How many days may I keep a borrowed projector before I return it?"
STATED = "A projector is kept for nine days."


def passage(
    text: str, title: str = "Equipment", path: tuple[str, ...] = (), id: int = 1
) -> Passage:
    return Passage(id, id, id, 1, 1, title, "", "", path, None, 0, len(text), text)


@pytest.mark.parametrize(
    "text",
    [
        f"{ASKED} {STATED}",
        f"{ASKED}\n{STATED}\nWhat else should somebody know of projectors?",
        f"**{ASKED}**\n\n{STATED}",
    ],
)
def test_what_asks_is_left_out(text: str) -> None:
    assert Echo(ASKED).beside(text) == STATED


def test_words_that_stand_as_in_the_question_are_left_out_of_what_states_something() -> None:
    said = "As to how many days may I keep a borrowed projector, we say nine."
    assert Echo(ASKED).beside(said) == "as to we say nine"


@pytest.mark.parametrize("asked", [ASKED, "projector", "borrowed projector", ""])
def test_words_that_any_passage_on_the_subject_has_stay(asked: str) -> None:
    for said in (STATED, "Borrowed projector", "You may keep a borrowed laptop for nine days."):
        assert Echo(asked).beside(said) == said


def test_a_section_keeps_the_question_that_heads_it_and_a_title_does_not() -> None:
    echo = Echo(ASKED)
    headed = passage(f"{ASKED}\n{STATED}", path=(ASKED,))
    titled = passage(f"{ASKED}\n{STATED}", title=ASKED, path=(ASKED,))
    unit = Unit(UnitKind.SENTENCE, len(ASKED) + 1, len(headed.text), (0, 0))
    assert echo.left(headed) is None
    assert echo.judged(headed, unit) == f"{ASKED}: {STATED}"
    assert echo.left(titled) == STATED
    assert echo.judged(titled, unit) == STATED


def test_a_question_written_out_is_no_heading() -> None:
    ordinals = ("first", "second", "third")
    keeps = "neighbour keeps asking me about the old projector."
    long = " ".join(f"My {one} {keeps}" for one in ordinals)
    asked = f"{long} We have asked the department twice about it now. {ASKED}"
    assert Echo(asked).heading(passage(STATED, path=(asked,))) == ""


def found(id: int, score: float, text: str) -> Found:
    return Found(passage(text, id=id), score, (Reason("meaning", id, score),))


def order(items: Sequence[Found]) -> list[int]:
    def near(texts: Sequence[str]) -> list[float]:
        return [0.4 for _ in texts]

    return [item.passage.id for item in without_echo(ASKED, items, near)]


def test_a_passage_is_found_where_what_it_states_puts_it() -> None:
    parrot = found(1, 0.9, f"{ASKED} {STATED}")
    others = [found(2, 0.6, STATED), found(3, 0.5, STATED), found(4, 0.3, STATED)]
    assert order([parrot, *others]) == [2, 3, 1, 4]


def test_nothing_is_raised_and_what_repeats_nothing_keeps_its_place() -> None:
    moved_up = [found(1, 0.3, STATED), found(2, 0.6, STATED)]
    near_anyhow = [found(1, 0.35, f"{ASKED} {STATED}"), found(2, 0.3, STATED)]
    assert order(moved_up) == [1, 2]
    assert order(near_anyhow) == [1, 2]
