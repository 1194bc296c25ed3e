"""The one port to Chroma: a collection of vectors by passage id, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from knowledge.catalogue.batches import batched
from knowledge.index.connection import Connection
from knowledge.index.server import ChromaServer
from knowledge.runtime.settings import LibrarySettings

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors

#: Rows in one request: under Chroma's 5,461 and, at 3,072 dimensions, under its 40 MiB.
ROWS_PER_REQUEST = 1_000
#: Seconds for one answer where nobody waits for it: to write many rows, to list a million ids.
UPKEEP_SECONDS = 60.0
#: Seconds in which such a call is tried again while a server is started, on a busy machine.
UPKEEP_PATIENCE = 30.0
#: Seconds in which questions do not ask a server again that did not answer one.
REST_SECONDS = 10.0


class ChromaVectors:
    """Raises IndexUnavailable where the server does not answer in time: after
    BERNARD_CHROMA_TIMEOUT_SECONDS for a question, after a minute for what keeps the index."""

    def __init__(self, server: ChromaServer) -> None:
        self._server = server
        seconds = LibrarySettings.read().chroma_timeout_seconds
        self._questions = Connection(server, seconds, patience=seconds, rest=REST_SECONDS)
        self._upkeep = Connection(server, UPKEEP_SECONDS, patience=UPKEEP_PATIENCE)

    def warm(self) -> None:
        """Connects, once there is a server."""
        for one in (self._upkeep, self._questions):
            one.call(methodcaller("heartbeat"))

    @property
    def shared(self) -> bool:
        """Whether others may keep collections on the same server."""
        return bool(self._server.remote)

    def create(self, name: str) -> None:
        asked = {"configuration": {"hnsw": {"space": "cosine"}}, "embedding_function": None}
        self._upkeep.call(methodcaller("create_collection", name, **asked, get_or_create=True))

    def drop(self, name: str) -> None:
        self._questions.drop(name)
        self._upkeep.drop(name)
        if name in self.names():
            self._upkeep.call(methodcaller("delete_collection", name))

    def names(self) -> set[str]:
        return self._upkeep.call(lambda client: {entry.name for entry in client.list_collections()})

    def upsert(self, name: str, ids: Sequence[int], vectors: Vectors) -> None:
        for rows in batched(range(len(ids)), ROWS_PER_REQUEST):
            some = [str(ids[row]) for row in rows]
            part = vectors[rows[0] : rows[-1] + 1]
            self._upkeep.on(name, methodcaller("upsert", ids=some, embeddings=part))

    def remove(self, name: str, ids: Sequence[int]) -> None:
        for some in batched(ids, ROWS_PER_REQUEST):
            self._upkeep.on(name, methodcaller("delete", ids=[str(one) for one in some]))

    def ids(self, name: str) -> set[int]:
        return self._upkeep.on(name, lambda c: {int(one) for one in c.get(include=[])["ids"]})

    def require_answers(self) -> None:
        """Raises IndexUnavailable where questions need not wait: it did not answer just now."""
        self._questions.require_answers()

    def query(self, name: str, vectors: Vectors, count: int) -> list[list[tuple[int, float]]]:
        """For each row of `vectors` the nearest passages: (id, cosine), nearest first."""

        def call(collection: Any) -> list[list[tuple[int, float]]]:
            answer = collection.query(
                query_embeddings=list(vectors), n_results=count, include=["distances"]
            )
            return [
                [(int(one), 1.0 - float(distance)) for one, distance in zip(*row, strict=True)]
                for row in zip(answer["ids"], answer["distances"], strict=True)
            ]

        return self._questions.on(name, call)
