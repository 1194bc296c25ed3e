"""Grows a throw-away library to a size for speed measurements, without hours of embedding.

Texts, words and the index are written as loading writes them. Vectors are not embedded: each is its
subject's real vector with noise, of unit length, so that a search meets clusters as in real text.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.synthetic import Section, document, subjects
from knowledge.access import LOCAL_READER
from knowledge.blocks import Reading, ReadingBuilder
from knowledge.catalogue import publishing
from knowledge.catalogue import vectors as stored
from knowledge.catalogue.tables import DocumentRow
from knowledge.library import Library
from knowledge.passages import Draft, embedded_text

#: Passages of one synthetic document.
PER_DOCUMENT = 50
#: Noise beside the subject's vector. At 0.8 two passages on one subject have a cosine of about .6
#: and of different subjects about .15, as passages of real policies have.
NOISE = 0.8

Vectors = NDArray[np.float32]


class Growth:
    """Adds documents until the library holds a number of passages in force."""

    def __init__(self, library: Library, collection: str) -> None:
        self._library = library
        self._collection = library.create_collection(LOCAL_READER, collection).id
        self._centres = library.embeddings.embed_passages(subjects())
        self._chance = np.random.default_rng(7)
        self._documents = 0

    def to(self, size: int, moved: Callable[[int], None]) -> None:
        """`moved` gets the number of passages added so far. Rebuilds the index at the end."""
        already = sum(
            one.current.passages for one in self._library.documents(LOCAL_READER) if one.current
        )
        missing = size - already
        added = 0
        while added < missing:
            added += self._add(min(PER_DOCUMENT, missing - added))
            moved(added)
        self._library.rebuild_index()

    def _add(self, passages: int) -> int:
        # Numbers far from those of the documents that are really loaded.
        self._documents += 1
        title, sections = document(1_000_000 + self._documents, passages)
        reading, drafts = _read(sections)
        hashes = [
            stored.text_hash(
                embedded_text(title, draft.heading_path, "", reading.text[draft.start : draft.end])
            )
            for draft in drafts
        ]
        facts_hash = stored.text_hash(reading.text)
        with self._library.database.write() as session:
            row = DocumentRow(
                collection_id=self._collection, source=f"manual-{self._documents}.md", title=title
            )
            session.add(row)
            session.flush()
            facts = publishing.VersionFacts(
                document_id=row.id,
                content_hash=facts_hash,
                file_name=row.source,
                title=title,
                effective_from=None,
                review_by=None,
                loaded_by=LOCAL_READER.user_id,
            )
            version = publishing.stage(session, facts, reading, drafts)
            stored.keep(session, self._library.embeddings.name, hashes, self._vectors(sections))
            publishing.publish(session, version.id)
        return passages

    def _vectors(self, sections: list[Section]) -> Vectors:
        centres = self._centres[[section.subject for section in sections]]
        noise = self._chance.standard_normal(centres.shape).astype(np.float32)
        noise *= NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
        mixed: Vectors = centres + noise
        mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
        return mixed


def _read(sections: list[Section]) -> tuple[Reading, list[Draft]]:
    """As a reader and the splitting would give it: one passage a section, its heading with it."""
    builder = ReadingBuilder()
    for section in sections:
        builder.heading(section.heading, 2)
        builder.paragraph(section.text)
    reading = builder.build()
    pairs = zip(reading.blocks[::2], reading.blocks[1::2], strict=True)
    return reading, [
        Draft(heading.start, body.end, body.heading_path, None) for heading, body in pairs
    ]
