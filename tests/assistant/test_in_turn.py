"""Without a model only so many answers are made at once; the others wait, and lose nothing."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import BoundedSemaphore

import pytest

from assistant.answering import runner
from assistant.answering.assistant import Assistant
from assistant.answers.events import Event, Finished, StepStarted
from assistant.answers.status import Status
from assistant.models import Models
from tests.assistant.fakes import FakeLibrary
from tests.model_server import ModelServer, Reply
from tests.people import HERE

Events = Generator[Event, None, None]
QUESTION = "Can I carry over 10 days of leave if my manager agrees?"


@pytest.fixture
def under_way(monkeypatch: pytest.MonkeyPatch) -> Iterator[Events]:
    """An answer that has the one place there is."""
    monkeypatch.setattr(runner, "_PLACES", BoundedSemaphore(1))
    with closing(_asked()) as events:
        next(events)
        yield events


def _asked() -> Events:
    events = Assistant(FakeLibrary()).ask(HERE, QUESTION)
    assert isinstance(events, Generator)
    return events


def test_who_waits_is_told_so_and_answered_when_there_is_a_place(under_way: Events) -> None:
    waiting = _asked()
    first = next(waiting)
    assert isinstance(first, StepStarted) and first.step == "wait"
    with ThreadPoolExecutor(1) as beside:
        rest = beside.submit(list, waiting)
        assert not rest.done()
        *_, before = under_way
        *_, after = rest.result(timeout=10)
    for finished in (before, after):
        assert isinstance(finished, Finished) and finished.answer.status is Status.ANSWERED


@pytest.mark.parametrize("ending", ["close", "throw"])
def test_an_answer_that_ends_early_gives_its_place_back(under_way: Events, ending: str) -> None:
    if ending == "close":
        under_way.close()
    else:
        *_, last = [under_way.throw(RuntimeError("a fault")), *under_way]
        assert isinstance(last, Finished) and last.answer.status is Status.ERROR_INTERNAL
    first = next(_asked())
    assert isinstance(first, StepStarted) and first.step == "screen"


def test_an_answer_by_a_model_needs_no_place(under_way: Events, chat_model: ModelServer) -> None:
    chat_model.script(Reply(("Up to 10 days. [1]",)))
    *_, last = Assistant(FakeLibrary(), models=Models.from_environment()).ask(HERE, QUESTION)
    assert isinstance(last, Finished) and last.answer.mode == "model"
