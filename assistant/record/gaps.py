"""Questions that the documents did not answer: told by who asked, for the documents' owners."""

from __future__ import annotations

import builtins
from collections.abc import Container, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from assistant.answers.answer import Answer
from assistant.answers.status import Status
from assistant.answers.stored import from_json
from assistant.record.tables import RECORD, ConversationRow, ExchangeRow, GapRow
from knowledge.access import Role, Scope
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.sqlite.schema import migrate
from knowledge.documents.types import Collection, Passage
from knowledge.errors import BernardError, NotFound
from knowledge.library import Library

_NO_QUESTION = "There is no such question. Its conversation may have been deleted."
# Made once, as every page with such an answer asks for it.
_TOLD = (
    select(GapRow.told_at, GapRow.owner, GapRow.done_at)
    .select_from(ExchangeRow)
    .join(ConversationRow, ConversationRow.id == ExchangeRow.conversation_id)
    .outerjoin(GapRow, GapRow.exchange_id == ExchangeRow.id)
    .where(ExchangeRow.id == bindparam("exchange"), ConversationRow.person == bindparam("person"))
)
#: The answers that leave something to tell.
TELLING = (Status.NOT_COVERED, Status.UNSURE, Status.PARTIAL)
#: Documents kept with a question: as many as the page shows as nearest.
NEAREST = 3
#: One's own unanswered questions that are listed, the newest.
MOST_UNTOLD = 200


@dataclass(frozen=True, slots=True)
class Near:
    """A document near the question, at its nearest words."""

    collection_id: int
    document_id: int
    version_id: int
    title: str
    start: int  # in that version's text
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the person who asked is shown of it."""

    at: datetime
    owner: str
    done_at: datetime | None
    again: bool = False  # it was told before


@dataclass(frozen=True, slots=True)
class Untold:
    """One's own question that the documents did not answer and no owner was told of."""

    exchange_id: int
    question: str
    status: Status
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question as a curator sees it, with those nearest documents that this curator may see."""

    id: int
    question: str
    missing: str
    told_by: str
    told_at: datetime
    collection: str  # "" where nothing was near
    owner: str
    nearest: tuple[Near, ...]
    done_at: datetime | None
    done_by: str


class Gaps:
    """A reader tells of their own answers only; a curator sees those of collections that they may
    see. Anything else does not exist for them (NotFound)."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library = library
        self._database = database
        migrate(self._database, RECORD)

    def owner(self, scope: Scope, answer: Answer) -> str:
        """Who looks after what is nearest to the question; "" where nobody is named."""
        owners = self._library.owners(scope)
        return self._owner(self._nearest(answer, owners), owners)

    def told(self, scope: Scope, exchange_id: int) -> Told | None:
        given = {"exchange": exchange_id, "person": scope.person.key}
        with self._database.read() as session:
            row = session.execute(_TOLD, given).one_or_none()
        if row is None:
            raise NotFound(_NO_QUESTION)
        return Told(row.told_at, row.owner, row.done_at) if row.told_at else None

    def tell(self, scope: Scope, exchange_id: int) -> Told:
        """Keeps the question for the owner, once an answer. Of the passages found, only what the
        reader may see goes with it. Raises NotFound; BernardError where nothing is left open."""
        with self._database.read() as session:
            exchange = _own(session, scope, exchange_id)
        answer = from_json(exchange.answer) if exchange.answer is not None else None
        if answer is None or answer.status not in TELLING:
            raise BernardError(
                "There is nothing to tell: this question was answered or is not finished."
            )
        owners = self._library.owners(scope)
        nearest = self._nearest(answer, owners)
        with self._database.write() as session:
            _own(session, scope, exchange_id)
            row = _of(session, exchange_id)
            if row is not None:
                return Told(row.told_at, row.owner, row.done_at, again=True)
            row = GapRow(
                exchange_id=exchange_id,
                question=exchange.question,
                missing=answer.missing,
                person=scope.person.key,
                told_at=datetime.now(UTC),
                collection_id=nearest[0].collection_id if nearest else None,
                owner=self._owner(nearest, owners),
                nearest=[_near(passage) for passage in nearest],
            )
            session.add(row)
            return Told(row.told_at, row.owner, None)

    def list(self, scope: Scope, *, done: bool = False) -> list[Unanswered]:
        """The open ones, newest first; with `done` the closed ones too. Raises NotAllowed."""
        scope.require_curator()
        visible = self._visible(scope)
        query = select(GapRow).order_by(GapRow.told_at.desc(), GapRow.id.desc())
        with self._database.read() as session:
            rows = session.scalars(query if done else query.where(GapRow.done_at.is_(None)))
            return [_gap(row, visible) for row in rows if _may_see(scope, row, visible)]

    def close(self, scope: Scope, gap_id: int) -> Unanswered:
        """Done: it is listed no more, and who asked is shown so. Raises NotAllowed, NotFound."""
        scope.require_curator()
        visible = self._visible(scope)
        with self._database.write() as session:
            row = session.get(GapRow, gap_id)
            if row is None or not _may_see(scope, row, visible):
                raise NotFound("There is no such question to close. `bernard gaps` lists them.")
            if row.done_at is None:
                row.done_at, row.done_by = datetime.now(UTC), scope.person.key
            return _gap(row, visible)

    def untold(self, scope: Scope) -> builtins.list[Untold]:
        """The reader's own, newest first. A part answer counts, whatever is missing of it."""
        status = ExchangeRow.answer["status"].as_string()
        query = (
            select(ExchangeRow.id, ExchangeRow.question, status, ExchangeRow.asked_at)
            .join(ConversationRow, ConversationRow.id == ExchangeRow.conversation_id)
            .where(
                ConversationRow.person == scope.person.key,
                status.in_([one.value for one in TELLING]),
                ExchangeRow.id.not_in(
                    select(GapRow.exchange_id).where(GapRow.exchange_id.is_not(None))
                ),
            )
            .order_by(ExchangeRow.id.desc())
            .limit(MOST_UNTOLD)
        )
        with self._database.read() as session:
            rows = session.execute(query).all()
        return [Untold(each, asked, Status(ended), at) for each, asked, ended, at in rows]

    def withdraw(self, scope: Scope, gap_id: int) -> str:
        """Whoever told of it takes it back: it is removed for good; returns the question. Raises
        NotFound for what another person told."""
        with self._database.write() as session:
            row = session.get(GapRow, gap_id)
            if row is None or row.person != scope.person.key:
                raise NotFound("There is no such question of yours. `bernard gaps` lists them.")
            session.delete(row)
            return row.question

    def _visible(self, scope: Scope) -> dict[int, Collection]:
        return {one.id: one for one in self._library.collections(scope)}

    def _nearest(self, answer: Answer, visible: Container[int]) -> tuple[Passage, ...]:
        """The nearest passage of each of the nearest documents."""
        of: dict[int, Passage] = {}
        for found in answer.found:
            if found.passage.collection_id in visible:
                of.setdefault(found.passage.document_id, found.passage)
        return tuple(of.values())[:NEAREST]

    def _owner(self, nearest: tuple[Passage, ...], owners: Mapping[int, str]) -> str:
        return nearest[0].owner or owners[nearest[0].collection_id] if nearest else ""


def _own(session: Session, scope: Scope, exchange_id: int) -> ExchangeRow:
    row = session.scalar(
        select(ExchangeRow)
        .join(ConversationRow, ConversationRow.id == ExchangeRow.conversation_id)
        .where(ExchangeRow.id == exchange_id, ConversationRow.person == scope.person.key)
    )
    if row is None:
        raise NotFound(_NO_QUESTION)
    return row


def _of(session: Session, exchange_id: int) -> GapRow | None:
    return session.scalar(select(GapRow).where(GapRow.exchange_id == exchange_id))


def _may_see(scope: Scope, row: GapRow, visible: Mapping[int, Collection]) -> bool:
    """A question that nothing was near to belongs to no collection: administrators see it."""
    if row.collection_id is None:
        return Role.ADMIN in scope.person.roles
    return row.collection_id in visible


def _near(passage: Passage) -> dict[str, object]:
    """As it is stored: a `Near`, whose fields are the passage's."""
    return {each.name: getattr(passage, each.name) for each in fields(Near)}


def _gap(row: GapRow, visible: Mapping[int, Collection]) -> Unanswered:
    near = (Near(**stored) for stored in row.nearest)
    return Unanswered(
        id=row.id,
        question=row.question,
        missing=row.missing,
        told_by=row.person,
        told_at=row.told_at,
        collection=visible[row.collection_id].name if row.collection_id is not None else "",
        owner=row.owner,
        nearest=tuple(one for one in near if one.collection_id in visible),
        done_at=row.done_at,
        done_by=row.done_by,
    )
