"""Which version of a document was in force when, as a reader may know it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.catalogue.read import Allowed
from knowledge.catalogue.tables import DocumentRow, VersionRow
from knowledge.documents.types import VersionState
from knowledge.language.dates import Days
from knowledge.language.wording import period

#: Predecessors of predecessors that are followed.
GENERATIONS = 5


@dataclass(frozen=True, slots=True)
class VersionPeriod:
    """A version and the days on which it was in force; None where no such day is known."""

    version_id: int
    document_id: int
    title: str
    number: int
    since: date | None
    until: date | None  # the last day; None while it is in force
    current: bool

    @property
    def period(self) -> str:
        """`in force from 1 April 2022 until 31 March 2023`."""
        return period(self.since, self.until) or "in force"

    def overlaps(self, days: Days) -> bool:
        return (self.since is None or self.since <= days.last) and (
            self.until is None or self.until >= days.first
        )


def histories(
    session: Session, allowed: Allowed, document_ids: Iterable[int]
) -> dict[int, list[VersionPeriod]]:
    """Document id → its versions that are or were in force, and those of the documents whose place
    it took, oldest first. Only of documents in the collections `allowed`."""
    found: dict[int, list[VersionPeriod]] = {}
    for document_id in document_ids:
        rows = session.execute(
            select(
                VersionRow.id,
                VersionRow.document_id,
                VersionRow.title,
                VersionRow.number,
                VersionRow.state,
                VersionRow.effective_from,
                VersionRow.loaded_at,
            )
            .join(DocumentRow)
            .where(
                DocumentRow.collection_id.in_(allowed),
                VersionRow.document_id.in_(_family(session, allowed, document_id)),
                VersionRow.state.in_([VersionState.PUBLISHED, VersionState.SUPERSEDED]),
            )
        )
        found[document_id] = _in_order(rows, document_id)
    return found


def _in_order(rows: Iterable[Any], document_id: int) -> list[VersionPeriod]:
    """Periods from starts: each version holds until the day before the next one starts. A version
    without a date starts when it was loaded, but the first of all held for as long as is known."""
    dated = sorted(
        rows, key=lambda row: (row.state == VersionState.PUBLISHED, _start(row), row.number)
    )
    held: list[VersionPeriod] = []
    for place, (row, after) in enumerate(zip_longest(dated, dated[1:])):
        since = row.effective_from or (_start(row) if place else None)
        until = _start(after) - timedelta(days=1) if after else None
        current = row.state == VersionState.PUBLISHED and row.document_id == document_id
        if until is not None and since is not None and until < since:
            continue  # the next one started on the same day or, put in force again, before
        held.append(
            VersionPeriod(row.id, row.document_id, row.title, row.number, since, until, current)
        )
    return held


def _start(row: Any) -> date:
    start: date = row.effective_from or row.loaded_at.date()
    return start


def _family(session: Session, allowed: Allowed, document_id: int) -> list[int]:
    """The document and those before it, so far as they lie in the collections `allowed`."""
    family = newest = [document_id]
    for _ in range(GENERATIONS):
        before = select(DocumentRow.id).where(
            DocumentRow.superseded_by.in_(newest),
            DocumentRow.collection_id.in_(allowed),
            DocumentRow.id.not_in(family),
        )
        newest = list(session.scalars(before))
        if not newest:
            break
        family = family + newest
    return family
