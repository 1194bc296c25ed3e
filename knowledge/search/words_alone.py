"""That words alone were searched, told to whoever answers: the index did not answer."""

from __future__ import annotations

from knowledge.errors import IndexUnavailable
from knowledge.runtime.hearing import Hearing

SENTENCE = (
    "The search by meaning does not answer just now, so this was searched for by its words alone: "
    "what the documents say in other words may be missing. Ask again in a minute."
)

_words_alone = Hearing[str]("words alone")
#: Within its block a search goes on without an index that does not answer, and who listens is told
#: so each time, in a sentence.
hearing_of_words_alone = _words_alone.by


def tell_or_raise(error: IndexUnavailable) -> None:
    """Raises the error where nobody would hear that half of what is near may be missing: what is
    measured, or kept, must not be made of it."""
    if not _words_alone.tell(SENTENCE):
        raise error
