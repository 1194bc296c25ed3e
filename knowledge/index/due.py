"""Versions whose day has not come: loaded and kept ready, and put in force on that day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge.catalogue import force as publishing
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.statements import SUGGESTED
from knowledge.catalogue.tables import DocumentRow, JobRow, StatementRow, VersionRow
from knowledge.documents.statements import Field
from knowledge.documents.types import JobState, VersionState
from knowledge.index.hand_over import put_in_force
from knowledge.index.upkeep import Upkeep


def put_due_in_force(database: Database, upkeep: Upkeep, today: date | None = None) -> int:
    """Puts those in force whose day has come, oldest day first; returns how many there were."""
    with database.read() as session:
        waiting = session.execute(
            select(VersionRow.id, DocumentRow.collection_id)
            .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
            .where(
                VersionRow.state == VersionState.STAGED,
                VersionRow.effective_from <= (today or date.today()),
                # A version that a job still works on comes into force at that job's end.
                VersionRow.id.not_in(
                    select(JobRow.version_id).where(
                        JobRow.version_id.is_not(None), JobRow.state != JobState.LOADED
                    )
                ),
            )
            .order_by(VersionRow.effective_from, VersionRow.number)
        ).all()
    for version_id, collection_id in waiting:
        put_in_force(database, upkeep, collection_id, version_id)
    return len(waiting)


def put_off(session: Session, version_id: int) -> list[int]:
    """Takes a version out of force until its day; returns the versions whose place it had taken:
    its document's own before it, and those of documents that it replaces."""
    document_id = session.scalars(
        select(VersionRow.document_id).where(VersionRow.id == version_id)
    ).one()
    if publishing.in_force(session, document_id) == version_id:
        publishing.withdraw(session, document_id)
    session.execute(
        update(VersionRow)
        .where(VersionRow.id == version_id)
        .values(state=VersionState.STAGED.value)
    )
    replaced = session.scalars(
        select(DocumentRow.id).where(DocumentRow.superseded_by == document_id)
    ).all()
    if replaced:  # to be confirmed again when its day has come
        session.execute(
            update(StatementRow)
            .where(
                StatementRow.version_id == version_id, StatementRow.field == Field.REPLACES.value
            )
            .values(state=SUGGESTED)
        )
    newest = (_newest_superseded(session, one) for one in (document_id, *replaced))
    return [one for one in newest if one is not None]


def _newest_superseded(session: Session, document_id: int) -> int | None:
    return session.scalar(
        select(VersionRow.id)
        .where(VersionRow.document_id == document_id, VersionRow.state == VersionState.SUPERSEDED)
        .order_by(VersionRow.number.desc())
        .limit(1)
    )
