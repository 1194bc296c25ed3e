"""Conversations, stored as they happen: the question first, then what is there, then the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Update, bindparam, delete, exists, func, select, update
from sqlalchemy.orm import Session

from assistant.answers.answer import Answer, Turn
from assistant.answers.status import Status
from assistant.answers.stored import from_json, to_json
from assistant.record.tables import RECORD, ConversationRow, ExchangeRow
from assistant.record.turns import RecentTurns, said
from knowledge.access import Scope, System
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.sqlite.schema import migrate
from knowledge.errors import NotFound

# Columns and no objects, and made once: a page asks for them at every turn.
_OWN = select(ConversationRow.title).where(
    ConversationRow.id == bindparam("conversation"), ConversationRow.person == bindparam("person")
)
_ASKED = (
    select(ExchangeRow.id, ExchangeRow.question, ExchangeRow.state, ExchangeRow.ended_at)
    .where(ExchangeRow.conversation_id == bindparam("conversation"))
    .order_by(ExchangeRow.ordinal)
)
_NO_SMALL_TALK = (
    select(ExchangeRow.id)
    .where(
        ExchangeRow.conversation_id == bindparam("conversation"),
        ExchangeRow.answer["status"].as_string().is_distinct_from(Status.BLOCKED_SMALL_TALK.value),
    )
    .limit(1)
)
_LAST = select(func.max(ExchangeRow.ordinal)).where(
    ExchangeRow.conversation_id == bindparam("conversation")
)
_EXCHANGE = select(ExchangeRow.__table__).where(ExchangeRow.id == bindparam("exchange"))

_NO_CONVERSATION = "There is no such conversation. It may have been deleted; start a new question."
#: Characters of the first question that name a conversation in the list.
TITLE_LENGTH = 80


class ExchangeState(StrEnum):
    ANSWERING = "answering"
    STOPPED = "stopped"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation as the list shows it."""

    id: str
    title: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what became of it. `answer` is there when finished; when stopped there is
    `partial`, and an answer with how it was made and its receipt where they could be kept."""

    id: int
    conversation_id: str
    ordinal: int
    question: str
    state: ExchangeState
    partial: str
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    title: str
    exchanges: tuple[Exchange, ...]  # oldest first

    def history(self) -> list[Turn]:
        """The finished turns, as a follow-up needs them."""
        turns: list[Turn] = []
        for exchange in self.exchanges:
            if exchange.state is ExchangeState.FINISHED and exchange.answer is not None:
                turns += said(exchange.question, exchange.answer)
        return turns


@dataclass(frozen=True, slots=True)
class Earlier:
    """A question asked before the newest: its answer is there for the asking."""

    id: int
    question: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as its page and its next turn need it, however long it is."""

    id: str
    title: str
    earlier: tuple[Earlier, ...]  # oldest first
    newest: Exchange
    history: list[Turn]  # as `Conversation.history` gives it


class Conversations:
    """Each reader sees only their own; anything else does not exist for them (NotFound)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turns = RecentTurns()
        migrate(database, RECORD)

    def list(self, scope: Scope, limit: int = 200) -> list[Summary]:
        """Newest first."""
        with self._database.read() as session:
            own = select(ConversationRow.id, ConversationRow.title, ConversationRow.updated_at)
            newest = own.order_by(ConversationRow.updated_at.desc()).limit(limit)
            rows = session.execute(newest.where(ConversationRow.person == scope.person.key))
            return [Summary(*row) for row in rows]

    def open(self, scope: Scope, conversation_id: str) -> Conversation:
        with self._database.read() as session:
            row = _own(session, scope, conversation_id)
            exchanges = session.scalars(
                select(ExchangeRow)
                .where(ExchangeRow.conversation_id == row.id)
                .order_by(ExchangeRow.ordinal)
            )
            return Conversation(row.id, row.title, tuple(_exchange(each) for each in exchanges))

    def talk(self, scope: Scope, conversation_id: str) -> Talk:
        with self._database.read() as session:
            given = {"conversation": conversation_id, "person": scope.person.key}
            title = session.scalar(_OWN, given)
            if title is None:
                raise NotFound(_NO_CONVERSATION)
            asked = session.execute(_ASKED, {"conversation": conversation_id}).all()
            newest = session.execute(_EXCHANGE, {"exchange": asked[-1].id}).one()
            finished = [
                (one.id, one.ended_at) for one in asked if one.state == ExchangeState.FINISHED
            ]
            return Talk(
                conversation_id,
                title,
                tuple(Earlier(one.id, one.question) for one in asked[:-1]),
                _exchange(newest),
                self._turns.of(session, finished),
            )

    def exchange(self, scope: Scope, conversation_id: str, exchange_id: int) -> Exchange:
        """One of that conversation, with its answer."""
        with self._database.read() as session:
            row = _own(session, scope, conversation_id)
            exchange = session.get(ExchangeRow, exchange_id)
            if exchange is None or exchange.conversation_id != row.id:
                raise NotFound("There is no such question in this conversation.")
            return _exchange(exchange)

    def begin(self, scope: Scope, conversation_id: str | None, question: str) -> Exchange:
        """Saves the question first, in a new conversation if none is given."""
        moment = datetime.now(UTC)
        with self._database.write() as session:
            if conversation_id is None:
                row = ConversationRow(
                    id=uuid4().hex,
                    person=scope.person.key,
                    title=_title(question),
                    created_at=moment,
                    updated_at=moment,
                )
                session.add(row)
                session.flush()
            else:
                row = _own(session, scope, conversation_id)
                row.updated_at = moment
                if session.scalar(_NO_SMALL_TALK, {"conversation": row.id}) is None:
                    row.title = _title(question)  # it began with "hello"
            last = session.scalar(_LAST, {"conversation": row.id})
            exchange = ExchangeRow(
                conversation_id=row.id,
                ordinal=(last or 0) + 1,
                question=question,
                state=ExchangeState.ANSWERING,
                asked_at=moment,
            )
            session.add(exchange)
            session.flush()
            return _exchange(exchange)

    def keep_partial(self, scope: Scope, exchange_id: int, text: str) -> None:
        """Keeps what has been written so far of an answer that is still being made."""
        self._change(_own_exchange(scope, exchange_id, ExchangeState.ANSWERING), partial=text)

    def stop(self, scope: Scope, exchange_id: int, text: str) -> None:
        """Ends an unfinished answer as it stands; a finished one stays as it is."""
        unfinished = _own_exchange(scope, exchange_id, ExchangeState.ANSWERING)
        self._change(
            unfinished, partial=text, state=ExchangeState.STOPPED, ended_at=datetime.now(UTC)
        )

    def keep_stopped(self, scope: Scope, exchange_id: int, answer: Answer) -> None:
        """How a stopped answer was made until then; a finished one stays as it is."""
        stopped = _own_exchange(scope, exchange_id, ExchangeState.STOPPED)
        self._change(stopped, answer=to_json(answer))

    def stop_all_unfinished(self, by: System) -> None:
        """For the start of the one web process: nobody is answering what a dead one left open."""
        unfinished = update(ExchangeRow).where(ExchangeRow.state == ExchangeState.ANSWERING)
        self._change(unfinished, state=ExchangeState.STOPPED, ended_at=datetime.now(UTC))

    def finish(self, scope: Scope, exchange: Exchange, answer: Answer) -> None:
        ended = datetime.now(UTC)
        kept = self._change(
            _own_exchange(scope, exchange.id),
            answer=to_json(answer),
            partial="",
            state=ExchangeState.FINISHED,
            ended_at=ended,
        )
        if kept:
            self._turns.keep({(exchange.id, ended): said(exchange.question, answer)})

    def _change(self, which: Update, **values: object) -> bool:
        """Whether there was such an exchange."""
        changed = which.values(values).returning(ExchangeRow.id)
        with self._database.write() as session:
            ids = session.scalars(changed, execution_options={"synchronize_session": False}).all()
        return bool(ids)

    def delete(self, scope: Scope, conversation_id: str) -> None:
        """Removes the conversation and all its answers for good."""
        with self._database.write() as session:
            row = _own(session, scope, conversation_id)
            of_it = select(ExchangeRow.id).where(ExchangeRow.conversation_id == row.id)
            self._turns.forget(session.scalars(of_it).all())
            session.execute(delete(ExchangeRow).where(ExchangeRow.conversation_id == row.id))
            session.delete(row)


def _own(session: Session, scope: Scope, conversation_id: str) -> ConversationRow:
    row = session.get(ConversationRow, conversation_id)
    if row is None or row.person != scope.person.key:
        raise NotFound(_NO_CONVERSATION)
    return row


def _own_exchange(scope: Scope, exchange_id: int, state: ExchangeState | None = None) -> Update:
    """Changes that exchange where it is the person's own, and in this state."""
    own = exists().where(
        ConversationRow.id == ExchangeRow.conversation_id,
        ConversationRow.person == scope.person.key,
    )
    which = update(ExchangeRow).where(ExchangeRow.id == exchange_id, own)
    return which.where(ExchangeRow.state == state) if state else which


def _exchange(row: Any) -> Exchange:
    """`row`: an ExchangeRow, or its columns."""
    return Exchange(
        id=row.id,
        conversation_id=row.conversation_id,
        ordinal=row.ordinal,
        question=row.question,
        state=ExchangeState(row.state),
        partial=row.partial,
        answer=from_json(row.answer) if row.answer is not None else None,
    )


def _title(question: str) -> str:
    line = " ".join(question.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"
