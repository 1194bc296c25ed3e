"""Rows → the values of `knowledge.documents.types`. Every function takes who asks, or the
collections that `visible` says they may read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, NamedTuple, NewType, TypeVar

from sqlalchemy import ColumnElement, Date, Select, bindparam, exists, func, select, text
from sqlalchemy.orm import Session

from knowledge.access import Asker
from knowledge.catalogue.batches import batched
from knowledge.catalogue.tables import (
    IN_FORCE,
    CollectionRow,
    DocumentRow,
    JobRow,
    PassageRow,
    StandingRow,
    VersionRow,
)
from knowledge.documents.blocks import Block, BlockKind
from knowledge.documents.types import (
    Collection,
    Document,
    Job,
    Passage,
    Standing,
    Version,
    VersionState,
)
from knowledge.errors import NotFound

#: Ids of the collections that somebody may read, by the collections' names. `visible` alone makes
#: one, so that who holds one has asked.
Allowed = NewType("Allowed", tuple[int, ...])

T = TypeVar("T")

NO_DOCUMENT = "There is no such document in the library."
_MANY = 500
# One parameter for all ids: to bind 200 of them takes longer than to look them up. CROSS JOIN makes
# SQLite start from them.
_IN_FORCE = text(
    "SELECT p.id, p.embedded_hash, d.id, d.collection_id FROM json_each(:ids) AS asked "
    "CROSS JOIN passages AS p ON p.id = asked.value "
    "JOIN versions AS v ON v.id = p.version_id JOIN documents AS d ON d.id = v.document_id "
    f"WHERE v.state = '{VersionState.PUBLISHED.value}'"
)
# Columns, not PassageRow: to make an object of each row takes longer than to read it. Made once: a
# search asks for it each time.
_PASSAGES: Select[*tuple[Any, ...]] = (
    select(
        PassageRow.id,  # the fields of a passage, in their order
        VersionRow.document_id,
        PassageRow.version_id,
        VersionRow.number.label("version"),
        DocumentRow.collection_id,
        VersionRow.title,
        DocumentRow.source,
        DocumentRow.owner,
        PassageRow.heading_path,
        PassageRow.page,
        PassageRow.start,
        PassageRow.end,
        PassageRow.text,
        VersionRow.effective_from,
        VersionRow.review_by,
        PassageRow.units,
        PassageRow.page_turns,
    )
    .join(VersionRow, VersionRow.id == PassageRow.version_id)
    .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
)
_PASSAGES_BY_ID = _PASSAGES.where(PassageRow.id.in_(bindparam("ids", expanding=True)))
# Everything of a version but its text and blocks, which may be large.
_VERSIONS = select(*(VersionRow.__table__.c[one.name] for one in fields(Version))).order_by(
    VersionRow.number.desc()
)
_COLLECTIONS = text("SELECT id FROM collections ORDER BY lower(name)")
_OWNERS = select(CollectionRow.id, CollectionRow.owner)
_IN_FORCE_OF = text(
    "SELECT count(*) FROM versions AS v JOIN documents AS d ON d.id = v.document_id "
    f"WHERE v.state = '{VersionState.PUBLISHED.value}' "
    "AND d.collection_id IN (SELECT value FROM json_each(:collections))"
)


def visible(session: Session, asker: Asker) -> Allowed:
    """What the asker may read."""
    return Allowed(tuple(filter(asker.may_read, session.scalars(_COLLECTIONS))))


def collections(session: Session, asker: Asker) -> list[Collection]:
    """By name, with what is in force in them."""
    in_force = (
        select(
            DocumentRow.collection_id,
            func.count().label("documents"),
            func.max(VersionRow.effective_from).label("effective"),
            func.max(func.date(VersionRow.loaded_at, type_=Date)).label("loaded"),
        )
        .join(VersionRow, VersionRow.document_id == DocumentRow.id)
        .where(IN_FORCE)
        .group_by(DocumentRow.collection_id)
        .subquery()
    )
    rows = session.execute(
        select(CollectionRow, in_force.c.documents, in_force.c.effective, in_force.c.loaded)
        .outerjoin(in_force, in_force.c.collection_id == CollectionRow.id)
        .order_by(func.lower(CollectionRow.name))
    )
    return [
        Collection(row.id, row.name, row.owner, count or 0, effective or loaded)
        for row, count, effective, loaded in rows
        if asker.may_read(row.id)
    ]


def owners(session: Session, asker: Asker) -> dict[int, str]:
    """Of the collections that the asker may read, by their ids."""
    rows = session.execute(_OWNERS).tuples()
    return {place: owner for place, owner in rows if asker.may_read(place)}


def document_count(session: Session, allowed: Allowed) -> int:
    """Documents in force: a question says how many it searches, and the sums of `collections` take
    a hundred times as long."""
    given = {"collections": json.dumps(allowed)}
    return int(session.execute(_IN_FORCE_OF, given).scalar_one())


def documents(
    session: Session,
    asker: Asker,
    *,
    collection_id: int | None = None,
    document_id: int | None = None,
) -> list[Document]:
    """By title; only those of which the asker may see a version, with the versions they may see."""
    query = (
        select(DocumentRow, CollectionRow.name, StandingRow.standing)
        .join(CollectionRow, CollectionRow.id == DocumentRow.collection_id)
        .outerjoin(StandingRow, StandingRow.document_id == DocumentRow.id)
        .where(DocumentRow.collection_id.in_(visible(session, asker)))
        .order_by(func.lower(DocumentRow.title), DocumentRow.id)
    )
    if collection_id is not None:
        query = query.where(DocumentRow.collection_id == collection_id)
    if document_id is not None:
        query = query.where(DocumentRow.id == document_id)
    rows = session.execute(query).all()
    states: dict[int, list[Version]] = {}
    for some in batched((row.id for row, *_ in rows), _MANY):
        for version in session.execute(_VERSIONS.where(VersionRow.document_id.in_(some))):
            states.setdefault(version.document_id, []).append(Version(*version))
    found = []
    for row, name, standing in rows:
        place = row.collection_id
        seen = [one for one in states.get(row.id, []) if asker.may_see(place, one.state)]
        if seen or asker.may_curate(place):
            current = next((one for one in seen if one.state is VersionState.PUBLISHED), None)
            latest = seen[0] if seen else None
            more = {"current": current, "latest": latest, "standing": standing}
            found.append(_filled(Document, row, collection=name, **more))
    return found


def document(session: Session, asker: Asker, document_id: int) -> Document:
    """Raises NotFound."""
    for found in documents(session, asker, document_id=document_id):
        return found
    raise NotFound(NO_DOCUMENT)


def lost(session: Session, asker: Asker) -> list[tuple[str, str]]:
    """(title, collection) of the documents that the asker curates and that had a version in force,
    have none, and nobody withdrew or superseded. A standing that says "in force" is not believed.
    """
    version = exists().where(VersionRow.document_id == DocumentRow.id)
    rows = session.execute(
        select(DocumentRow.title, CollectionRow.id, CollectionRow.name)
        .join(CollectionRow, CollectionRow.id == DocumentRow.collection_id)
        .outerjoin(StandingRow, StandingRow.document_id == DocumentRow.id)
        .where(
            func.coalesce(StandingRow.standing, Standing.LOST).in_(
                [Standing.LOST, Standing.IN_FORCE]
            ),
            ~version.where(IN_FORCE),
            version.where(VersionRow.state != VersionState.STAGED),
        )
        .order_by(func.lower(DocumentRow.title))
    )
    return [(title, name) for title, place, name in rows if asker.may_curate(place)]


def versions(session: Session, asker: Asker, document_id: int) -> list[Version]:
    """Newest first. Raises NotFound."""
    place = session.scalar(select(DocumentRow.collection_id).where(DocumentRow.id == document_id))
    if place is None or not asker.may_read(place):
        raise NotFound(NO_DOCUMENT)
    rows = session.execute(_VERSIONS.where(VersionRow.document_id == document_id))
    return [one for row in rows if asker.may_see(place, (one := Version(*row)).state)]


def document_of(session: Session, asker: Asker, version_id: int) -> int:
    """The document of a version that the asker may see. Raises NotFound."""
    row = session.execute(
        select(VersionRow.document_id, VersionRow.state, DocumentRow.collection_id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(VersionRow.id == version_id)
    ).one_or_none()
    if row is None or not asker.may_see(row.collection_id, row.state):
        raise NotFound("There is no such version in the library.")
    document: int = row.document_id
    return document


def text_of(session: Session, asker: Asker, version_id: int) -> str:
    """Raises NotFound."""
    document_of(session, asker, version_id)
    return session.scalars(select(VersionRow.text).where(VersionRow.id == version_id)).one()


def blocks(session: Session, asker: Asker, version_id: int) -> list[Block]:
    """In reading order. Raises NotFound."""
    document_of(session, asker, version_id)
    stored, text = session.execute(
        select(VersionRow.blocks, VersionRow.text).where(VersionRow.id == version_id)
    ).one()
    return [unpack_block(entry, text) for entry in stored]


def pack_block(block: Block) -> list[object]:
    """JSON for a block; its text is in the version's text."""
    path = list(block.heading_path)
    packed: list[object] = [block.kind.value, block.start, block.end, path, block.page, block.level]
    return [*packed, block.turns] if block.turns else packed


def unpack_block(entry: Any, text: str) -> Block:
    kind, start, end, path, page, level, *rest = entry
    turns = tuple((place, other) for place, other in rest[0]) if rest else ()
    return Block(BlockKind(kind), text[start:end], start, end, tuple(path), page, level, turns)


def passages_of(session: Session, asker: Asker, version_id: int) -> list[Passage]:
    """In reading order. Raises NotFound."""
    document_of(session, asker, version_id)
    query = _PASSAGES.where(PassageRow.version_id == version_id).order_by(PassageRow.ordinal)
    return [Passage(*row) for row in session.execute(query)]


def words_at(text: Any, start: Any, end: Any) -> ColumnElement[str]:
    """`[start:end]` of a column of texts."""
    return func.substr(text, start + 1, end - start)


class InForce(NamedTuple):
    """What the search needs of a passage before it reads it."""

    text_hash: str  # of its embedded text
    document_id: int


def in_force(session: Session, ids: Iterable[int], allowed: Allowed) -> dict[int, InForce]:
    """By passage id, only for passages of versions in force in the collections `allowed`.

    Every search ends here: what an index remembers of a withdrawn version never gets past. The
    collection is compared here and not in SQL, where SQLite would start from it and walk the whole
    library (217 ms instead of 0.3 ms at 5,183 documents).
    """
    places = frozenset(allowed)
    rows = session.execute(_IN_FORCE, {"ids": json.dumps(list(ids))}).all()
    return {one: InForce(digest, owner) for one, digest, owner, place in rows if place in places}


def passages_by_id(session: Session, ids: Iterable[int], allowed: Allowed) -> dict[int, Passage]:
    """Only those in the collections `allowed`; whether they are in force the caller has asked."""
    places = frozenset(allowed)
    rows = session.execute(_PASSAGES_BY_ID, {"ids": list(ids)}).all()
    return {row.id: Passage(*row) for row in rows if row.collection_id in places}


def jobs(session: Session, asker: Asker, batch: str | None, limit: int) -> list[Job]:
    """Of collections that the asker curates: newest batch first, within it in the order added."""
    curated = [one for one in visible(session, asker) if asker.may_curate(one)]
    query = (
        # Columns, not objects: who follows a load asks for its jobs several times a second.
        select(*JobRow.__table__.columns, CollectionRow.name.label("collection"))
        .join(CollectionRow, CollectionRow.id == JobRow.collection_id)
        .where(JobRow.collection_id.in_(curated))
    )
    query = query.where(JobRow.batch == batch) if batch is not None else query
    rows = session.execute(query.order_by(JobRow.id.desc()).limit(limit)).all()
    first: dict[str, int] = {}
    for row in rows:
        first[row.batch] = max(row.id, first.get(row.batch, 0))
    rows = sorted(rows, key=lambda row: (-first[row.batch], row.id))
    return [job(row, row.collection) for row in rows]


def job(row: Any, collection: str) -> Job:
    """`row`: a JobRow, or its columns."""
    return _filled(Job, row, collection=collection)


def _filled(kind: type[T], row: Any, **more: Any) -> T:
    """A value of that kind from a row's columns of the same names, and from what is `more`."""
    names = {one.name for one in fields(kind)} - more.keys()  # type: ignore[arg-type]
    return kind(**{name: getattr(row, name) for name in names}, **more)
