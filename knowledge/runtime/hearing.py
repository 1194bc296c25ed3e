"""Something that deep code tells to whoever listens on its thread, without being handed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

Said = TypeVar("Said")


class Hearing(Generic[Said]):
    """One for each thing that may be told; made once, in its module."""

    def __init__(self, name: str) -> None:
        self._heard: ContextVar[Callable[[Said], None] | None] = ContextVar(name, default=None)

    @contextmanager
    def by(self, heard: Callable[[Said], None]) -> Iterator[None]:
        """Within the block, `heard` is told of what is said on this thread."""
        # Not by a token: a generator may be closed in another context than it began in.
        before = self._heard.get()
        self._heard.set(heard)
        try:
            yield
        finally:
            self._heard.set(before)

    def tell(self, said: Said) -> bool:
        """False where nobody listens."""
        heard = self._heard.get()
        if heard is not None:
            heard(said)
        return heard is not None
