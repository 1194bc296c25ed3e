"""The record keeps a question before it is answered, and an answer whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from assistant.answers.answer import Answer
from assistant.answers.citation import Citation
from assistant.answers.parts import (
    AskingBack,
    Claim,
    Gap,
    Heading,
    Item,
    Listing,
    Mark,
    Paragraph,
    Part,
    Quote,
    Table,
    Words,
    said,
)
from assistant.answers.status import Status, Verdict
from assistant.record import Conversations, ExchangeState
from assistant.record.tables import RecordBase
from knowledge.catalogue.sqlite.database import Database
from knowledge.documents.types import Found, Passage, Reason
from knowledge.errors import NotFound
from tests.answers import marked, written
from tests.people import BY, HERE, somebody

SOMEONE_ELSE = somebody("someone-else")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "catalogue.sqlite3")
    yield database
    database.close()


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


MARKS = marked(1, "Up to 10 days")


def every_part(citation: Citation) -> tuple[Part, ...]:
    """One of each kind, and of each kind of run."""
    claim = Claim(
        "Up to 10 days.", (citation,), Verdict.SUPPORTED, "Put right.",
        marks=(Mark(13, 1), Mark(13, None)), strong=((0, 5),),
    )  # fmt: skip
    return (
        Heading((Words("Leave"),)),
        Paragraph(((claim, Gap("The documents do not say when.")), (Words("So:"),))),
        Listing((Item(((claim,),), 0, 3), Item(((Claim("Not checked."),),), 1))),
        Table((((Words("Grade"),), (Words("Days"),)), ((claim,), (claim,)))),
        Quote(claim),
        Quote(claim, joined=True),
        AskingBack(("you agree",)),
    )


def an_answer() -> Answer:
    passage = Passage(
        id=7,
        document_id=2,
        version_id=3,
        version=1,
        collection_id=1,
        title="Annual leave",
        source="leave.docx",
        owner="HR Policy Team",
        heading_path=("Leave", "Carrying over"),
        page=4,
        start=100,
        end=160,
        text="You may carry over up to 10 days “with agreement” — <b>no more</b>.",
        effective_from=date(2026, 4, 1),
        review_by=None,
    )
    citation = Citation(
        n=1,
        passage_id=7,
        document_id=2,
        version_id=3,
        document="leave.docx",
        title="Annual leave",
        version=1,
        page=4,
        heading_path=("Leave", "Carrying over"),
        quote="up to 10 days",
        start=119,
        end=132,
        owner="HR Policy Team",
        effective_from=date(2026, 4, 1),
    )
    return Answer(
        question="Can I carry over leave?",
        query="carry over annual leave",
        status=Status.ANSWERED,
        parts=written(
            Claim("Up to 10 days.", (citation,), Verdict.SUPPORTED, marks=(Mark(13, 1),))
        ),
        found=(Found(passage, 0.75, (Reason("words", 1, 12.5), Reason("meaning", 2, 0.61))),),
        mode="model",
        model="some-model",
        prompt_version="compose-3",
        notice="",
        times_ms={"search": 4.25, "answer": 900.0},
        tokens={"input": 1200, "output": 80},
    )


def test_the_tables_are_what_the_migrations_make(
    database: Database, conversations: Conversations
) -> None:
    _require_newest(database)


def test_older_tables_are_brought_up_to_date(
    database: Database, conversations: Conversations
) -> None:
    with database.write() as session:
        for statement in (
            "DROP INDEX ix_conversations_recent",
            "CREATE INDEX ix_conversations_reader ON conversations (reader)",
            "UPDATE record_version SET version_num = '0003'",
        ):
            session.execute(text(statement))
    Conversations(database)
    _require_newest(database)


def _require_newest(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": "record_version", "compare_type": True}
        )
        assert compare_metadata(context, RecordBase.metadata) == []


def test_an_answer_is_read_back_as_it_was(conversations: Conversations) -> None:
    plain = an_answer()
    answer = replace(plain, parts=every_part(plain.citations[0]))
    exchange = conversations.begin(HERE, None, answer.question)
    conversations.finish(HERE, exchange, answer)

    (kept,) = conversations.open(HERE, exchange.conversation_id).exchanges

    assert kept.answer == answer
    assert kept.answer is not None and kept.answer.citations == answer.citations
    assert kept.state == ExchangeState.FINISHED


def test_the_question_is_saved_before_anything_else(
    tmp_path: Path, database: Database, conversations: Conversations
) -> None:
    exchange = conversations.begin(HERE, None, "Can I carry over leave?")
    conversations.keep_partial(HERE, exchange.id, "Up to 10")

    reopened = Conversations(Database(database.path))  # as after a kill -9
    reopened.stop_all_unfinished(BY)
    (kept,) = reopened.open(HERE, exchange.conversation_id).exchanges

    assert (kept.question, kept.partial) == ("Can I carry over leave?", "Up to 10")
    assert kept.state == ExchangeState.STOPPED


def test_a_late_stop_does_not_undo_a_finished_answer(conversations: Conversations) -> None:
    exchange = conversations.begin(HERE, None, "Can I carry over leave?")
    conversations.finish(HERE, exchange, an_answer())
    conversations.stop(HERE, exchange.id, "Up to")
    conversations.keep_partial(HERE, exchange.id, "Up to")

    (kept,) = conversations.open(HERE, exchange.conversation_id).exchanges

    assert kept.state == ExchangeState.FINISHED and kept.answer == an_answer()


def test_only_finished_turns_are_history(conversations: Conversations) -> None:
    first = conversations.begin(HERE, None, "Can I carry over leave?")
    conversations.finish(HERE, first, an_answer())
    second = conversations.begin(HERE, first.conversation_id, "And if I am new?")
    conversations.stop(HERE, second.id, "If you")

    conversation = conversations.open(HERE, first.conversation_id)

    assert [exchange.ordinal for exchange in conversation.exchanges] == [1, 2]
    assert [turn.content for turn in conversation.history()] == [
        "Can I carry over leave?",
        "Up to 10 days [1].",
    ]


def test_nobody_sees_or_changes_another_persons_conversation(conversations: Conversations) -> None:
    exchange = conversations.begin(HERE, None, "A private matter")

    assert conversations.list(SOMEONE_ELSE) == []
    for act in (
        lambda: conversations.open(SOMEONE_ELSE, exchange.conversation_id),
        lambda: conversations.delete(SOMEONE_ELSE, exchange.conversation_id),
        lambda: conversations.begin(SOMEONE_ELSE, exchange.conversation_id, "Let me in"),
    ):
        with pytest.raises(NotFound):
            act()
    assert len(conversations.open(HERE, exchange.conversation_id).exchanges) == 1


def test_deleting_removes_every_answer(database: Database, conversations: Conversations) -> None:
    exchange = conversations.begin(HERE, None, "Can I carry over leave?")
    conversations.finish(HERE, exchange, an_answer())

    conversations.delete(HERE, exchange.conversation_id)

    with pytest.raises(NotFound):
        conversations.open(HERE, exchange.conversation_id)
    with database.read() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("SELECT count(*) FROM exchanges").scalar() == 0


def test_a_greeting_is_no_title(conversations: Conversations) -> None:
    greeted = conversations.begin(HERE, None, "u there?")
    reply = Answer("u there?", "u there?", Status.BLOCKED_SMALL_TALK, said("Hello."))
    conversations.finish(HERE, greeted, reply)
    assert conversations.list(HERE)[0].title == "u there?"
    for question in ("How do I claim travel?", "And by when?"):
        conversations.begin(HERE, greeted.conversation_id, question)
    assert conversations.list(HERE)[0].title == "How do I claim travel?"


def test_the_list_is_newest_first_and_titled_by_the_first_question(
    conversations: Conversations,
) -> None:
    older = conversations.begin(HERE, None, "  How do I\nclaim travel? ")
    newer = conversations.begin(HERE, None, "word " * 60)
    conversations.begin(HERE, older.conversation_id, "And by car?")

    listed = conversations.list(HERE)

    assert [summary.id for summary in listed] == [older.conversation_id, newer.conversation_id]
    assert listed[0].title == "How do I claim travel?"
    assert len(listed[1].title) <= 80 and listed[1].title.endswith("…")
    assert all(summary.updated_at <= datetime.now(UTC) for summary in listed)


def test_what_the_screen_stopped_is_no_part_of_the_talk(conversations: Conversations) -> None:
    first = conversations.begin(HERE, None, "SECRET\nWhich route?")
    conversations.finish(
        HERE,
        first,
        Answer(first.question, "", Status.BLOCKED_MARKING, said("It carries a marking.")),
    )
    assert conversations.open(HERE, first.conversation_id).history() == []


def test_a_talk_is_what_its_next_turn_needs(conversations: Conversations) -> None:
    first = conversations.begin(HERE, None, "Can I carry over leave?")
    conversations.finish(HERE, first, an_answer())
    for _ in range(2):  # the second time nothing is decoded again
        second = conversations.begin(HERE, first.conversation_id, "And if I am new?")
        talk = conversations.talk(HERE, first.conversation_id)
        whole = conversations.open(HERE, first.conversation_id)
        assert talk.newest == second == whole.exchanges[-1]
        assert [each.id for each in talk.earlier] == [each.id for each in whole.exchanges[:-1]]
        assert talk.history == whole.history()
        conversations.finish(HERE, second, an_answer())

    opened = conversations.exchange(HERE, first.conversation_id, first.id)
    assert opened.answer == an_answer()


def test_a_talk_is_its_persons_own(conversations: Conversations) -> None:
    mine = conversations.begin(HERE, None, "Can I carry over leave?")
    theirs = conversations.begin(SOMEONE_ELSE, None, "A private matter")
    for act in (
        lambda: conversations.talk(HERE, theirs.conversation_id),
        lambda: conversations.exchange(HERE, theirs.conversation_id, theirs.id),
        lambda: conversations.exchange(HERE, mine.conversation_id, theirs.id),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_new_talk_says_nothing_of_a_deleted_one(conversations: Conversations) -> None:
    """SQLite gives the id of a deleted exchange to the next."""
    for question, answer in (
        ("A private matter", replace(an_answer(), parts=said("Secret."))),
        ("Can I carry over leave?", an_answer()),
    ):
        exchange = conversations.begin(HERE, None, question)
        conversations.finish(HERE, exchange, answer)
        said_there = conversations.talk(HERE, exchange.conversation_id).history
        assert said_there[0].content == question and said_there[1] == answer.turn
        conversations.delete(HERE, exchange.conversation_id)
