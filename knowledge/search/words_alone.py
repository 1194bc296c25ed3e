"""That words alone were searched, told to whoever answers: the index did not answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from knowledge.errors import IndexUnavailable

SENTENCE = (
    "The search by meaning does not answer just now, so this was searched for by its words alone: "
    "what the documents say in other words may be missing. Ask again in a minute."
)

_heard: ContextVar[Callable[[str], None] | None] = ContextVar("words_alone", default=None)


@contextmanager
def hearing_of_words_alone(heard: Callable[[str], None]) -> Iterator[None]:
    """Within the block, a search on this thread goes on without an index that does not answer, and
    `heard` is told so each time, in a sentence."""
    before = _heard.get()
    _heard.set(heard)
    try:
        yield
    finally:
        _heard.set(before)


def tell_or_raise(error: IndexUnavailable) -> None:
    """Raises the error where nobody would hear that half of what is near may be missing: what is
    measured, or kept, must not be made of it."""
    heard = _heard.get()
    if heard is None:
        raise error
    heard(SENTENCE)
