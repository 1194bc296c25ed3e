"""The definitions that versions hold: noted when a version is staged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.access import Asker
from knowledge.catalogue.read import Allowed
from knowledge.catalogue.tables import IN_FORCE, DocumentRow, SightingRow, VersionRow
from knowledge.glossary.mining import Sighting


def note(by: Asker, session: Session, version_id: int, found: Iterable[Sighting]) -> None:
    """Keeps the definitions found in the version's text in place of those kept before."""
    first: dict[tuple[str, str], Sighting] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for sighting in found:
        same = sighting.pair.folded, sighting.pair.key
        first.setdefault(same, sighting)
        counts[same] += 1
    session.execute(delete(SightingRow).where(SightingRow.version_id == version_id))
    session.add_all(
        SightingRow(
            version_id=version_id,
            folded=same[0],
            key=same[1],
            short=sighting.pair.short,
            long=sighting.pair.long,
            count=counts[same],
            start=sighting.start,
            end=sighting.end,
        )
        for same, sighting in first.items()
    )


def versions_in_force(session: Session, allowed: Allowed) -> list[int]:
    readable = DocumentRow.collection_id.in_(allowed)
    return list(session.scalars(select(VersionRow.id).join(DocumentRow).where(IN_FORCE, readable)))
