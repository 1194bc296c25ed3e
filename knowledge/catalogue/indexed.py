"""What an index of vectors is to hold: passages by id, with the hash of their embedded text."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from knowledge.access import Asker, System
from knowledge.catalogue.tables import IN_FORCE, DocumentRow, PassageRow, VersionRow
from knowledge.documents.passages import embedded_text
from knowledge.documents.types import VersionState


def of_versions(
    by: Asker, session: Session, version_ids: Collection[int]
) -> dict[int, dict[int, str]]:
    """Collection id → passage id → hash, of these versions."""
    rows = session.execute(
        select(DocumentRow.collection_id, PassageRow.id, PassageRow.embedded_hash)
        .join(VersionRow, VersionRow.id == PassageRow.version_id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(PassageRow.version_id.in_(version_ids))
    )
    found: dict[int, dict[int, str]] = {}
    for place, passage, digest in rows:
        found.setdefault(place, {})[passage] = digest
    return found


def in_force(by: System, session: Session, collection_id: int) -> dict[int, str]:
    """Passage id → hash, of everything in force in a collection."""
    rows = session.execute(
        select(PassageRow.id, PassageRow.embedded_hash)
        .join(VersionRow)
        .join(DocumentRow)
        .where(IN_FORCE, DocumentRow.collection_id == collection_id)
    )
    return dict(rows.tuples().all())


def staged(by: System, session: Session) -> set[int]:
    """Passages whose vectors may be written already, before their version is in force."""
    waiting = VersionRow.state == VersionState.STAGED
    return set(session.scalars(select(PassageRow.id).join(VersionRow).where(waiting)))


def texts(by: Asker, session: Session, which: ColumnElement[bool]) -> dict[str, str]:
    """Hash → what is embedded, of these passages."""
    rows = session.execute(
        select(
            PassageRow.embedded_hash,
            VersionRow.title,
            PassageRow.heading_path,
            PassageRow.context,
            PassageRow.text,
        )
        .join(VersionRow, VersionRow.id == PassageRow.version_id)
        .where(which)
    )
    return {row.embedded_hash: embedded_text(*row[1:]) for row in rows}
