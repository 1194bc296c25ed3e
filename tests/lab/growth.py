"""Grows a throw-away library to a size for speed measurements, without hours of embedding.

Texts, words and the index are written as loading writes them. Vectors are not embedded: each is its
topic's real vector with noise that spreads as the topics' own vectors do (their covariance), of
unit length: a search meets clusters of about as many dimensions as in real text.
"""

from __future__ import annotations

import itertools
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from knowledge.access import on_this_machine, system
from knowledge.catalogue import force, staging
from knowledge.catalogue import vectors as stored
from knowledge.catalogue.batches import batched
from knowledge.catalogue.tables import DocumentRow
from knowledge.documents.blocks import Reading, ReadingBuilder
from knowledge.documents.likeness import WordPairs
from knowledge.documents.passages import Draft, embedded_text
from knowledge.documents.units import find_units
from knowledge.library import Library
from knowledge.runtime.home import Home
from tests.lab.synthetic import Section, document, topics

#: Passages of one synthetic document.
PER_DOCUMENT = 50
#: Documents written in one transaction.
TOGETHER = 20
#: Every how-manieth topic the spread is taken from: from 384 of them.
SAMPLED = 8
#: Length of the noise beside the topic's vector, of length 1.
NOISE = 0.8
#: Says in a home that it was grown in full.
_DONE = "grown.json"

BENCH = system("A bench grows a library.")

Vectors = NDArray[np.float32]


class Growth:
    """Adds documents until the library holds a number of passages in force."""

    def __init__(self, library: Library, collection: str) -> None:
        self._library = library
        self._collection = library.create_collection(on_this_machine(), collection).id
        self._centres: dict[int, Vectors] = {}
        sample = range(0, len(topics()), SAMPLED)
        self._shape = _spread(np.stack(self._vectors_of(sample)))
        self._chance = np.random.default_rng(7)
        self._documents = 0

    def to(self, size: int, moved: Callable[[int], None]) -> float:
        """`moved` gets the number of passages added so far. Rebuilds the index at the end, checks
        included, and returns the seconds that took."""
        already = sum(
            one.current.passages
            for one in self._library.documents(on_this_machine())
            if one.current
        )
        missing = size - already
        sizes = [min(PER_DOCUMENT, missing - done) for done in range(0, missing, PER_DOCUMENT)]
        added = 0
        for some in batched(sizes, TOGETHER):
            noise = self._noise(sum(some))
            with self._library.database(BENCH).write() as session:
                for start, passages in zip(
                    itertools.accumulate(some, initial=0), some, strict=False
                ):
                    self._add(session, noise[start : start + passages])
            added += sum(some)
            moved(added)
        began = time.perf_counter()
        self._library.rebuild_index(on_this_machine())
        return time.perf_counter() - began

    def _add(self, session: Session, noise: Vectors) -> None:
        """One document, with a passage for each row of noise."""
        # Numbers far from those of the documents that are really loaded.
        self._documents += 1
        title, sections = document(1_000_000 + self._documents, len(noise))
        reading, drafts = _read(sections)
        hashes = [
            stored.text_hash(
                embedded_text(title, draft.heading_path, "", reading.text[draft.start : draft.end])
            )
            for draft in drafts
        ]
        row = DocumentRow(
            collection_id=self._collection, source=f"manual-{self._documents}.md", title=title
        )
        session.add(row)
        session.flush()
        facts = staging.VersionFacts(
            document_id=row.id,
            content_hash=stored.text_hash(reading.text),
            file_name=row.source,
            title=title,
            effective_from=None,
            review_by=None,
            loaded_by=on_this_machine().person.key,
        )
        alike = staging.Likeness(WordPairs(reading.text).sketch)
        version_id = staging.stage(BENCH, session, facts, reading, drafts, alike)
        stored.keep(session, self._library.embeddings.name, hashes, self._vectors(sections, noise))
        force.publish(BENCH, session, version_id, "A bench grows a library.")

    def _vectors_of(self, wanted: Sequence[int]) -> list[Vectors]:
        """The topics' own vectors, each embedded when it is first wanted."""
        lacking = [one for one in dict.fromkeys(wanted) if one not in self._centres]
        vectors = self._library.embeddings.embed_passages([topics()[one] for one in lacking])
        self._centres.update(zip(lacking, vectors, strict=True))
        return [self._centres[one] for one in wanted]

    def _noise(self, count: int) -> Vectors:
        """Shape (count, dimension), each of length NOISE."""
        white: Vectors = self._chance.standard_normal((count, len(self._shape)), dtype=np.float32)
        noise: Vectors = white @ self._shape
        noise *= NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
        return noise

    def _vectors(self, sections: list[Section], noise: Vectors) -> Vectors:
        mixed: Vectors = np.stack(self._vectors_of([part.topic for part in sections])) + noise
        mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
        return mixed


@contextmanager
def grown_library(
    home: Home, size: int, collection: str, moved: Callable[[int], None]
) -> Iterator[tuple[Library, float]]:
    """A library of that many passages, and the seconds that its index took to be built.

    One that an earlier run grew in full is used again; what a stopped run left is grown anew.
    """
    done = home.path / _DONE
    if not done.exists():
        shutil.rmtree(home.index, ignore_errors=True)
        for left in home.path.glob(f"{home.catalogue.name}*"):
            left.unlink()
    with Library.open(home.path) as library:
        if not done.exists():
            seconds = Growth(library, collection).to(size, moved)
            done.write_text(json.dumps({"rebuild_seconds": seconds}), encoding="utf-8")
        yield library, json.loads(done.read_text(encoding="utf-8"))["rebuild_seconds"]


def _spread(vectors: Vectors) -> Vectors:
    """A matrix that gives white noise the covariance of these vectors, shape (dim, dim)."""
    values, axes = np.linalg.eigh(np.cov(vectors, rowvar=False))
    matrix: Vectors = (axes * np.sqrt(values.clip(0))).T.astype(np.float32)
    return matrix


def _read(sections: list[Section]) -> tuple[Reading, list[Draft]]:
    """As a reader and the splitting would give it: one passage a section, its heading with it."""
    builder = ReadingBuilder()
    for section in sections:
        builder.heading(section.heading, 2)
        builder.paragraph(section.text)
    reading = builder.build()
    pairs = zip(reading.blocks[::2], reading.blocks[1::2], strict=True)
    return reading, [
        Draft(one.start, body.end, path, None, "", find_units(reading, one.start, body.end, path))
        for one, body in pairs
        for path in [body.heading_path]
    ]
