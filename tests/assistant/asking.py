"""One question to a library, answered without a model."""

from __future__ import annotations

from assistant.answering.assistant import Assistant
from assistant.answers.answer import Answer, History
from assistant.answers.events import Finished
from knowledge.library import Library
from tests.people import HERE


def ask(library: Library, question: str, history: History = ()) -> Answer:
    *_, last = Assistant(library).ask(HERE, question, history, mode="embedded")
    assert isinstance(last, Finished)
    return last.answer
