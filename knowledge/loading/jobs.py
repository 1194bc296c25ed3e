"""The queue of files on their way in: rows in the catalogue, so that no process owns it."""

from __future__ import annotations

from collections.abc import Collection as Ids

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.catalogue.tables import JobRow
from knowledge.types import JobState

#: A job that killed its worker this often is not tried again.
MAX_TRIES = 10

_ENDED = [state.value for state in JobState if state.ended]


def waiting(session: Session) -> bool:
    return session.scalar(select(JobRow.id).where(JobRow.state.not_in(_ENDED)).limit(1)) is not None


def take(session: Session, busy: Ids[int]) -> JobRow | None:
    """The oldest job that nobody works on, counted as tried once more.

    Two versions of one document are never on their way at once: the later waits.
    """
    rows = session.scalars(
        select(JobRow).where(JobRow.state.not_in(_ENDED)).order_by(JobRow.id).limit(100)
    ).all()
    taken = {_document(row) for row in rows if row.id in busy}
    for row in rows:
        if row.id in busy:
            continue
        if _document(row) not in taken:
            row.tries += 1
            return row
        taken.add(_document(row))
    return None


def _document(row: JobRow) -> tuple[int, str]:
    return (row.collection_id, f"#{row.replaces}" if row.replaces else row.source)
