"""What leaves this machine for a question, told to whoever writes its receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from knowledge.types import Sent

_heard: ContextVar[Callable[[Sent], None] | None] = ContextVar("heard", default=None)


@contextmanager
def hearing(heard: Callable[[Sent], None]) -> Iterator[None]:
    """Within the block, `heard` is told of what is sent on this thread."""
    before = _heard.get()
    _heard.set(heard)
    try:
        yield
    finally:
        _heard.set(before)


def tell(sent: Sent) -> None:
    heard = _heard.get()
    if heard is not None:
        heard(sent)
