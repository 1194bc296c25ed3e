"""The words of passages in force, for `word_search`: they enter and leave in the transaction that
puts a version in force or takes it out."""

from __future__ import annotations

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from knowledge.access import Asker, System
from knowledge.catalogue.tables import IN_FORCE, DocumentRow, VersionRow

_ENTER = text(
    "INSERT OR REPLACE INTO words(rowid, title, headings, body, collection_id) "
    "SELECT p.id, v.title, "
    "  (SELECT group_concat(value, ' ') FROM json_each(p.heading_path)), "
    "  p.context || ' ' || p.text, d.collection_id "
    "FROM passages p JOIN versions v ON v.id = p.version_id "
    "JOIN documents d ON d.id = v.document_id WHERE p.version_id = :version"
)
_LEAVE = text(
    "DELETE FROM words WHERE rowid IN (SELECT id FROM passages WHERE version_id = :version)"
)


def enter(by: Asker, session: Session, version_id: int) -> None:
    session.execute(_ENTER, {"version": version_id})


def leave(by: Asker, session: Session, version_id: int) -> None:
    session.execute(_LEAVE, {"version": version_id})


def renew(by: System, session: Session, collection_id: int) -> None:
    """Enters the words of everything in force in the collection anew."""
    versions = session.scalars(
        select(VersionRow.id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(DocumentRow.collection_id == collection_id, IN_FORCE)
    ).all()
    for version_id in versions:
        leave(by, session, version_id)
        enter(by, session, version_id)
