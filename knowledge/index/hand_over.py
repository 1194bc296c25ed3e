"""The hand-over from staged to in force: index first, then one transaction."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from knowledge.catalogue import force as publishing
from knowledge.catalogue.sqlite.database import Database
from knowledge.documents.types import Document
from knowledge.index.upkeep import Upkeep


def put_in_force(
    database: Database,
    upkeep: Upkeep,
    collection_id: int,
    version_id: int,
    with_it: Callable[[Session, bool], None] | None = None,
) -> None:
    """Writes the version's vectors to the index, then flips the version in force.

    `with_it` runs in the same transaction and is told whether another version was superseded. When
    a rebuild flipped the index in between, to one without these passages, they are written again.
    """
    with database.read() as session:
        hashes = publishing.passage_hashes(session, version_id)
    gone: dict[int, str] | None = None
    while gone is None:
        written_to = upkeep.add(collection_id, hashes)
        with database.write() as session:
            if upkeep.pointers(session).get(collection_id) != written_to:
                continue
            upkeep.count(session, collection_id, len(hashes))
            old = publishing.publish(session, version_id)
            gone = publishing.passage_hashes(session, old) if old is not None else {}
            if with_it is not None:
                with_it(session, old is not None)
    if gone:
        upkeep.remove(collection_id, list(gone))


def withdraw(database: Database, upkeep: Upkeep, document: Document) -> None:
    """Takes the document out of force, then out of the index."""
    with database.write() as session:
        old = publishing.withdraw(session, document.id)
        gone = publishing.passage_hashes(session, old)
    upkeep.remove(document.collection_id, list(gone))
