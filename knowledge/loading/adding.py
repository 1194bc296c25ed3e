"""Files at the door: kept on disk, then queued in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from knowledge.access import Scope
from knowledge.catalogue import read
from knowledge.catalogue.files import Files
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.tables import CollectionRow, JobRow
from knowledge.documents.types import Job, JobState
from knowledge.errors import BernardError


@dataclass(frozen=True, slots=True)
class Details:
    """What a curator says of a file; empty fields are taken from the file itself."""

    title: str = ""
    owner: str = ""
    effective_from: date | None = None
    review_by: date | None = None
    replaces: int | None = None  # document id: load as this document's next version


NOTHING_SAID = Details()


@dataclass(frozen=True, slots=True)
class NewFile:
    """`source` (default: the file name) identifies the document in its collection: the same source
    again is its next version."""

    content: bytes
    file_name: str
    collection: str
    details: Details = NOTHING_SAID
    source: str = ""


def add(
    scope: Scope,
    database: Database,
    files: Files,
    new: Iterable[NewFile],
    batch: str,
    together: bool,
) -> list[Job]:
    """Raises NotAllowed, NotFound, and BernardError where a file cannot be added so; then none of
    them is queued."""
    kept = [(one, _keep(scope, database, files, one)) for one in new]
    batch = batch or uuid.uuid4().hex
    with database.write() as session:
        return [_queue(scope, session, one, digest, batch, together) for one, digest in kept]


def collection_name(given: str) -> str:
    name = " ".join(given.split())
    if not name:
        raise BernardError("A collection needs a name. Give it one and try again.")
    return name


def collection(scope: Scope, session: Session, name: str) -> CollectionRow:
    """The collection of that name, made without an owner if there is none. Raises NotAllowed."""
    row = _require_may_add(session, scope, name)
    if row is None:
        row = CollectionRow(name=name, owner="")
        session.add(row)
        session.flush()
    return row


def _keep(scope: Scope, database: Database, files: Files, one: NewFile) -> str:
    """The hash under which the file is safe on disk. Who may not add a file leaves none behind."""
    name = collection_name(one.collection)
    with database.read() as session:
        if one.details.replaces is not None:
            _require_next_version(session, scope, one.details.replaces, name)
        _require_may_add(session, scope, name)
    return files.keep(one.content)


def _require_next_version(session: Session, scope: Scope, document_id: int, name: str) -> None:
    document = read.document(session, scope, document_id)
    scope.require_curator(document.collection_id)
    if document.collection.lower() != name.lower():
        raise BernardError(
            f"“{document.title}” is in the collection “{document.collection}”. Its next version "
            "belongs there: nothing was changed."
        )


def _require_may_add(session: Session, scope: Scope, name: str) -> CollectionRow | None:
    """The collection of that name, if there is one. Raises NotAllowed unless the asker curates it,
    or may make it."""
    row = session.scalar(
        select(CollectionRow).where(func.lower(CollectionRow.name) == name.lower())
    )
    if row is None:
        scope.require_maker()
    else:
        scope.require_curator(row.id)
    return row


def _queue(
    scope: Scope, session: Session, one: NewFile, digest: str, batch: str, together: bool
) -> Job:
    target = collection(scope, session, collection_name(one.collection))
    source = one.source or one.file_name
    same = JobRow.source == source, JobRow.content_hash == digest
    session.execute(
        update(JobRow)
        .where(JobRow.collection_id == target.id, *same, JobRow.state == JobState.ASKED)
        .values(state=JobState.CANCELLED, reason="The same file was added again.")
    )
    title = " ".join(one.details.title.split())
    owner = one.details.owner or target.owner
    row = JobRow(
        **{**asdict(one.details), "title": title, "owner": owner},
        batch=batch,
        collection_id=target.id,
        source=source,
        file_name=one.file_name,
        content_hash=digest,
        added_by=scope.key,
        state=JobState.WAITING,
        together=together,
    )
    session.add(row)
    session.flush()
    return read.job(row, target.name)
