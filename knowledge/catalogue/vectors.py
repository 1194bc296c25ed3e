"""Vectors by model and text hash: the truth that every index is built from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from knowledge.catalogue.tables import VectorRow

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors

# One parameter for all hashes, as in catalogue.read.
_KNOWN, _VECTORS = (
    text(
        f"SELECT {columns} FROM json_each(:hashes) AS asked "
        "CROSS JOIN vectors AS v ON v.model = :model AND v.text_hash = asked.value"
    )
    for columns in ("v.text_hash", "v.text_hash, v.vector")
)


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def known(session: Session, model: str, hashes: Iterable[str]) -> set[str]:
    asked = {"model": model, "hashes": json.dumps(list(hashes))}
    return set(session.scalars(_KNOWN, asked))


def keep(session: Session, model: str, hashes: Sequence[str], vectors: Vectors) -> None:
    rows = [
        {
            "model": model,
            "text_hash": digest,
            "dimension": int(vector.shape[0]),
            "vector": np.ascontiguousarray(vector, dtype="<f4").tobytes(),
        }
        for digest, vector in zip(hashes, vectors, strict=True)
    ]
    if rows:
        session.execute(insert(VectorRow).on_conflict_do_nothing(), rows)


def load(session: Session, model: str, hashes: Iterable[str]) -> Mapping[str, Vectors]:
    """Hash → vector, shape (dimension,), for the hashes that are known."""
    asked = {"model": model, "hashes": json.dumps(list(hashes))}
    rows = session.execute(_VECTORS, asked).all()
    return {digest: np.frombuffer(raw, dtype="<f4") for digest, raw in rows}
