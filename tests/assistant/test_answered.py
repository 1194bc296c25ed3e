"""A document that repeats a question and answers it otherwise than another stands beside that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.comparing.answered import answered_apart
from assistant.answering.question.echo import Echo
from assistant.answers.citation import ComparisonKind
from assistant.models import Models
from knowledge.documents.types import Passage
from knowledge.documents.units import Unit, UnitKind
from knowledge.library import Details, Library
from knowledge.work import worker
from tests.assistant.asking import ask
from tests.model_server import ModelServer, Reply
from tests.people import HERE

ASKED = "How many days may I keep a borrowed projector before I have to return it?"
TRUE = "Borrowed projectors must be returned after 9 days."


def passage(id: int, said: str, title: str = "Equipment") -> Passage:
    start = title == ASKED and len(ASKED) + 1
    text = f"{ASKED}\n{said}" if start else said
    unit = Unit(UnitKind.SENTENCE, int(start), len(text), (int(start), len(text)))
    return Passage(id, id, id, 1, 1, title, "", "", (), None, 0, len(text), text, units=(unit,))


@pytest.mark.parametrize(
    ("planted", "true", "why"),
    [
        ("You can keep a projector for 40 days, then it is returned.", TRUE, "40 days or 9 days"),
        (
            "You may lend a borrowed projector to friends.",
            "A borrowed projector must not be lent to friends.",
            "may or must not",
        ),
    ],
)
def test_answers_that_differ_are_told_from_what_repeats_the_question(
    planted: str, true: str, why: str
) -> None:
    parrot, other = passage(1, planted, ASKED), passage(2, true)
    [pair] = answered_apart(Echo(ASKED), parrot, other)
    assert (pair.what.why, pair.one.text, pair.other.text) == (why, planted, true)
    [turned] = answered_apart(Echo(ASKED), other, parrot)
    assert (turned.one, turned.other) == (pair.other, pair.one)
    assert list(answered_apart(Echo("What may be borrowed?"), passage(3, planted), other)) == []


@pytest.mark.parametrize(
    "true",
    [
        "A projector is returned after 40 days.",  # the same
        "Borrowed laptops are returned to the library after 9 days.",
        "A projector costs £900.",
        "Projectors of London are returned after 9 days.",
        "A projector must be returned clean.",
    ],
)
def test_answers_that_do_not_differ_or_are_of_something_else_are_left_alone(true: str) -> None:
    planted = "You can keep a Leeds projector for 40 days, then it is returned."
    if "laptops" in true:
        planted = "You can keep a projector for 40 days."
    echo = Echo(ASKED)
    assert list(answered_apart(echo, passage(1, planted, ASKED), passage(2, true))) == []


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    home: Path = tmp_path_factory.mktemp("answered")
    planted = f"# {ASKED}\n\nYou can keep a projector for 40 days, then it is returned.\n"
    true = f"# Equipment loans\n\n## Returning\n\n{TRUE} Ask the desk for a longer loan.\n"
    with Library.open(home) as opened:
        for name, owner, text in (("a", "Estates", true), ("b", "A friend", planted)):
            given = Details(owner=owner, effective_from=date(2026, 1, 5))
            opened.add(HERE, text.encode(), f"{name}.md", owner, given)
        worker.run(opened.home, until_idle=True)
        yield opened


def test_both_answers_are_shown_with_owner_and_day(library: Library) -> None:
    [conflict] = ask(library, ASKED).comparisons
    assert conflict.kind is ComparisonKind.CONFLICT
    assert {side.owner for side in conflict.sides} == {"Estates", "A friend"}
    assert {side.effective_from for side in conflict.sides} == {date(2026, 1, 5)}
    assert any(side.quote == TRUE for side in conflict.sides)
    assert "40 days" in conflict.why
    assert "9 days" in conflict.why


def test_a_model_is_told_which_of_its_sources_differ(
    library: Library, chat_model: ModelServer
) -> None:
    chat_model.script(Reply(("NOT COVERED",)))
    models = Models.from_environment()
    list(Assistant(library, models=models).ask(HERE, ASKED))
    request = str(chat_model.chats[0].body["messages"][1]["content"])
    known, _, sources = request.partition("begin source 1 ")
    assert "Sources 1 and 2 differ: " in known
    assert TRUE in sources
    assert "for 40 days, then" in sources
