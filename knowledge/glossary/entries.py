"""The glossary as a reader may see it: decisions and suggestions, put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from knowledge.access import Asker
from knowledge.catalogue.read import Allowed
from knowledge.catalogue.tables import IN_FORCE, DocumentRow, GlossaryRow, SightingRow, VersionRow
from knowledge.glossary.mining import Sighting


class EntryState(StrEnum):
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SeenAt:
    """Where a document explains a short form: `[start:end]` of that version's text."""

    document_id: int
    title: str
    version_id: int
    start: int
    end: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A short form and one of its long forms. `places`: what the reader may see in force, the
    document that says it most often first; a decision's own origin when no such document is left.
    """

    short: str
    long: str
    folded: str
    key: str
    state: EntryState
    places: tuple[SeenAt, ...] = ()
    changed_by: str = ""
    changed_at: datetime | None = None

    @property
    def count(self) -> int:
        """Times that documents in force say it."""
        return sum(place.count for place in self.places)


#: A short and a long form: as they are compared, or as they are spelt.
_Forms = tuple[str, str]
# What documents in force say, and each decision with the collection that it came from.
_SEEN = (
    select(SightingRow, DocumentRow.id, DocumentRow.title, DocumentRow.collection_id)
    .join(VersionRow, VersionRow.id == SightingRow.version_id)
    .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
    .where(IN_FORCE)
)
_DECIDED = (
    select(GlossaryRow, DocumentRow.collection_id)
    .outerjoin(VersionRow, VersionRow.id == GlossaryRow.version_id)
    .outerjoin(DocumentRow, DocumentRow.id == VersionRow.document_id)
)


def entries(session: Session, allowed: Allowed, folded: str | None = None) -> list[Entry]:
    """Everything that may be shown to somebody who may see these collections: confirmed entries
    are the department's and everybody's; a suggestion, or a refusal, is shown to those who may see
    a document that it comes from. `folded`: only of this short form."""
    spellings: dict[_Forms, Counter[_Forms]] = {}
    places: dict[_Forms, list[SeenAt]] = {}
    for row, document_id, title, collection_id in session.execute(_only(_SEEN, folded)):
        if collection_id in allowed:
            same, spelling = (row.folded, row.key), (row.short, row.long)
            spellings.setdefault(same, Counter())[spelling] += row.count
            place = SeenAt(document_id, title, row.version_id, row.start, row.end, row.count)
            places.setdefault(same, []).append(place)
    decided: dict[_Forms, tuple[GlossaryRow, bool]] = {
        (row.folded, row.key): (row, origin in allowed)
        for row, origin in session.execute(_only(_DECIDED, folded))
    }
    found: list[Entry] = []
    for same in {**places, **decided}:
        row, may_see = decided.get(same, (None, True))
        said = tuple(sorted(places.get(same, ()), key=lambda place: (-place.count, place.title)))
        if row is None:
            (short, long), _ = max(spellings[same].items(), key=lambda one: one[::-1])
            found.append(Entry(short, long, *same, EntryState.SUGGESTED, said))
        elif said or may_see or row.state == EntryState.CONFIRMED:
            state = EntryState(row.state)
            by, at = row.changed_by, row.changed_at
            found.append(Entry(row.short, row.long, *same, state, said, by, at))
    return found


def _only(query: Select[*tuple[Any, ...]], folded: str | None) -> Select[*tuple[Any, ...]]:
    return query if folded is None else query.filter_by(folded=folded)


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
