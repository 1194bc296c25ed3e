"""A version's text and passages, stored before it is in force: until then no search finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from knowledge.access import Asker
from knowledge.catalogue import statements
from knowledge.catalogue.read import pack_block
from knowledge.catalogue.tables import PassageRow, SketchRow, VersionRow
from knowledge.catalogue.vectors import text_hash
from knowledge.documents.blocks import Reading
from knowledge.documents.passages import Draft, embedded_text
from knowledge.documents.statements import Statement


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


@dataclass(frozen=True, slots=True)
class Likeness:
    """By what a version's text is found when another is like it; and, where it is itself like one
    in force, what that states."""

    sketch: Sequence[int]
    stated: Statement | None = None


def stage(
    by: Asker,
    session: Session,
    facts: VersionFacts,
    reading: Reading,
    drafts: Sequence[Draft],
    alike: Likeness,
) -> int:
    """Stores the version, its passages and what it says of itself; returns the version's id."""
    highest = session.scalar(
        select(func.max(VersionRow.number)).where(VersionRow.document_id == facts.document_id)
    )
    version = VersionRow(
        **asdict(facts),
        number=(highest or 0) + 1,
        text_hash=text_hash(reading.text),
        text=reading.text,
        characters=len(reading.text),
        blocks=[pack_block(block) for block in reading.blocks],
        passages=len(drafts),
        warnings=tuple(reading.warnings),
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
                "units": draft.units,
                "page_turns": draft.page_turns,
            }
        )
    if rows:
        # Past the session, which takes twice as long.
        session.connection().execute(insert(PassageRow), rows)
    session.add_all(SketchRow(number=one, version_id=version.id) for one in alike.sketch)
    said = statements.stated(reading.text, reading.properties, alike.stated)
    statements.note(by, session, version.id, said)
    return version.id
