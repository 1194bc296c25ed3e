"""An answer in the making is recorded as it grows and can be stopped at any moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.assistant import Assistant
from assistant.answers.answer import Answer
from assistant.answers.events import Event, Finished, Piece, StepStarted
from assistant.answers.parts import said
from assistant.answers.status import Status
from assistant.models import Models
from assistant.record import Conversations, ExchangeState
from assistant.record.live import END_WITHIN, LiveAnswer
from knowledge.catalogue.sqlite.database import Database
from tests.assistant.fakes import FakeLibrary
from tests.model_server import ModelServer, Reply
from tests.people import HERE

QUESTION = "Can I carry over 10 days of leave if my manager agrees?"
ANSWER = Answer("May I?", "May I?", Status.ANSWERED, said("Yes, you may."))


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

    exchange = conversations.begin(HERE, None, "May I?")
    live = LiveAnswer(conversations, HERE, exchange, events())
    seen = list(live.updates(every=0.01))
    live.stop()

    assert seen[-1].text == "Yes, you may." and seen[-1].answer == ANSWER
    (kept,) = conversations.open(HERE, exchange.conversation_id).exchanges
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

    exchange = conversations.begin(HERE, None, "May I?")
    live = LiveAnswer(conversations, HERE, exchange, events())
    for progress in live.updates(every=0.01):
        if progress.text:
            break
    live.stop()
    go_on.set()

    assert closed.wait(10)
    (kept,) = conversations.open(HERE, exchange.conversation_id).exchanges
    assert (kept.partial, kept.state) == ("Yes, ", ExchangeState.STOPPED)


@pytest.mark.parametrize(
    ("reply", "written"),
    [
        (Reply(("Up to ", *("10 and " for _ in range(200))), delay=0.1), True),
        (Reply(hang=20), False),
    ],
    ids=["in the middle", "before the first word"],
)
def test_a_stopped_answer_leaves_its_receipt(
    conversations: Conversations, chat_model: ModelServer, reply: Reply, written: bool
) -> None:
    chat_model.script(reply)
    exchange = conversations.begin(HERE, None, QUESTION)
    events = Assistant(FakeLibrary(), models=Models.from_environment()).ask(HERE, QUESTION)
    live = LiveAnswer(conversations, HERE, exchange, events)
    for progress in live.updates(every=0.01):
        if progress.text if written else chat_model.chats:
            break
    started = time.monotonic()
    live.stop()

    assert time.monotonic() - started < END_WITHIN
    conversation = conversations.open(HERE, exchange.conversation_id)
    (kept,) = conversation.exchanges
    assert kept.state == ExchangeState.STOPPED and bool(kept.partial) is written
    assert kept.answer is not None and kept.answer.receipt is not None
    assert (kept.answer.status, kept.answer.text) == (Status.STOPPED, kept.partial)
    (call,) = kept.answer.receipt.calls
    assert call.outcome == "it was stopped" and call.tokens_estimated
    assert call.sent_characters == sum(
        len(each["content"]) for each in chat_model.chats[0].messages
    )
    assert (call.received_characters > 0) is written
    assert kept.answer.model == "test-model" and kept.answer.found
    assert conversation.history() == []


def test_one_that_ends_as_it_is_stopped_is_kept_as_stopped(conversations: Conversations) -> None:
    go_on = threading.Event()

    def events() -> Iterator[Event]:
        yield Piece("Yes, ")
        go_on.wait(10)
        yield Finished(ANSWER)

    exchange = conversations.begin(HERE, None, "May I?")
    live = LiveAnswer(conversations, HERE, exchange, events())
    for progress in live.updates(every=0.01):
        if progress.text:
            break
    threading.Timer(0.2, go_on.set).start()
    live.stop()

    (kept,) = conversations.open(HERE, exchange.conversation_id).exchanges
    assert kept.state == ExchangeState.STOPPED and kept.answer is not None
    assert (kept.answer.status, kept.answer.text) == (Status.STOPPED, "Yes, ")


def test_what_goes_wrong_reaches_the_page_and_the_question_is_kept(
    conversations: Conversations,
) -> None:
    def events() -> Iterator[Event]:
        yield Piece("Yes, ")
        raise RuntimeError("broken")

    exchange = conversations.begin(HERE, None, "May I?")
    live = LiveAnswer(conversations, HERE, exchange, events())
    with pytest.raises(RuntimeError, match="broken"):
        list(live.updates(every=0.01))
    live.stop()

    (kept,) = conversations.open(HERE, exchange.conversation_id).exchanges
    assert (kept.question, kept.state) == ("May I?", ExchangeState.STOPPED)
