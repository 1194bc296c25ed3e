"""A model's stream, read beside the caller: in batches, and never waited for longer than agreed."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Generic, TypeVar

Item = TypeVar("Item")

#: Seconds between two batches: ten pieces a second read as flowing and cost the page little.
BATCH_SECONDS = 0.1

_given_up: ContextVar[Event | None] = ContextVar("given_up", default=None)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a stream is waited for."""

    first: float  # until an item says something
    between: float  # from then on, between two items
    total: float  # until the end


class TooSlow(TimeoutError):
    """`phase` is "first", "between" or "total": which patience ended."""

    def __init__(self, phase: str) -> None:
        super().__init__(f"the stream was too slow: {phase}")
        self.phase = phase


class _End(Generic[Item]):
    """The last entry of the queue: the stream ended, with `error` when it broke."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def given_up() -> bool:
    """For whoever reads the network below a stream: nobody waits for it any more."""
    event = _given_up.get()
    return event is not None and event.is_set()


def in_batches(
    open_stream: Callable[[], Iterator[Item]],
    patience: Patience,
    says_something: Callable[[Item], bool],
    every: float = BATCH_SECONDS,
) -> Generator[list[Item], None, None]:
    """Yields items at once until one says something, then the rest in batches, at least `every`
    seconds apart.

    Raises TooSlow when patience ends: a server that sends one byte at a time, or words that say
    nothing, must not hold a person for ever. Raises what the stream raised, after all that came
    before. When the caller stops, the stream is closed at its next item or byte.
    """
    queue: SimpleQueue[Item | _End[Item]] = SimpleQueue()
    stopped = Event()
    context = copy_context()
    context.run(_given_up.set, stopped)
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
    patience: Patience,
    says_something: Callable[[Item], bool],
    every: float,
) -> Iterator[list[Item]]:
    batch: list[Item] = []
    flush_at = 0.0
    started = heard_at = time.monotonic()
    begun = False
    while True:
        phase, until = "first", started + patience.first
        if begun:
            phase, until = "between", heard_at + patience.between
        if started + patience.total < until:
            phase, until = "total", started + patience.total
        wait = (flush_at if batch else until) - time.monotonic()
        try:
            entry = queue.get(timeout=max(0.0, wait))
        except Empty:
            if not batch:
                raise TooSlow(phase) from None
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
        heard_at = time.monotonic()
        begun = begun or says_something(entry)
        if heard_at >= flush_at:
            yield batch
            batch, flush_at = [], time.monotonic() + every if begun else 0.0
