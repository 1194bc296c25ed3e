"""What a run makes and the next need not: readings by file, vectors by text. Kept as they come."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.catalogue.batches import batched
from knowledge.catalogue.read import pack_block, unpack_block
from knowledge.catalogue.vectors import text_hash
from knowledge.documents.blocks import Reading
from knowledge.embeddings import Embeddings
from knowledge.runtime.home import Home
from tests.lab.evaluation.throwaway import embedding_version

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors

#: Texts embedded between two commits: a killed run loses some seconds.
BATCH = 128
_MANY = 500

_TABLES = """
CREATE TABLE IF NOT EXISTS readings (key TEXT PRIMARY KEY, reading TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB) WITHOUT ROWID;
"""


class Cache:
    """One file under BERNARD_HOME. Not to be used from several threads."""

    def __init__(self, home: Home) -> None:
        directory = home.path / "bench"
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path: Path = directory / "retrieval.sqlite3"
        self._connection = sqlite3.connect(self.path, timeout=60)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.executescript(_TABLES)

    def close(self) -> None:
        self._connection.close()

    def reading(self, key: str) -> Reading | None:
        row = self._connection.execute(
            "SELECT reading FROM readings WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            return None
        kept = json.loads(row[0])
        text = kept["text"]
        blocks = tuple(unpack_block(entry, text) for entry in kept["blocks"])
        return Reading(text, blocks, kept["properties"])

    def keep_reading(self, key: str, reading: Reading) -> None:
        kept = {
            "text": reading.text,
            "blocks": [pack_block(block) for block in reading.blocks],
            "properties": reading.properties,
        }
        with self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO readings VALUES (?, ?)", (key, json.dumps(kept))
            )

    def vectors(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """Key → vector of unit length, for the keys that are known."""
        found: dict[str, Vectors] = {}
        for some in batched(keys, _MANY):
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some
            )
            for key, raw in rows:
                vector = np.frombuffer(raw, dtype="<f2").astype(np.float32)
                found[key] = vector / np.linalg.norm(vector)
        return found

    def keep_vectors(self, keys: Sequence[str], vectors: Vectors) -> None:
        """In half precision: it moves a cosine by some .0002, and halves the file."""
        rows = [
            (key, vector.astype("<f2").tobytes()) for key, vector in zip(keys, vectors, strict=True)
        ]
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)


class CachedEmbeddings:
    """An embedding model that embeds no text twice, in this run or a later one."""

    def __init__(
        self, model: Embeddings, cache: Cache, moved: Callable[[int], None] = lambda _: None
    ) -> None:
        self._model = model
        self._cache = cache
        self._moved = moved  # told how many texts were embedded
        self._counts: dict[str, int] = {}
        self._prefix = f"{model.name}:{embedding_version()}:"
        self.name = model.name
        self.dimension = model.dimension
        self.max_tokens = model.max_tokens
        self.embedded = 0

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self.embed_passages([text])[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension). Raises ModelUnavailable."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        keys = [self._prefix + text_hash(text) for text in texts]
        by_key = dict(zip(keys, texts, strict=True))
        known = self._cache.vectors(list(by_key))
        # Like lengths together, for models that pad.
        lacking = sorted(by_key.keys() - known.keys(), key=lambda key: (len(by_key[key]), key))
        for some in batched(lacking, BATCH):
            self._cache.keep_vectors(
                some, self._model.embed_passages([by_key[key] for key in some])
            )
            # Read back, so that this run computes with the very numbers of the next.
            known.update(self._cache.vectors(some))
            self.embedded += len(some)
            self._moved(len(some))
        return np.stack([known[key] for key in keys])

    def count_tokens(self, text: str) -> int:
        if text not in self._counts:
            self._counts[text] = self._model.count_tokens(text)
        return self._counts[text]
