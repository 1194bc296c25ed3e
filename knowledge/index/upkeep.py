"""The index kept true to the catalogue: pointers, blue/green rebuild, check and healing."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import bindparam, select, text, update
from sqlalchemy.orm import Session

from knowledge.access import System
from knowledge.catalogue import indexed
from knowledge.catalogue import vectors as stored
from knowledge.catalogue.batches import batched
from knowledge.catalogue.sqlite import word_index
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.tables import CollectionRow, IndexRow, PassageRow
from knowledge.embeddings import Embeddings
from knowledge.errors import IndexUnavailable
from knowledge.index.connection import MissingCollection
from knowledge.index.vectors import ChromaVectors

log = logging.getLogger(__name__)

#: Texts embedded between two commits of a rebuild.
EMBED_BATCH = 64
#: Rows written to Chroma at a time during a rebuild.
WRITE_BATCH = 2_000
#: An index with this many dead rows and as many as live ones is built anew: replaced and deleted
#: rows are never freed on disk.
DEAD_ROWS = 2_000
#: The probe's own vector must come back as near as float rounding and HNSW allow.
PROBE_COSINE = 0.999

#: Seconds after which a collection that no pointer names is not one that is being built: a rebuild
#: of a million passages takes some seven minutes.
ORPHAN_SECONDS = 3_600


#: What mends a problem of a collection.
Mend = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Problem:
    collection_id: int
    collection: str
    sentence: str
    mend: Mend


_POINTERS = select(IndexRow.collection_id, IndexRow.chroma_name).where(
    IndexRow.model == bindparam("model")
)


class Upkeep:
    def __init__(
        self, by: System, database: Database, chroma: ChromaVectors, embeddings: Embeddings
    ) -> None:
        self._by = by
        self._database = database
        self._chroma = chroma
        self._embeddings = embeddings

    @property
    def model(self) -> str:
        return self._embeddings.name

    def pointers(self, session: Session) -> dict[int, str]:
        """Collection id → Chroma collection that serves it for the model in use."""
        return dict(session.execute(_POINTERS, {"model": self.model}).tuples().all())

    def ensure(self, collection_id: int) -> str:
        """The collection's Chroma collection, made (empty) if there is none yet."""
        with self._database.read() as session:
            name = self.pointers(session).get(collection_id)
        if name is not None:
            return name
        name = _new_name(collection_id, self.model)
        self._chroma.create(name)
        with self._database.write() as session:
            winner = self.pointers(session).get(collection_id)
            if winner is None:
                session.add(
                    IndexRow(collection_id=collection_id, model=self.model, chroma_name=name)
                )
        if winner is not None:
            self._chroma.drop(name)
        return winner or name

    def add(self, collection_id: int, hashes: dict[int, str]) -> str:
        """Writes the vectors of passages (id → hash of embedded text); returns where to.

        Texts that have no vector of the model in use are embedded first. Whoever puts the passages
        in force says so with `count`.
        """
        self._embed_missing(hashes)
        name = self.ensure(collection_id)
        try:
            self._write(name, hashes)
        except MissingCollection:
            name = self.rebuild(collection_id)
            self._write(name, hashes)
        return name

    def count(self, session: Session, collection_id: int, written: int) -> None:
        """Notes so many rows as written to the collection's index, dead or alive."""
        session.execute(
            update(IndexRow)
            .where(IndexRow.collection_id == collection_id, IndexRow.model == self.model)
            .values(written=IndexRow.written + written)
        )

    def remove(self, collection_id: int, ids: Sequence[int]) -> None:
        """Takes out passages, which are out of force already. Raises IndexUnavailable."""
        with self._database.read() as session:
            name = self.pointers(session).get(collection_id)
        if name is not None:
            self._chroma.remove(name, ids)

    def rebuild(self, collection_id: int) -> str:
        """Builds a new Chroma collection from stored vectors, checks it, then flips the pointer.

        Texts that have no vector of the model in use are embedded first.
        """
        with self._database.read() as session:
            missing = indexed.in_force(self._by, session, collection_id)
        self._embed_missing(missing)
        name = _new_name(collection_id, self.model)
        self._chroma.create(name)
        hashes: dict[int, str] = {}
        while True:
            for some in batched(missing.items(), WRITE_BATCH):
                self._write(name, dict(some))
            hashes |= missing
            if self._chroma.ids(name) != hashes.keys():
                self._chroma.drop(name)
                raise IndexUnavailable(
                    "The new index did not come out complete, so the old one stays in use. Try "
                    "again.",
                    f"rebuild of collection {collection_id}: ids differ",
                )
            with self._database.write() as session:
                live = indexed.in_force(self._by, session, collection_id)
                missing = {one: live[one] for one in live.keys() - hashes.keys()}
                if missing:  # came into force meanwhile; the index is not waited for in here
                    continue
                old = self.pointers(session).get(collection_id)
                row = IndexRow(collection_id=collection_id, model=self.model)
                row.chroma_name, row.written = name, len(hashes)
                session.merge(row)
            break
        if old is not None:
            self._chroma.drop(old)
        return name

    def check(self) -> tuple[int, list[Problem]]:
        """(passages in force, what is wrong). Compares every id and asks one probe a collection."""
        with self._database.read() as session:
            pointers = self.pointers(session)
            rows = session.execute(select(CollectionRow.id, CollectionRow.name)).tuples()
            names = dict(rows.all())
            expected = {one: indexed.in_force(self._by, session, one) for one in names}
            staged = indexed.staged(self._by, session)
            words = set(session.scalars(text("SELECT rowid FROM words")))
        problems: list[Problem] = []
        total = 0
        for collection_id, hashes in expected.items():
            total += len(hashes)
            chroma_name = pointers.get(collection_id)
            if chroma_name is None and not hashes:
                continue
            found = [self._wrong(chroma_name, hashes, staged)]
            if lost := len(hashes.keys() - words):
                found.append(
                    (f"{lost} passages are missing from the word index", self._renew_words)
                )
            name = names[collection_id]
            problems.extend(Problem(collection_id, name, *one) for one in found if one)
        return total, problems

    def heal(self) -> list[Problem]:
        """Mends what `check` finds and returns what it mended."""
        _, problems = self.check()
        for problem in problems:
            log.warning("index of %s: %s; mending", problem.collection, problem.sentence)
            problem.mend(problem.collection_id)
        self._drop_orphans()
        self._shed_dead_rows()
        return problems

    def _wrong(
        self, name: str | None, hashes: dict[int, str], staged: set[int]
    ) -> tuple[str, Mend] | None:
        if name is None:
            return "there is no index for the embedding model in use", self.rebuild
        try:
            have = self._chroma.ids(name)
            if missing := len(hashes.keys() - have):
                return f"{missing} passages are missing from it", self.rebuild
            if hashes and not self._probe(name, hashes):
                return "a probe did not find its own passage", self.rebuild
        except MissingCollection:
            return "the vector index is gone or damaged", self.rebuild
        if dead := len(have - hashes.keys() - staged):
            return f"{dead} passages in it are no longer in force", self._remove_dead
        return None

    def _probe(self, name: str, hashes: dict[int, str]) -> bool:
        passage_id = min(hashes)
        with self._database.read() as session:
            vectors = stored.load(session, self.model, [hashes[passage_id]])
        if not vectors:
            return False
        (vector,) = vectors.values()
        (nearest,) = self._chroma.query(name, vector[None], 10)
        return any(one == passage_id or cosine > PROBE_COSINE for one, cosine in nearest)

    def _remove_dead(self, collection_id: int) -> None:
        with self._database.read() as session:
            name = self.pointers(session)[collection_id]
            live = set(indexed.in_force(self._by, session, collection_id))
            live |= indexed.staged(self._by, session)
        self._chroma.remove(name, sorted(self._chroma.ids(name) - live))

    def _renew_words(self, collection_id: int) -> None:
        with self._database.write() as session:
            word_index.renew(self._by, session, collection_id)

    def _drop_orphans(self) -> None:
        """Collections that no pointer names: left by a rebuild that was killed.

        Those on a server that others may use are not ours to judge.
        """
        if self._chroma.shared:
            return
        there = self._chroma.names()
        with self._database.read() as session:
            named = set(session.scalars(select(IndexRow.chroma_name)))
        for name in there - named:
            if _made_at(name) < time.time() - ORPHAN_SECONDS:
                self._chroma.drop(name)

    def _shed_dead_rows(self) -> None:
        with self._database.read() as session:
            rows = session.execute(
                select(IndexRow.collection_id, IndexRow.written).where(IndexRow.model == self.model)
            ).all()
            live = {one: len(indexed.in_force(self._by, session, one)) for one, _ in rows}
        for collection_id, written in rows:
            dead = written - live[collection_id]
            if dead >= DEAD_ROWS and dead >= live[collection_id]:
                self.rebuild(collection_id)

    def _write(self, name: str, hashes: dict[int, str]) -> None:
        with self._database.read() as session:
            vectors = stored.load(session, self.model, hashes.values())
        if hashes:
            rows = np.stack([vectors[digest] for digest in hashes.values()])
            self._chroma.upsert(name, list(hashes), rows)

    def _embed_missing(self, hashes: dict[int, str]) -> None:
        with self._database.read() as session:
            have = stored.known(session, self.model, hashes.values())
        lacking = [one for one, digest in hashes.items() if digest not in have]
        for some in batched(lacking, EMBED_BATCH):
            with self._database.read() as session:
                texts = indexed.texts(self._by, session, PassageRow.id.in_(some))
            vectors = self._embeddings.embed_passages(list(texts.values()))
            with self._database.write() as session:
                stored.keep(session, self.model, list(texts), vectors)


def _new_name(collection_id: int, model: str) -> str:
    """A Chroma collection's: whose it is, for which model, and since when."""
    slug = re.sub(r"[^A-Za-z0-9]+", "-", model).strip("-")[:60]
    return f"c{collection_id}-{slug}-{int(time.time()):08x}-{secrets.token_hex(4)}"


def _made_at(name: str) -> float:
    """When the collection was named, in seconds; 0 for a name that does not say."""
    found = re.search(r"-([0-9a-f]{8})-[0-9a-f]{8}$", name)
    return float(int(found[1], 16)) if found else 0.0
