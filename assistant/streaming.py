"""A model's stream, read beside the caller: in batches, and never waited for longer than agreed."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Generic, TypeVar

Item = TypeVar("Item")

#: Seconds between two batches: ten pieces a second read as flowing and cost the page little.
BATCH_SECONDS = 0.1


class _End(Generic[Item]):
    """The last entry of the queue: the stream ended, with `error` when it broke."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def in_batches(
    open_stream: Callable[[], Iterator[Item]],
    patience: float,
    says_something: Callable[[Item], bool],
    every: float = BATCH_SECONDS,
) -> Generator[list[Item], None, None]:
    """Yields items at once until one says something, then the rest in batches, at least `every`
    seconds apart.

    Raises TimeoutError when no item came for `patience` seconds: a server that sends one byte at a
    time, or that asks the client to wait and retry, must not hold a person for ever. Raises what
    the stream raised, after all that came before. When the caller stops, the stream is closed at
    its next item.
    """
    queue: SimpleQueue[Item | _End[Item]] = SimpleQueue()
    stopped = Event()
    context = copy_context()
    Thread(
        target=lambda: context.run(_read, open_stream, queue, stopped),
        name="model-stream",
        daemon=True,
    ).start()
    try:
        yield from _batches(queue, patience, says_something, every)
    finally:
        stopped.set()


def _read(
    open_stream: Callable[[], Iterator[Item]],
    queue: SimpleQueue[Item | _End[Item]],
    stopped: Event,
) -> None:
    error: BaseException | None = None
    try:
        for item in open_stream():
            queue.put(item)
            if stopped.is_set():
                break
    except Exception as broken:  # noqa: BLE001 - handed to the reader, which raises it
        error = broken
    queue.put(_End(error))


def _batches(
    queue: SimpleQueue[Item | _End[Item]],
    patience: float,
    says_something: Callable[[Item], bool],
    every: float,
) -> Iterator[list[Item]]:
    batch: list[Item] = []
    flush_at = 0.0
    begun = False
    while True:
        wait = patience if not batch else max(0.0, flush_at - time.monotonic())
        try:
            entry = queue.get(timeout=wait)
        except Empty:
            if not batch:
                raise TimeoutError(f"nothing came for {patience:g} s") from None
            yield batch
            batch, flush_at = [], time.monotonic() + every
            continue
        if isinstance(entry, _End):
            if batch:
                yield batch
            if entry.error is not None:
                raise entry.error
            return
        batch.append(entry)
        begun = begun or says_something(entry)
        if time.monotonic() >= flush_at:
            yield batch
            batch, flush_at = [], time.monotonic() + every if begun else 0.0
