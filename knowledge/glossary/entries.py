"""The glossary as a reader may see it: decisions and suggestions, put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.catalogue.read import Allowed
from knowledge.catalogue.tables import IN_FORCE, DocumentRow, GlossaryRow, SightingRow, VersionRow


class EntryState(StrEnum):
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Place:
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
    places: tuple[Place, ...] = ()
    changed_by: str = ""
    changed_at: datetime | None = None

    @property
    def count(self) -> int:
        """Times that documents in force say it."""
        return sum(place.count for place in self.places)


@dataclass(slots=True)
class _Seen:
    spellings: dict[tuple[str, str], int] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)


def entries(session: Session, allowed: Allowed, folded: str | None = None) -> list[Entry]:
    """Everything that may be shown to somebody who may see these collections: confirmed entries
    are the department's and everybody's; a suggestion, or a refusal, is shown to those who may see
    a document that it comes from. `folded`: only of this short form."""
    decided = _decided(session, allowed, folded)
    seen = _seen(session, allowed, folded)
    found: list[Entry] = []
    for same, said in seen.items():
        short, long = max(said.spellings, key=lambda one: (said.spellings[one], one))
        places = tuple(sorted(said.places, key=lambda place: (-place.count, place.title)))
        decision = decided.pop(same, None)
        if decision is None:
            found.append(Entry(short, long, *same, EntryState.SUGGESTED, places))
        else:
            found.append(_entry(decision[0], places))
    for row, place in decided.values():
        if row.state == EntryState.CONFIRMED or place is not None:
            found.append(_entry(row, ()))
    return found


def _decided(
    session: Session, allowed: Allowed, folded: str | None
) -> dict[tuple[str, str], tuple[GlossaryRow, int | None]]:
    """Each decision by its forms, with the collection it came from where that may be seen."""
    query = (
        select(GlossaryRow, DocumentRow.collection_id)
        .outerjoin(VersionRow, VersionRow.id == GlossaryRow.version_id)
        .outerjoin(DocumentRow, DocumentRow.id == VersionRow.document_id)
    )
    query = query.where(GlossaryRow.folded == folded) if folded is not None else query
    return {
        (row.folded, row.key): (row, place if place in allowed else None)
        for row, place in session.execute(query)
    }


def _seen(session: Session, allowed: Allowed, folded: str | None) -> dict[tuple[str, str], _Seen]:
    """What documents in force in these collections say, by its forms."""
    query = (
        select(SightingRow, DocumentRow.id, DocumentRow.title, DocumentRow.collection_id)
        .join(VersionRow, VersionRow.id == SightingRow.version_id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(IN_FORCE)
    )
    query = query.where(SightingRow.folded == folded) if folded is not None else query
    found: dict[tuple[str, str], _Seen] = {}
    for row, document_id, title, collection_id in session.execute(query):
        if collection_id not in allowed:
            continue
        said = found.setdefault((row.folded, row.key), _Seen())
        spelling = row.short, row.long
        said.spellings[spelling] = said.spellings.get(spelling, 0) + row.count
        said.places.append(Place(document_id, title, row.version_id, row.start, row.end, row.count))
    return found


def _entry(row: GlossaryRow, places: tuple[Place, ...]) -> Entry:
    return Entry(
        row.short,
        row.long,
        row.folded,
        row.key,
        EntryState(row.state),
        places,
        row.changed_by,
        row.changed_at,
    )
