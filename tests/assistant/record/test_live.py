"""An answer in the making is recorded as it grows and can be stopped at any moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answers import Answer, Event, Finished, Piece, Status, StepStarted
from assistant.record import Conversations, ExchangeState
from assistant.record.live import LiveAnswer
from knowledge.access import LOCAL_READER
from knowledge.catalogue.database import Database

ANSWER = Answer("May I?", "May I?", Status.ANSWERED, "Yes, you may.")


@pytest.fixture
def conversations(tmp_path: Path) -> Iterator[Conversations]:
    database = Database(tmp_path / "catalogue.sqlite3")
    yield Conversations(database)
    database.close()


def test_it_shows_what_there_is_and_records_the_answer(conversations: Conversations) -> None:
    def events() -> Iterator[Event]:
        yield StepStarted("find", "Searching 25 documents")
        yield Piece("Yes, ")
        yield Piece("you may.")
        yield Finished(ANSWER)

    exchange = conversations.begin(LOCAL_READER, None, "May I?")
    live = LiveAnswer(conversations, exchange, events())
    seen = list(live.updates(every=0.01))
    live.stop()

    assert seen[-1].text == "Yes, you may." and seen[-1].answer == ANSWER
    (kept,) = conversations.open(LOCAL_READER, exchange.conversation_id).exchanges
    assert kept.answer == ANSWER and kept.state == ExchangeState.FINISHED


def test_stopping_keeps_the_text_and_ends_the_model_call(conversations: Conversations) -> None:
    go_on, closed = threading.Event(), threading.Event()

    def events() -> Iterator[Event]:
        try:
            yield Piece("Yes, ")
            go_on.wait(10)
            yield Piece("you may.")
            yield Finished(ANSWER)
        finally:
            closed.set()

    exchange = conversations.begin(LOCAL_READER, None, "May I?")
    live = LiveAnswer(conversations, exchange, events())
    for progress in live.updates(every=0.01):
        if progress.text:
            break
    live.stop()
    go_on.set()

    assert closed.wait(10)
    (kept,) = conversations.open(LOCAL_READER, exchange.conversation_id).exchanges
    assert (kept.partial, kept.state) == ("Yes, ", ExchangeState.STOPPED)


def test_what_goes_wrong_reaches_the_page_and_the_question_is_kept(
    conversations: Conversations,
) -> None:
    def events() -> Iterator[Event]:
        yield Piece("Yes, ")
        raise RuntimeError("broken")

    exchange = conversations.begin(LOCAL_READER, None, "May I?")
    live = LiveAnswer(conversations, exchange, events())
    with pytest.raises(RuntimeError, match="broken"):
        list(live.updates(every=0.01))
    live.stop()

    (kept,) = conversations.open(LOCAL_READER, exchange.conversation_id).exchanges
    assert (kept.question, kept.state) == ("May I?", ExchangeState.STOPPED)
