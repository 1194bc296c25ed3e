"""What is in force, and the words that are searched: changed together, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, exists, func, insert, select, text, update
from sqlalchemy.orm import Session

from knowledge.catalogue import statements as kept
from knowledge.catalogue.read import pack_block
from knowledge.catalogue.tables import IN_FORCE, DocumentRow, PassageRow, VersionRow
from knowledge.catalogue.vectors import text_hash
from knowledge.documents.blocks import Reading
from knowledge.documents.passages import Draft, embedded_text
from knowledge.documents.types import VersionState
from knowledge.glossary.sightings import note


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What a version is staged with besides its text."""

    document_id: int
    content_hash: str
    file_name: str
    title: str
    effective_from: date | None
    review_by: date | None
    loaded_by: str


def stage(
    session: Session, facts: VersionFacts, reading: Reading, drafts: Sequence[Draft]
) -> VersionRow:
    """Stores the version and its passages; nothing of it is found before `publish`."""
    highest = session.scalar(
        select(func.max(VersionRow.number)).where(VersionRow.document_id == facts.document_id)
    )
    version = VersionRow(
        document_id=facts.document_id,
        number=(highest or 0) + 1,
        state=VersionState.STAGED.value,
        content_hash=facts.content_hash,
        text_hash=text_hash(reading.text),
        file_name=facts.file_name,
        title=facts.title,
        text=reading.text,
        characters=len(reading.text),
        blocks=[pack_block(block) for block in reading.blocks],
        passages=len(drafts),
        effective_from=facts.effective_from,
        review_by=facts.review_by,
        warnings=list(reading.warnings),
        loaded_by=facts.loaded_by,
    )
    session.add(version)
    session.flush()
    rows = []
    for ordinal, draft in enumerate(drafts):
        own = reading.text[draft.start : draft.end]
        embedded = embedded_text(facts.title, draft.heading_path, draft.context, own)
        rows.append(
            {
                "version_id": version.id,
                "ordinal": ordinal,
                "start": draft.start,
                "end": draft.end,
                "page": draft.page,
                "heading_path": list(draft.heading_path),
                "context": draft.context,
                "text": own,
                "embedded_hash": text_hash(embedded),
            }
        )
    if rows:
        # Past the session, which takes twice as long.
        session.connection().execute(insert(PassageRow), rows)
    kept.note(session, version.id, reading.text, reading.properties)
    return version


def discard_staged(session: Session, version_id: int) -> None:
    """Forgets a version that was never in force, and its document when it has no other."""
    version = session.get_one(VersionRow, version_id)
    session.execute(delete(PassageRow).where(PassageRow.version_id == version_id))
    kept.forget(session, version_id)
    session.delete(version)
    session.flush()
    session.execute(
        delete(DocumentRow).where(
            DocumentRow.id == version.document_id,
            ~exists().where(VersionRow.document_id == DocumentRow.id),
        )
    )


def publish(session: Session, version_id: int) -> int | None:
    """Puts the version in force and returns the one that it superseded, if any."""
    document_id, title = session.execute(
        select(VersionRow.document_id, VersionRow.title).where(VersionRow.id == version_id)
    ).one()
    old = in_force(session, document_id)
    if old == version_id:
        return None
    if old is not None:
        _leave(session, old, VersionState.SUPERSEDED)
    session.execute(
        update(VersionRow)
        .where(VersionRow.id == version_id)
        .values(state=VersionState.PUBLISHED.value)
    )
    session.execute(
        update(DocumentRow)
        .where(DocumentRow.id == document_id)
        .values(title=title, superseded_by=None)
    )
    _enter_words(session, version_id)
    note(session, version_id)
    return old


def renew_words(session: Session, collection_id: int) -> None:
    """Enters the words of everything in force in the collection anew."""
    versions = session.scalars(
        select(VersionRow.id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(DocumentRow.collection_id == collection_id, IN_FORCE)
    ).all()
    for version_id in versions:
        _delete_words(session, version_id)
        _enter_words(session, version_id)


def _enter_words(session: Session, version_id: int) -> None:
    session.execute(
        text(
            "INSERT INTO words(rowid, title, headings, body, collection_id) "
            "SELECT p.id, v.title, "
            "  (SELECT group_concat(value, ' ') FROM json_each(p.heading_path)), "
            "  p.context || ' ' || p.text, d.collection_id "
            "FROM passages p JOIN versions v ON v.id = p.version_id "
            "JOIN documents d ON d.id = v.document_id WHERE p.version_id = :version"
        ),
        {"version": version_id},
    )


def withdraw(session: Session, document_id: int) -> int | None:
    """Takes the document out of force and returns the version withdrawn, if there was one."""
    old = in_force(session, document_id)
    if old is not None:
        _leave(session, old, VersionState.WITHDRAWN)
    return old


def succeed(session: Session, document_id: int, successor: int) -> int | None:
    """Takes the document out of force because another has taken its place; returns the version
    superseded, if there was one in force."""
    old = in_force(session, document_id)
    if old is not None:
        _leave(session, old, VersionState.SUPERSEDED)
    session.execute(
        update(DocumentRow).where(DocumentRow.id == document_id).values(superseded_by=successor)
    )
    return old


def passage_hashes(session: Session, version_id: int | None) -> dict[int, str]:
    """Passage id → hash of its embedded text; none for no version."""
    rows = session.execute(
        select(PassageRow.id, PassageRow.embedded_hash).where(PassageRow.version_id == version_id)
    )
    return dict(rows.tuples().all())


def hashes_in_force(session: Session, collection_id: int) -> dict[int, str]:
    """The same for everything in force in a collection."""
    rows = session.execute(
        select(PassageRow.id, PassageRow.embedded_hash)
        .join(VersionRow, VersionRow.id == PassageRow.version_id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(IN_FORCE, DocumentRow.collection_id == collection_id)
    )
    return dict(rows.tuples().all())


def staged_passages(session: Session) -> set[int]:
    """Passages whose vectors may be written already, before their version is in force."""
    return set(
        session.scalars(
            select(PassageRow.id)
            .join(VersionRow, VersionRow.id == PassageRow.version_id)
            .where(VersionRow.state == VersionState.STAGED)
        )
    )


def in_force(session: Session, document_id: int) -> int | None:
    return session.scalar(
        select(VersionRow.id).where(VersionRow.document_id == document_id, IN_FORCE)
    )


def _leave(session: Session, version_id: int, state: VersionState) -> None:
    session.execute(update(VersionRow).where(VersionRow.id == version_id).values(state=state.value))
    _delete_words(session, version_id)


def _delete_words(session: Session, version_id: int) -> None:
    session.execute(
        text(
            "DELETE FROM words WHERE rowid IN (SELECT id FROM passages WHERE version_id = :version)"
        ),
        {"version": version_id},
    )
