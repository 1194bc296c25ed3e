"""Which collections a reader's questions may reach; `knowledge.access` decides."""

from __future__ import annotations

from sqlalchemy.orm import Session

from knowledge.access import Reader, readable
from knowledge.catalogue import read as reading


def readable_ids(session: Session, reader: Reader) -> list[int]:
    """Their ids, by the collections' names."""
    return [one.id for one in readable(reader, reading.collections(session, counted=False))]
