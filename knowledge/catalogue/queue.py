"""The queue of files on their way in: rows in the catalogue, so that no process owns it."""

from __future__ import annotations

from collections.abc import Collection as Ids
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from knowledge.access import Asker, System
from knowledge.catalogue.tables import IN_FORCE, DocumentRow, JobRow, VersionRow
from knowledge.documents.types import JobState

#: A job that killed its worker this often is not tried again.
MAX_TRIES = 10
#: After so many it is worked on alone: others that were in hand each time may not fall with it.
SUSPECT_TRIES = 2

#: States of a job that has not ended.
ON_THE_WAY = [state for state in JobState if not state.ended]
_FILES = (
    select(JobRow.collection_id, func.count())
    .where(JobRow.state.in_(ON_THE_WAY))
    .group_by(JobRow.collection_id)
)
_IN_WORK = [state for state in ON_THE_WAY if state != JobState.READY]

#: What says which document a job brings a version of.
_DOCUMENT = (JobRow.collection_id, JobRow.replaces, JobRow.source)

_Claim = tuple[int, str]


def waiting(by: System, session: Session) -> bool:
    return bool(session.scalar(select(exists().where(JobRow.state.in_(ON_THE_WAY)))))


def take(by: System, session: Session, busy: Ids[int]) -> JobRow | None:
    """The first file of a batch that is ready as a whole, or else the oldest job that nobody works
    on, counted as tried once more and as being read.

    Two versions of one document are never on their way at once: the later waits, unless both belong
    to one batch and the earlier is ready. Nor are two copies of one file: the later is to see that
    the other is there. A job that may have killed its worker waits until nothing else is in hand,
    and everything waits for it.
    """
    whole = _whole_batch(session, busy)
    if whole is not None:
        return _taken(session, whole)
    ready = _ready_documents(session)
    rows = session.execute(
        select(*_DOCUMENT, JobRow.id, JobRow.batch, JobRow.content_hash, JobRow.tries)
        .where(JobRow.state.in_(_IN_WORK))
        .order_by(JobRow.id)
        .limit(100)
    ).all()
    if any(row.tries > SUSPECT_TRIES for row in rows if row.id in busy):
        return None
    taken: set[_Claim] = set()
    for row in sorted(rows, key=lambda row: row.id not in busy):
        document = _document(session, *row[:3])
        claims = {document, (row.collection_id, f"#{row.content_hash}")}
        others = ready.get(document, row.batch) != row.batch
        if row.id not in busy and not claims & taken and not others:
            suspect = row.tries >= SUSPECT_TRIES
            return None if suspect and busy else _taken(session, row.id)
        taken |= claims
    return None


def give_back(by: System, session: Session, job_id: int) -> None:
    """Takes back the count of a try that ended for a reason outside the file."""
    session.get_one(JobRow, job_id).tries -= 1


def _taken(session: Session, job_id: int) -> JobRow:
    job = session.get_one(JobRow, job_id)
    job.tries += 1
    if job.version_id is None:
        job.state = JobState.READING
    return job


def _whole_batch(session: Session, busy: Ids[int]) -> int | None:
    """The first job of a batch of which every file is ready or at its end."""
    batches = (
        select(JobRow.batch, func.min(JobRow.id).label("first"))
        .where(JobRow.state == JobState.READY)
        .group_by(JobRow.batch)
        .subquery()
    )
    unfinished = exists().where(
        JobRow.batch == batches.c.batch, or_(JobRow.state.in_(_IN_WORK), JobRow.id.in_(list(busy)))
    )
    first: int | None = session.scalar(select(func.min(batches.c.first)).where(~unfinished))
    return first


def _ready_documents(session: Session) -> dict[_Claim, str]:
    """What is ready, by the document that it is a version of: its batch."""
    rows = session.execute(select(*_DOCUMENT, JobRow.batch).where(JobRow.state == JobState.READY))
    return {_document(session, *row[:3]): row.batch for row in rows}


def _document(session: Session, collection_id: int, replaces: int | None, source: str) -> _Claim:
    """What a job's document is known by, whether the job names it by number or by source."""
    document = session.get(DocumentRow, replaces) if replaces else None
    return (collection_id, document.source if document else source)


@dataclass(frozen=True, slots=True)
class BeingLoaded:
    files: int
    replaced: frozenset[int]  # documents in force of which another text is on its way


def being_loaded(session: Session, asker: Asker, today: date) -> BeingLoaded:
    """In the collections that the asker may read. A file that is the version in force again, or
    whose day is still to come, replaces nothing."""
    rows = session.execute(_FILES).tuples()
    places = {place: files for place, files in rows if asker.may_read(place)}
    if not places:  # as at most questions
        return BeingLoaded(0, frozenset())
    files = (
        select(JobRow)
        .where(JobRow.state.in_(ON_THE_WAY), JobRow.collection_id.in_(places))
        .subquery()
    )
    replaced = session.scalars(
        select(DocumentRow.id)
        .join(VersionRow, and_(VersionRow.document_id == DocumentRow.id, IN_FORCE))
        .join(
            files,
            or_(
                files.c.replaces == DocumentRow.id,
                and_(
                    files.c.replaces.is_(None),
                    files.c.collection_id == DocumentRow.collection_id,
                    files.c.source == DocumentRow.source,
                ),
            ),
        )
        .where(
            files.c.content_hash != VersionRow.content_hash,
            or_(files.c.effective_from.is_(None), files.c.effective_from <= today),
        )
    )
    return BeingLoaded(sum(places.values()), frozenset(replaced))
