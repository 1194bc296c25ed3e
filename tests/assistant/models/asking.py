"""One question to a small library, with the models of the environment."""

from __future__ import annotations

from assistant.answering.assistant import Assistant
from assistant.answers.answer import Answer
from assistant.answers.events import Finished, Piece
from assistant.models import Models
from tests.assistant.fakes import FakeLibrary
from tests.people import HERE

QUESTION = "Can I carry over 10 days of leave if my manager agrees?"
WORDS = "You may carry over up to 10 days if your manager agrees before 31 March"


def ask(models: Models | None = None) -> Answer:
    """Checks that the question is kept and that what was streamed is what came of it."""
    assistant = Assistant(FakeLibrary(), models=models or Models.from_environment())
    *events, finished = assistant.ask(HERE, QUESTION)
    assert isinstance(finished, Finished)
    answer = finished.answer
    assert answer.question == QUESTION
    assert "".join(event.text for event in events if isinstance(event, Piece))
    return answer


def assert_own_words(answer: Answer, sentence: str) -> None:
    """The documents' own words stand instead, and one sentence says why."""
    assert answer.notice == f"{sentence} These are the documents' own words instead."
    assert (answer.mode, answer.model) == ("embedded", "")
    assert WORDS in answer.text
    assert answer.claims
