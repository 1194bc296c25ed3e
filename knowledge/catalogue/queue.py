"""The queue of files on their way in: rows in the catalogue, so that no process owns it."""

from __future__ import annotations

from collections.abc import Collection as Ids

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.catalogue.tables import DocumentRow, JobRow
from knowledge.documents.types import JobState

#: A job that killed its worker this often is not tried again.
MAX_TRIES = 10

_ENDED = [state.value for state in JobState if state.ended]


def waiting(session: Session) -> bool:
    return session.scalar(select(JobRow.id).where(JobRow.state.not_in(_ENDED)).limit(1)) is not None


def take(session: Session, busy: Ids[int]) -> JobRow | None:
    """The oldest job that nobody works on, counted as tried once more and as being read.

    Two versions of one document are never on their way at once: the later waits. Nor are two copies
    of one file: the later is to see that the other is there.
    """
    rows = session.execute(
        select(JobRow.id, JobRow.collection_id, JobRow.content_hash, JobRow.replaces, JobRow.source)
        .where(JobRow.state.not_in(_ENDED))
        .order_by(JobRow.id)
        .limit(100)
    ).all()
    taken: set[tuple[int, str]] = set()
    for row in sorted(rows, key=lambda row: row.id not in busy):
        document = _document(session, row.collection_id, row.replaces, row.source)
        claims = {document, (row.collection_id, f"#{row.content_hash}")}
        if row.id not in busy and not claims & taken:
            job = session.get_one(JobRow, row.id)
            job.tries += 1
            if job.version_id is None:
                job.state = JobState.READING.value
            return job
        taken |= claims
    return None


def give_back(session: Session, job_id: int) -> None:
    """Takes back the count of a try that ended for a reason outside the file."""
    session.get_one(JobRow, job_id).tries -= 1


def _document(
    session: Session, collection_id: int, replaces: int | None, source: str
) -> tuple[int, str]:
    """What a job's document is known by, whether the job names it by number or by source."""
    document = session.get(DocumentRow, replaces) if replaces else None
    return (collection_id, document.source if document else source)
