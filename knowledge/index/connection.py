"""Calls to the Chroma server: each has a time-out, and is tried again while a server starts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from operator import methodcaller
from typing import Any, TypeVar

from knowledge.errors import IndexUnavailable
from knowledge.index.server import ChromaServer

T = TypeVar("T")


class MissingCollection(IndexUnavailable):
    """Chroma does not know the collection, or cannot open it (a server killed while it wrote left
    such): it must be built again from the catalogue."""


class Connection:
    """One client, made anew when its server went away. Safe to use from threads.

    `seconds`: the longest wait for one answer. `patience`: seconds for which a call is tried again
    while the server is started again. `rest`: seconds after a failure in which calls fail at once,
    so that not everybody waits for a server that hangs.
    """

    def __init__(
        self, server: ChromaServer, seconds: float, *, patience: float, rest: float = 0.0
    ) -> None:
        self._server = server
        self._seconds = seconds
        self._patience = patience
        self._rest = rest
        self._rests_until = 0.0
        self._client: Any = None
        self._collections: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._connecting = threading.Lock()

    def on(self, name: str, call: Callable[[Any], T]) -> T:
        """Calls with that collection. Raises MissingCollection, IndexUnavailable."""

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

        return self.call(with_collection)

    def call(self, call: Callable[[Any], T]) -> T:
        """Calls with the client. Raises MissingCollection, IndexUnavailable."""
        if time.monotonic() < self._rests_until:
            raise _silent("it did not answer a moment ago")
        return self._noted(call)

    def require_answers(self) -> None:
        """Raises IndexUnavailable while calls would fail at once. After the rest one caller sees
        whether the server answers again, before many calls at once wait for it."""
        with self._lock:
            now = time.monotonic()
            if not self._rests_until:
                return
            if now < self._rests_until:
                raise _silent("it did not answer a moment ago")
            self._rests_until = now + self._patience + self._rest  # for the others
        self._noted(methodcaller("heartbeat"))

    def _noted(self, call: Callable[[Any], T]) -> T:
        try:
            result = self._tried(call)
        except MissingCollection:
            self._rests_until = 0.0
            raise
        except IndexUnavailable:
            self._rests_until = time.monotonic() + self._rest
            raise
        self._rests_until = 0.0
        return result

    def drop(self, name: str) -> None:
        """Forgets the collection of that name, which is to go."""
        self._collections.pop(name, None)

    def _tried(self, call: Callable[[Any], T]) -> T:
        from chromadb.errors import NotFoundError

        deadline = time.monotonic() + self._patience
        while True:
            client = None
            try:
                client = self._connected(deadline)
                return call(client)
            except NotFoundError as error:
                raise _missing(error) from error
            except IndexUnavailable:
                raise
            except Exception as error:
                # Of any kind: the client raises bare ones for what a server, or a proxy, answers.
                self._forget(client)
                if time.monotonic() >= deadline or not _passing(error):
                    raise _silent(f"{type(error).__name__}: {error}") from error
                time.sleep(0.2)

    def _connected(self, deadline: float) -> Any:
        with self._connecting:
            if self._client is None:
                from knowledge.index.client import LimitedClient

                left = deadline - time.monotonic()
                if left <= 0:  # spent waiting for another thread, which met no server either
                    raise _silent("no connection in time")
                self._client = LimitedClient(self._server.address(left), self._seconds)
            return self._client

    def _forget(self, client: Any) -> None:
        """Unless another thread has made a new one since."""
        with self._connecting:
            if client is not None and client is self._client:
                self._client = None
                self._collections.clear()
                client.close()


def _silent(reason: str) -> IndexUnavailable:
    return IndexUnavailable(
        "The search index does not answer. Nothing is lost; try again in a minute.", reason
    )


def _missing(error: Exception) -> MissingCollection:
    return MissingCollection(
        "The search index is incomplete. It is being built again; nothing is lost.", str(error)
    )


def _passing(error: Exception) -> bool:
    """Whether the server may answer the same call later: it is away, or being started."""
    import httpx

    return isinstance(error, httpx.TransportError) or "Could not connect" in str(error)
