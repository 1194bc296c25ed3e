"""Dates, owners and predecessors as curators confirm them and as questions need them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from knowledge.access import Scope
from knowledge.catalogue import force, read
from knowledge.catalogue import statements as kept
from knowledge.catalogue.force import Moved
from knowledge.catalogue.read import Allowed
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.tables import IN_FORCE, DocumentRow, StatementRow, VersionRow
from knowledge.curation.correcting import Facts, correct
from knowledge.documents.statements import Field
from knowledge.documents.types import Document
from knowledge.errors import NotFound
from knowledge.index.take_effect import take_effect
from knowledge.index.upkeep import Upkeep
from knowledge.language.titles import may_mean, same_title
from knowledge.language.wording import day

_GONE = "This suggestion is gone: it was decided, or the version was replaced."


# Asked at every question, and so made once.
_OF_FOUND = (
    IN_FORCE,
    DocumentRow.id.in_(bindparam("documents", expanding=True)),
    DocumentRow.collection_id.in_(bindparam("allowed", expanding=True)),
)
_TITLES = select(DocumentRow.id, DocumentRow.title).join(VersionRow).where(*_OF_FOUND)
_REPLACING = (
    select(StatementRow.field, StatementRow.value, StatementRow.other_id, VersionRow.document_id)
    .join(VersionRow, VersionRow.id == StatementRow.version_id)
    .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
    .where(
        *_OF_FOUND,
        StatementRow.state == kept.SUGGESTED,
        StatementRow.field.in_([Field.REPLACES, Field.REPLACED_BY]),
    )
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a version's words say and the catalogue does not. `other`: the document that it replaces
    or is replaced by. `[start:end]` of the version's text says so; 0, 0: its properties do."""

    version_id: int
    document_id: int
    title: str
    collection: str
    field: Field
    value: str
    known: str  # what the catalogue says now, "" for nothing
    words: str
    start: int
    end: int
    other: Document | None = None
    by_its_text: bool = False  # which is nearly that of the other

    @property
    def day(self) -> date:
        """Of a date's suggestion."""
        return date.fromisoformat(self.value)


@dataclass(frozen=True, slots=True)
class Succession:
    """A document that may replace another, by their ids: as one of them says itself (`stated`), or
    because their texts are nearly the same."""

    newer: int
    older: int
    stated: bool


class Suggestions:
    """What documents say of themselves, decided by those who curate them."""

    def __init__(self, database: Database, upkeep: Callable[[], Upkeep]) -> None:
        self._database = database
        self._upkeep = upkeep

    def listed(self, scope: Scope) -> list[Suggestion]:
        """Those that would change something, by title. Raises NotAllowed."""
        scope.require_curator()
        with self._database.read() as session:
            documents = {one.id: one for one in read.documents(session, scope)}
            rows = _suggested(session, read.visible(session, scope))
        found = [
            _suggestion(documents, row)
            for row in rows
            if row.document_id in documents
            and scope.may_curate(documents[row.document_id].collection_id)
        ]
        return sorted(
            (one for one in found if one is not None),
            key=lambda one: (one.title.casefold(), list(Field).index(one.field)),
        )

    def confirm(self, scope: Scope, version_id: int, field: Field) -> str:
        """Takes the suggestion over; returns what that changed, as a sentence. Raises NotFound."""
        one = self._find(scope, version_id, field)

        def change(session: Session) -> Moved:
            allowed = read.visible(session, scope)
            every = _suggested(session, allowed)
            if (one.document_id, field) not in {(row.document_id, row.field) for row in every}:
                raise NotFound(_GONE)  # in between
            kept.decide(scope, session, version_id, [field], kept.CONFIRMED)
            return _take_over(scope, session, one)

        moved = take_effect(scope, self._database, self._upkeep, change)
        if field is Field.EFFECTIVE_FROM and version_id in moved.left:
            until = " What it takes the place of is used until then." if moved.entered else ""
            return (
                f"“{one.title}” comes into force on {day(one.day)}: answers do not use this "
                f"version before.{until}"
            )
        return _sentence(one)

    def refuse(self, scope: Scope, version_id: int, field: Field) -> None:
        """It is not suggested again for this version. Raises NotFound."""
        self._find(scope, version_id, field)
        with self._database.write() as session:
            kept.decide(scope, session, version_id, [field], kept.REFUSED)

    def correct(self, scope: Scope, document_id: int, facts: Facts) -> Document:
        """Puts the owner and the dates of the version in force right; what the document says of
        them is suggested no more. Raises NotFound, BernardError where they cannot be."""
        scope.require_curator()

        def change(session: Session) -> Moved:
            document = read.document(session, scope, document_id)
            scope.require_curator(document.collection_id)
            return correct(scope, session, document, facts, date.today())

        take_effect(scope, self._database, self._upkeep, change)
        with self._database.read() as session:
            return read.document(session, scope, document_id)

    def look_again(self, scope: Scope) -> int:
        """Reads the opening of everything in force again; returns how many versions there were."""
        scope.require_curator()
        with self._database.read() as session:
            curated = [one for one in read.visible(session, scope) if scope.may_curate(one)]
            in_force = select(VersionRow.id).join(DocumentRow).where(IN_FORCE)
            wanted = session.scalars(in_force.where(DocumentRow.collection_id.in_(curated))).all()
        for version_id in wanted:
            with self._database.write() as session:
                kept.note_again(scope, session, version_id)
        return len(wanted)

    def replacing(self, scope: Scope, document_ids: Iterable[int]) -> list[Succession]:
        """Among these documents in force, where no curator has decided yet."""
        wanted = list(document_ids)
        with self._database.read() as session:
            given = {"documents": wanted, "allowed": read.visible(session, scope)}
            rows = session.execute(_REPLACING, given).all()
            titles = dict(session.execute(_TITLES, given).tuples().all()) if rows else {}
        found = []
        for row in rows:
            others = {one: title for one, title in titles.items() if one != row.document_id}
            other = _meant(row, others)
            if other is not None:
                pair = (row.document_id, other)
                newer, older = pair if row.field is Field.REPLACES else pair[::-1]
                found.append(Succession(newer, older, stated=row.other_id is None))
        return found

    def _find(self, scope: Scope, version_id: int, field: Field) -> Suggestion:
        for one in self.listed(scope):
            if (one.version_id, one.field) == (version_id, field):
                return one
        raise NotFound(_GONE)


def _take_over(scope: Scope, session: Session, one: Suggestion) -> Moved:
    if one.field in (Field.EFFECTIVE_FROM, Field.REVIEW_BY):
        return force.set_dates(scope, session, one.version_id, {one.field: one.day}, date.today())
    if one.field is Field.OWNER:
        session.execute(
            update(DocumentRow).where(DocumentRow.id == one.document_id).values(owner=one.value)
        )
    elif one.other is not None:
        old, new = one.other.id, one.document_id
        if one.field is Field.REPLACED_BY:
            old, new = new, old
        return force.succeed(scope, session, old, new)
    return Moved()


def _suggested(session: Session, allowed: Allowed) -> Sequence[Any]:
    """Undecided statements of versions in force or waiting for their day."""
    query = (
        select(
            *StatementRow.__table__.columns,
            VersionRow.document_id,
            read.words_at(VersionRow.text, StatementRow.start, StatementRow.end).label("words"),
        )
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(
            StatementRow.state == kept.SUGGESTED,
            IN_FORCE,
            DocumentRow.collection_id.in_(allowed),
        )
    )
    return session.execute(query).all()


def _suggestion(documents: dict[int, Document], row: Any) -> Suggestion | None:
    """None where the catalogue says the same, or where nothing could be done with it."""
    document, field = documents[row.document_id], Field(row.field)
    version = document.current
    if version is None or version.id != row.version_id:
        return None
    known, other = "", None
    if field is Field.OWNER:
        known = document.owner
    elif field in (Field.EFFECTIVE_FROM, Field.REVIEW_BY):
        at = version.effective_from if field is Field.EFFECTIVE_FROM else version.review_by
        known = at.isoformat() if at else ""
    else:
        others = {
            one.id: one.title for one in documents.values() if one.id != document.id and one.current
        }
        named = _meant(row, others)
        if named is None:
            return None
        other = documents[named]
    if known == row.value:
        return None
    of = (version.id, document.id, document.title, document.collection)
    said = (row.value, known, row.words, row.start, row.end)
    return Suggestion(*of, field, *said, other, row.other_id is not None)


def _meant(row: Any, titles: Mapping[int, str]) -> int | None:
    """The document that a statement names, by its number or in words, by its id."""
    if row.other_id is not None:
        return int(row.other_id) if row.other_id in titles else None
    return _named(row.value, titles)


def _named(name: str, titles: Mapping[int, str]) -> int | None:
    """The one document that a policy can mean when it names another ("the Travel Policy 2019"), by
    its id; None where there is none, or more than one."""
    exact = [one for one, title in titles.items() if same_title(name, title)]
    if len(exact) == 1:
        return exact[0]
    alike = [one for one, title in titles.items() if may_mean(name, title)]
    return alike[0] if len(alike) == 1 else None


def _sentence(one: Suggestion) -> str:
    if one.field is Field.EFFECTIVE_FROM:
        return f"“{one.title}” is in force since {day(one.day)}."
    if one.field is Field.REVIEW_BY:
        return f"“{one.title}” is to be reviewed by {day(one.day)}."
    if one.field is Field.OWNER:
        return f"“{one.title}” is owned by {one.value}."
    old, new = (one.other.title if one.other else one.value), one.title
    if one.field is Field.REPLACED_BY:
        old, new = new, old
    return (
        f"“{old}” is superseded by “{new}”: answers no longer use it, except for questions about "
        "that time. It can be put in force again."
    )
