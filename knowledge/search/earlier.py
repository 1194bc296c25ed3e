"""Search in versions that are no longer in force. They stand in no index: their passages come from
the catalogue, with the vectors that were stored when they were loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
from sqlalchemy import select

from knowledge.access import Asker
from knowledge.catalogue import read
from knowledge.catalogue import vectors as stored
from knowledge.catalogue.history import VersionPeriod, histories
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.tables import DocumentRow, PassageRow, VersionRow
from knowledge.documents.types import Found, Passage, Reason, VersionState
from knowledge.embeddings import Embeddings
from knowledge.language.words import stems
from knowledge.search.query import SearchQuery

#: Bounds of one search: a question about a date must not read the whole library.
MOST_VERSIONS = 12
MOST_PASSAGES = 3_000
#: What the share of the question's words that a passage holds counts beside its cosine.
WORDS = 0.3


class EarlierVersions:
    """What was in force before, for questions about another time."""

    def __init__(self, database: Database, embeddings: Callable[[], Embeddings]) -> None:
        self._database = database
        self._embeddings = embeddings

    def histories(
        self, asker: Asker, document_ids: Iterable[int]
    ) -> dict[int, list[VersionPeriod]]:
        """Document id → its versions that are or were in force, oldest first."""
        with self._database.read() as session:
            return histories(session, read.visible(session, asker), document_ids)

    def search(
        self, query: SearchQuery, asker: Asker, held: Sequence[VersionPeriod]
    ) -> list[Found]:
        """The passages of these versions, nearest to the question first; each knows until when it
        was in force. Raises ModelUnavailable."""
        embeddings = self._embeddings()
        question = embeddings.embed_query(query.text)
        until = {one.version_id: one.until for one in held[:MOST_VERSIONS]}
        with self._database.read() as session:
            allowed = read.visible(session, asker)
            rows = session.execute(
                select(PassageRow.id, PassageRow.embedded_hash)
                .join(VersionRow, VersionRow.id == PassageRow.version_id)
                .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
                .where(
                    VersionRow.id.in_(list(until)),
                    VersionRow.state.in_([VersionState.PUBLISHED, VersionState.SUPERSEDED]),
                    DocumentRow.collection_id.in_(allowed),
                )
                .order_by(PassageRow.version_id, PassageRow.ordinal)
                .limit(MOST_PASSAGES)
            )
            hashes = dict(rows.tuples().all())
            passages = read.passages_by_id(session, hashes, allowed)
            vectors = stored.load(session, embeddings.name, set(hashes.values()))
        cosine = {
            one: float(np.dot(vectors[digest], question))
            for one, digest in hashes.items()
            if digest in vectors
        }
        asked = stems(query.asked)
        scores = {
            one: cosine.get(one, 0.0) + WORDS * _share(asked, passage)
            for one, passage in passages.items()
        }
        order = sorted(scores, key=lambda one: (-scores[one], one))
        return [
            Found(
                replace(passages[one], until=until[passages[one].version_id]),
                scores[one],
                (Reason("meaning", rank, cosine[one]),) if one in cosine else (),
            )
            for rank, one in enumerate(order, start=1)
        ]


def _share(asked: set[str], passage: Passage) -> float:
    said = " ".join((passage.title, *passage.heading_path, passage.text))
    return len(asked & stems(said)) / max(1, len(asked))
