"""A model's stream, read beside the caller: in batches, and never waited for longer than agreed."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextvars import Context, ContextVar, copy_context
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

Item = TypeVar("Item")

#: Seconds between two batches: ten pieces a second read as flowing and cost the page little.
BATCH_SECONDS = 0.1

#: Seconds between two looks at whether anybody still waits.
LOOK_SECONDS = 0.1


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


class GivenUp(Exception):
    """Nobody waits for the work any more: the person stopped it, or what it was for has ended."""


class Waiting:
    """Whoever waits for work done below, on other threads as well. Once they give it up, it ends,
    and what others wait for below it ends too."""

    def __init__(self) -> None:
        self._above = _waiting.get()
        self._over = Event()

    def context(self) -> Context:
        """For a thread that works for this one."""
        context = copy_context()
        context.run(_waiting.set, self)
        return context

    def give_up(self) -> None:
        self._over.set()

    @property
    def closed(self) -> bool:
        """Given up by whoever began it, and not only above."""
        return self._over.is_set()

    @property
    def given_up(self) -> bool:
        return self._over.is_set() or (self._above is not None and self._above.given_up)


_waiting: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


@dataclass(frozen=True, slots=True)
class _End:
    """The last entry of the queue: the stream ended, with `error` when it broke."""

    error: Exception | None


def given_up() -> bool:
    """For whoever works for somebody: nobody waits for it any more."""
    waiting = _waiting.get()
    return waiting is not None and waiting.given_up


def closed() -> bool:
    """For whoever works for somebody: they closed it themselves, and look at nothing more."""
    waiting = _waiting.get()
    return waiting is not None and waiting.closed


def go_on() -> None:
    """Raises GivenUp when nobody waits any more."""
    if given_up():
        raise GivenUp


def sleep(seconds: float) -> None:
    """Raises GivenUp as soon as nobody waits any more."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        go_on()
        time.sleep(min(left, LOOK_SECONDS))


def in_batches(
    open_stream: Callable[[], Iterator[Item]],
    patience: Patience,
    says_something: Callable[[Item], bool],
    every: float = BATCH_SECONDS,
) -> Generator[list[Item], None, None]:
    """Yields items at once until one says something, then the rest in batches, at least `every`
    seconds apart.

    Raises TooSlow when patience ends: a server that sends one byte at a time, or words that say
    nothing, must not hold a person for ever. Raises GivenUp. Raises what the stream raised, after
    all that came before. When the caller stops, the stream is closed at its next item or byte.
    """
    queue: SimpleQueue[Item | _End] = SimpleQueue()
    waiting = Waiting()
    context = waiting.context()
    Thread(
        target=lambda: context.run(_read, open_stream, queue),
        name="model-stream",
        daemon=True,
    ).start()
    try:
        yield from _batches(queue, patience, says_something, every)
    finally:
        waiting.give_up()


def _read(
    open_stream: Callable[[], Iterator[Item]],
    queue: SimpleQueue[Item | _End],
) -> None:
    error: Exception | None = None
    try:
        for item in open_stream():
            queue.put(item)
            if given_up():
                break
    except Exception as broken:  # noqa: BLE001 - handed to the reader, which raises it
        error = broken
    queue.put(_End(error))


def _batches(
    queue: SimpleQueue[Item | _End],
    patience: Patience,
    says_something: Callable[[Item], bool],
    every: float,
) -> Iterator[list[Item]]:
    batch: list[Item] = []
    flush_at = 0.0
    started = heard_at = time.monotonic()
    begun = False
    while True:
        go_on()
        phase, until = "first", started + patience.first
        if begun:
            phase, until = "between", heard_at + patience.between
        if started + patience.total < until:
            phase, until = "total", started + patience.total
        wait = (flush_at if batch else until) - time.monotonic()
        try:
            entry = queue.get(timeout=min(max(0.0, wait), LOOK_SECONDS))
        except Empty:
            if wait > LOOK_SECONDS:
                continue
            if not batch:
                raise TooSlow(phase) from None
            yield batch
            batch, flush_at = [], time.monotonic() + every
            continue
        if isinstance(entry, _End):
            go_on()  # the reader hangs up where nobody waits, which is no error of the server's
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
