"""Texts → stored vectors: every core has work, no text is embedded twice, a crash costs little."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from knowledge.catalogue.batches import batched
from knowledge.embeddings import Embeddings

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors

#: Passages embedded between two commits: little is done twice after a crash.
EMBED_BATCH = 32


def in_batches(
    model: Embeddings, texts: Mapping[str, str]
) -> Iterator[tuple[Sequence[str], Vectors]]:
    """(hashes, their vectors) for each EMBED_BATCH of `texts` (hash → text).

    The next batch is embedded while the caller keeps the one before it. Texts of like length go
    together, so that the cores end a batch at the same time.
    """
    by_length = sorted(texts, key=lambda digest: len(texts[digest]))
    if len(by_length) <= EMBED_BATCH:  # no thread for a single batch
        if by_length:
            yield by_length, model.embed_passages([texts[digest] for digest in by_length])
        return
    ahead = ThreadPoolExecutor(1, thread_name_prefix="ahead")
    running: deque[tuple[Sequence[str], Future[Vectors]]] = deque()
    try:
        for some in batched(by_length, EMBED_BATCH):
            work = ahead.submit(model.embed_passages, [texts[digest] for digest in some])
            running.append((some, work))
            if len(running) > 1:
                hashes, vectors = running.popleft()
                yield hashes, vectors.result()
        for hashes, vectors in running:
            yield hashes, vectors.result()
    finally:
        ahead.shutdown(cancel_futures=True)


class Claims:
    """Which texts some thread has in hand just now: of two that need the same, one waits."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._claimed: set[str] = set()

    @contextmanager
    def on(self, hashes: Iterable[str]) -> Iterator[Collection[str]]:
        """Those of `hashes` that nobody else has in hand, kept from others while the block runs.

        Waits until there is one. What another thread had is stored, or was given up, by the time
        that it can be claimed.
        """
        wanted = set(hashes)
        with self._changed:
            while not (mine := wanted - self._claimed):
                self._changed.wait()
            self._claimed |= mine
        try:
            yield mine
        finally:
            with self._changed:
                self._claimed -= mine
                self._changed.notify_all()
