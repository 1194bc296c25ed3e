"""What of the library is still being read: how many files, and what they are about to replace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from knowledge.access import Asker
from knowledge.catalogue.queue import ON_THE_WAY
from knowledge.catalogue.read import visible
from knowledge.catalogue.tables import IN_FORCE, DocumentRow, JobRow, VersionRow


@dataclass(frozen=True, slots=True)
class BeingLoaded:
    files: int
    replaced: frozenset[int]  # documents in force of which another text is on its way


def being_loaded(session: Session, asker: Asker, today: date) -> BeingLoaded:
    """In the collections that the asker may read. A file that is the version in force again, or
    whose day is still to come, replaces nothing."""
    files = (
        select(JobRow)
        .where(JobRow.state.in_(ON_THE_WAY), JobRow.collection_id.in_(visible(session, asker)))
        .subquery()
    )
    count = session.scalars(select(func.count()).select_from(files)).one()
    if not count:
        return BeingLoaded(0, frozenset())
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
    return BeingLoaded(count, frozenset(replaced))
