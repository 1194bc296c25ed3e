"""The product's own search over a set: the library and the asking of `bernard evaluate`.

Only two things are not what serves people: vectors come from the bench's cache, and the nearest are
found by comparing all instead of by Chroma, so that no server is started and nothing is missed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import delete
from sqlalchemy.orm import Session

from knowledge.access import on_this_machine, system
from knowledge.catalogue import force, indexed, staging
from knowledge.catalogue import vectors as stored
from knowledge.catalogue.batches import batched
from knowledge.catalogue.tables import DocumentRow, SightingRow
from knowledge.documents.likeness import WordPairs
from knowledge.documents.passages import Draft, embedded_text, split
from knowledge.embeddings import Embeddings
from knowledge.glossary import entries as glossary
from knowledge.glossary.mining import find_definitions
from knowledge.index.vectors import ChromaVectors
from knowledge.library import Library
from tests.lab.evaluation.asking import Asker
from tests.lab.evaluation.questions import LabelledQuestion
from tests.lab.evaluation.stock import Stock
from tests.lab.retrieval.documents import BenchDocument
from tests.lab.retrieval.sets import LabelledSet

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors

BENCH = system("A bench fills a library.")
_TOGETHER = 200  # documents in one transaction


class _ExactVectors(ChromaVectors):
    """Every vector in memory."""

    _ids: Sequence[int] = ()
    _matrix: Vectors

    def create(self, name: str) -> None:
        """There is one collection."""

    def names(self) -> set[str]:
        return set()

    def hold(self, ids: Sequence[int], matrix: Vectors) -> None:
        self._ids, self._matrix = ids, matrix

    def query(self, name: str, vectors: Vectors, count: int) -> list[list[tuple[int, float]]]:
        return [self._best(self._matrix @ vector, count) for vector in vectors]

    def _best(self, cosines: Vectors, count: int) -> list[tuple[int, float]]:
        best = np.argsort(-cosines, kind="stable")[:count]
        return [(self._ids[one], float(cosines[one])) for one in best]


class _BenchLibrary(Library):
    """A library whose embedding model and index are the bench's."""

    model: Embeddings

    @cached_property
    def _embeddings(self) -> Embeddings:
        return self.model

    @cached_property
    def _chroma(self) -> _ExactVectors:
        return _ExactVectors(self._server)

    def fill(self, documents: Sequence[BenchDocument]) -> int:
        """Puts the documents in force, as loading does; returns how many passages there are."""
        collection = self.create_collection(on_this_machine(), "Bench").id
        self.upkeep.ensure(collection)
        drafts = [split(one.reading, self.model.count_tokens, one.title) for one in documents]
        texts = {
            stored.text_hash(text): text
            for one, its in zip(documents, drafts, strict=True)
            for text in _embedded(one, its)
        }
        vectors = self.model.embed_passages(list(texts.values()))
        with self._database.write() as session:
            stored.keep(session, self.model.name, list(texts), vectors)
        for some in batched(zip(documents, drafts, strict=True), _TOGETHER):
            with self._database.write() as session:
                for document, its in some:
                    _put(session, collection, document, its)
        rows = dict(zip(texts, range(len(texts)), strict=True))
        with self._database.read() as session:
            hashes = indexed.in_force(BENCH, session, collection)
        self._chroma.hold(list(hashes), vectors[[rows[one] for one in hashes.values()]])
        return len(hashes)


def _embedded(document: BenchDocument, drafts: Sequence[Draft]) -> list[str]:
    text = document.reading.text
    return [
        embedded_text(document.title, one.heading_path, one.context, text[one.start : one.end])
        for one in drafts
    ]


def _put(
    session: Session, collection: int, document: BenchDocument, drafts: Sequence[Draft]
) -> None:
    row = DocumentRow(collection_id=collection, source=document.name, title=document.title)
    session.add(row)
    session.flush()
    facts = staging.VersionFacts(
        document_id=row.id,
        content_hash=stored.text_hash(f"{document.name}\n{document.reading.text}"),
        file_name=document.name,
        title=document.title,
        effective_from=None,
        review_by=None,
        loaded_by=on_this_machine().person.key,
    )
    alike = staging.Likeness(WordPairs(document.reading.text).sketch)
    version_id = staging.stage(BENCH, session, facts, document.reading, drafts, alike)
    found = find_definitions(document.reading.text)
    glossary.note(BENCH, session, version_id, found)
    force.publish(BENCH, session, version_id, "A bench fills a library.")


class Product:
    """Asks as `bernard evaluate --retrieval-only --mode embedded` does."""

    def __init__(self, asker: Asker, passages: int) -> None:
        self._asker = asker
        self.passages = passages

    def __call__(self, question: LabelledQuestion) -> tuple[list[str], list[str]]:
        """(documents, passages' texts), each best first."""
        record = self._asker.ask(question)
        return record["ranked_documents"], [one["text"] for one in record["passages"]]


@contextmanager
def product(
    labelled: LabelledSet,
    documents: Sequence[BenchDocument],
    model: Embeddings,
    *,
    glossary: bool = True,
) -> Iterator[Product]:
    """The product over these documents, in a directory that is gone afterwards; without `glossary`
    it forgets what the documents' acronyms stand for."""
    with (
        tempfile.TemporaryDirectory(prefix="bernard-bench-") as directory,
        _BenchLibrary.open(Path(directory)) as library,
    ):
        library.model = model
        passages = library.fill(documents)
        if not glossary:
            with library.database(BENCH).write() as session:
                session.execute(delete(SightingRow))
        doubles = {one.name: one.doubles for one in documents}
        stock = Stock(
            library.home, model.name, len(documents), passages, {}, labelled.beir, doubles
        )
        yield Product(Asker(library, stock, "embedded", True), passages)
