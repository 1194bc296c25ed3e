"""What leaves this machine for a question, told to whoever writes its receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """What a search sent to a reranking or an embedding server: the question, and passages."""

    host: str  # "rerank.example.gov.uk"
    model: str  # empty: the server has but one
    passages: int
    characters: int
    answered: bool  # False: sent, but the order is our own


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
