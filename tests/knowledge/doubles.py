"""An embedding model that costs nothing and counts, and a library that uses it."""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.documents.types import Document, Job
from knowledge.embeddings import Embeddings
from knowledge.library import Details, Library
from knowledge.work.worker import Worker
from tests.people import BY, HERE

DIMENSION = 64


class Killed(BaseException):
    """The process ends here, as if it had been killed."""


class WordVectors:
    """Each word is a direction: texts that share words are near. `kill_at`: dies at that batch."""

    dimension = DIMENSION
    max_tokens = 256

    def __init__(self, name: str = "words-1") -> None:
        self.name = name
        self.texts: list[str] = []  # every passage embedded, in order
        self.batches = 0
        self.kill_at: int | None = None
        self.fail_with: Exception | None = None

    def count_tokens(self, text: str) -> int:
        """A misspelt word is cut in two, as a real model does."""
        return len(re.findall(r"\w+|[^\w\s]", text)) + text.count("kenels")

    def embed_query(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._vector(text)
        return vector

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches += 1
        if self.kill_at is not None and self.batches >= self.kill_at:
            raise Killed
        if self.fail_with is not None:
            raise self.fail_with
        self.texts.extend(texts)
        rows = [self._vector(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, DIMENSION), dtype=np.float32)

    def _vector(self, text: str) -> NDArray[np.float32]:
        total = np.full(DIMENSION, 1e-3, dtype=np.float32)
        for word in re.findall(r"\w+", text.lower()):
            seed = np.random.default_rng(zlib.crc32(word.encode("utf-8", "surrogatepass")))
            total += seed.normal(size=DIMENSION).astype(np.float32)
        unit: NDArray[np.float32] = total / np.linalg.norm(total)
        return unit


class TestLibrary(Library):
    """A library whose embedding model is a double; everything else is real."""

    __test__ = False
    double: Any

    @cached_property
    def _embeddings(self) -> Embeddings:
        model: Embeddings = self.double
        return model

    def change_model(self, model: Any) -> None:
        """As a restart with another BERNARD_EMBEDDING_MODEL does."""
        self.double = model
        for name in ("_embeddings", "searching"):
            self.__dict__.pop(name, None)

    def put(
        self, text: str, name: str, collection: str = "HR", details: Details | None = None
    ) -> Job:
        """Queues a Markdown file."""
        return self.add(HERE, text.encode(), name, collection, details or Details())

    def load(
        self, text: str, name: str, collection: str = "HR", details: Details | None = None
    ) -> Job:
        """Queues a Markdown file and brings it to its end."""
        job = self.put(text, name, collection, details)
        self.loader(BY).run(job.id)
        return self.job(job.id)

    def job(self, job_id: int) -> Job:
        return next(one for one in self.jobs(HERE) if one.id == job_id)

    def named(self, source: str) -> Document:
        return self.find_document(HERE, source)

    def sources(self, question: str) -> list[str]:
        """The sources of what is found, best first."""
        return [one.passage.source for one in self.search(question, HERE)]

    def work(self) -> None:
        """A worker, until the queue is empty."""
        Worker(self, threading.Event(), until_idle=True).run()
