"""Exact searches in memory, by words and by meaning, over the pieces of one set."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from knowledge.embeddings import Embeddings, Vectors

#: As the product's own table of words (knowledge/catalogue/migrations).
_TABLE = """
CREATE VIRTUAL TABLE words USING fts5(
    title, headings, body, tokenize = "porter unicode61 remove_diacritics 2"
)
"""
_BEST = (
    "SELECT rowid, -bm25(words, ?, ?, ?) AS score FROM words WHERE words MATCH ? "
    "ORDER BY score DESC, rowid LIMIT ?"
)


class Words:
    """BM25 by SQLite FTS5. Rows are (title, headings, body), their numbers count from 0."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(_TABLE)
        self._connection.executemany(
            "INSERT INTO words(rowid, title, headings, body) VALUES (?, ?, ?, ?)",
            ((number, *row) for number, row in enumerate(rows)),
        )
        self._found: dict[tuple[object, ...], dict[int, float]] = {}

    def best(
        self, expression: str, weights: tuple[float, float, float], count: int
    ) -> dict[int, float]:
        """Row → BM25 (higher is better) of the best `count`, best first."""
        asked = (*weights, expression, count)
        if asked not in self._found:
            rows = self._connection.execute(_BEST, asked) if expression else ()
            self._found[asked] = {int(number): float(score) for number, score in rows}
        return self._found[asked]


class Meaning:
    """Exact cosines. Texts are embedded once, all pieces at the start."""

    def __init__(self, model: Embeddings, texts: Sequence[str]) -> None:
        self._model = model
        self._matrix = model.embed_passages(texts)
        self._cosines: dict[str, Vectors] = {}
        self._nearest: dict[tuple[str, int], list[int]] = {}

    def cosines(self, text: str) -> Vectors:
        """To every piece, shape (pieces,)."""
        if text not in self._cosines:
            self._cosines[text] = self._matrix @ self._model.embed_query(text)
        return self._cosines[text]

    def nearest(self, text: str, count: int) -> list[int]:
        """The `count` nearest pieces, nearest first."""
        if (text, count) not in self._nearest:
            order = np.argsort(-self.cosines(text), kind="stable")[:count]
            self._nearest[text, count] = [int(one) for one in order]
        return self._nearest[text, count]


class Sentences:
    """The nearest sentence of a piece; `parts` are each piece's sentences."""

    def __init__(self, model: Embeddings, parts: Sequence[Sequence[str]]) -> None:
        self._all = Meaning(model, [sentence for some in parts for sentence in some])
        self._bounds = np.cumsum([0, *(len(some) for some in parts)])

    def best(self, text: str, piece: int) -> float:
        """Its cosine to `text`; 0 for a piece without sentences."""
        first, end = self._bounds[piece], self._bounds[piece + 1]
        return float(self._all.cosines(text)[first:end].max()) if end > first else 0.0
