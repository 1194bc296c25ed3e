"""The one port to Chroma: a collection of vectors by passage id, nothing else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from operator import methodcaller
from typing import TYPE_CHECKING, Any, TypeVar

from knowledge.catalogue.batches import batched
from knowledge.errors import IndexUnavailable
from knowledge.index.server import ChromaServer

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors

T = TypeVar("T")

#: Rows in one request: under Chroma's 5,461 and, at 3,072 dimensions, under its 40 MiB.
ROWS_PER_REQUEST = 1_000
#: Seconds a call waits for a server that was killed to be started again.
PATIENCE_SECONDS = 15.0


class MissingCollection(IndexUnavailable):
    """Chroma does not know the collection, or cannot open it (a server killed while it wrote left
    such): it must be built again from the catalogue."""


class ChromaVectors:
    """Calls are retried while the server is started again; then IndexUnavailable."""

    def __init__(self, server: ChromaServer) -> None:
        self._server = server
        self._client: Any = None
        self._collections: dict[str, Any] = {}
        self._lock = threading.Lock()

    @property
    def shared(self) -> bool:
        """Whether others may keep collections on the same server."""
        return bool(self._server.remote)

    def create(self, name: str) -> None:
        asked = {"configuration": {"hnsw": {"space": "cosine"}}, "embedding_function": None}
        self._call(methodcaller("create_collection", name, **asked, get_or_create=True))

    def drop(self, name: str) -> None:
        self._collections.pop(name, None)
        if name in self.names():
            self._call(methodcaller("delete_collection", name))

    def names(self) -> set[str]:
        return self._call(lambda client: {entry.name for entry in client.list_collections()})

    def upsert(self, name: str, ids: Sequence[int], vectors: Vectors) -> None:
        for rows in batched(range(len(ids)), ROWS_PER_REQUEST):
            some = [str(ids[row]) for row in rows]
            part = vectors[rows[0] : rows[-1] + 1]
            self._on(name, methodcaller("upsert", ids=some, embeddings=part))

    def remove(self, name: str, ids: Sequence[int]) -> None:
        for some in batched(ids, ROWS_PER_REQUEST):
            self._on(name, methodcaller("delete", ids=[str(one) for one in some]))

    def ids(self, name: str) -> set[int]:
        return self._on(name, lambda c: {int(one) for one in c.get(include=[])["ids"]})

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

        return self._on(name, call)

    def _on(self, name: str, call: Callable[[Any], T]) -> T:
        def with_collection(client: Any) -> T:
            from chromadb.errors import InternalError

            collection = self._collections.get(name)
            if collection is None:
                collection = client.get_collection(name, embedding_function=None)
                self._collections[name] = collection
            try:
                return call(collection)
            except InternalError as error:
                raise _missing(error) from error

        return self._call(with_collection)

    def _call(self, call: Callable[[Any], T]) -> T:
        import httpx
        from chromadb.errors import ChromaError, NotFoundError

        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return call(self._connected())
            except NotFoundError as error:
                raise _missing(error) from error
            except (httpx.TransportError, ValueError, ChromaError) as error:
                self._forget()
                if time.monotonic() >= deadline or not _passing(error):
                    raise IndexUnavailable(
                        "The search index does not answer. Nothing is lost; try again in a minute.",
                        f"{type(error).__name__}: {error}",
                    ) from error
                time.sleep(0.2)

    def _connected(self) -> Any:
        with self._lock:
            if self._client is None:
                import chromadb
                from chromadb.config import Settings

                address = self._server.address()
                self._client = chromadb.HttpClient(
                    host=address.host,
                    port=address.port,
                    ssl=address.ssl,
                    settings=Settings(anonymized_telemetry=False, _env_file=None),  # type: ignore[call-arg]
                )
            return self._client

    def _forget(self) -> None:
        with self._lock:
            self._client = None
            self._collections.clear()


def _missing(error: Exception) -> MissingCollection:
    return MissingCollection(
        "The search index is incomplete. It is being built again; nothing is lost.", str(error)
    )


def _passing(error: Exception) -> bool:
    """Whether the server may answer the same call later: it is away, or being started."""
    import httpx

    return isinstance(error, httpx.TransportError) or "Could not connect" in str(error)
