"""How a job ends before it is loaded, and how it goes on when a curator was asked: the one place
that takes back what it had begun."""

from __future__ import annotations

from sqlalchemy.orm import Session

from knowledge.access import Asker, Scope, System
from knowledge.catalogue import force, read
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.tables import CollectionRow, JobRow
from knowledge.documents.types import Job, JobState
from knowledge.errors import BernardError, NotFound
from knowledge.loading.kinship import set_apart

CANCELLED = "Cancelled. Nothing of the file is in answers."


class Cancelled(Exception):
    """The job was ended by somebody while it was worked on: what it made is to be let go."""


def end(
    by: System,
    session: Session,
    job_id: int,
    state: JobState,
    reason: str,
    document_id: int | None = None,
) -> None:
    """Raises Cancelled where it has ended meanwhile."""
    job = still_wanted(by, session, job_id)
    job.state, job.reason = state, reason
    if document_id is not None:
        job.document_id = document_id


def still_wanted(by: System, session: Session, job_id: int) -> JobRow:
    """The job, in a transaction that goes on with it. Raises Cancelled where it has ended."""
    job = session.get_one(JobRow, job_id)
    if JobState(job.state).ended:
        raise Cancelled
    return job


def fail(by: System, database: Database, job_id: int, error: BernardError) -> None:
    """A job that has ended already stays as it is: what went wrong once its version was in force
    takes nothing back."""
    with database.write() as session:
        job = session.get_one(JobRow, job_id)
        if not JobState(job.state).ended:
            _take_back(by, session, job, JobState.FAILED, f"Not loaded: {error.message}")


def cancel(scope: Scope, database: Database, job_id: int) -> Job:
    """Ends the job at once; whoever works on it notices at the next thing that it would keep.

    Raises NotFound, NotAllowed, and BernardError where it has ended already.
    """
    with database.write() as session:
        job = _curated(scope, session, job_id)
        if JobState(job.state).ended and job.state != JobState.ASKED:
            raise BernardError(
                f"“{job.source}” is not on its way any more, so there is nothing to cancel. To "
                "take a document out of answers, withdraw it."
            )
        _take_back(scope, session, job, JobState.CANCELLED, CANCELLED)
        return _shown(session, job)


def answer(scope: Scope, database: Database, job_id: int, *, replace: bool) -> Job:
    """Says of a file that was asked about whether it is to replace the document of its name or to
    be one of its own; it then goes on. Raises NotFound, NotAllowed, BernardError where nothing is
    asked."""
    with database.write() as session:
        job = _curated(scope, session, job_id)
        if job.state != JobState.ASKED:
            raise BernardError(f"Nothing is asked about “{job.source}”, so nothing was changed.")
        if replace:
            job.replaces = job.document_id
        else:
            job.source = set_apart(scope, session, job)
        job.document_id, job.state, job.reason = None, JobState.WAITING, ""
        return _shown(session, job)


def _curated(scope: Scope, session: Session, job_id: int) -> JobRow:
    job = session.get(JobRow, job_id)
    if job is None or job.collection_id not in read.visible(session, scope):
        raise NotFound(f"There is no such file on its way in: number {job_id}.")
    scope.require_curator(job.collection_id)
    return job


def _shown(session: Session, job: JobRow) -> Job:
    return read.job(job, session.get_one(CollectionRow, job.collection_id).name)


def _take_back(by: Asker, session: Session, job: JobRow, state: JobState, reason: str) -> None:
    """A staged version is forgotten, the file itself is kept. Vectors that are in the index already
    are dead rows, which its next check removes."""
    if job.version_id is not None:
        force.discard(by, session, job.version_id)
        job.version_id = job.document_id = None
    job.state, job.reason = state, reason
