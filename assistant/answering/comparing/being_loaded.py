"""What an answer says while files are being read: what it rests on is about to be replaced."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.citation import Citation
from assistant.answers.status import Status
from knowledge.access import Scope
from knowledge.library import Library

_SOON = "A new version of “{}” is being loaded; this answer rests on the one before."
_WAIT = "Still loading {} files: ask again when they are in force."
_WAIT_FOR_ONE = "Still loading 1 file: ask again when it is in force."


def replaced_soon(library: Library, scope: Scope, citations: Sequence[Citation]) -> tuple[str, ...]:
    """A sentence for each document cited of which another version is on its way."""
    if not citations:
        return ()
    replaced = library.being_loaded(scope).replaced
    titles = {one.document_id: one.title for one in citations if one.document_id in replaced}
    return tuple(_SOON.format(title) for title in titles.values())


def until_loaded(library: Library, scope: Scope, status: Status, sentence: str) -> str:
    """What is said instead of `sentence` where the library is empty only for now."""
    files = library.being_loaded(scope).files if status is Status.BLOCKED_EMPTY_LIBRARY else 0
    if files == 1:
        return _WAIT_FOR_ONE
    return _WAIT.format(f"{files:,}") if files else sentence
