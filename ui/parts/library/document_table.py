"""The documents of the library: found by title, what needs attention first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from knowledge.documents.types import Document
from knowledge.language.wording import count
from ui.parts.common.render import part
from ui.parts.common.text import holds
from ui.parts.library.states import condition

#: Rows drawn; a longer list is narrowed by searching.
SHOWN = 100

STATES: dict[str, Callable[[Document], bool]] = {
    "All": lambda document: True,
    "In force": lambda document: document.current is not None,
    "Needs attention": lambda document: not condition(document).good,
    "Not in force": lambda document: document.current is None,
}
SORTS: dict[str, Callable[[Document], Any]] = {
    "Needs attention first": lambda document: condition(document).good,
    "Title": lambda document: 0,
    "Newest first": lambda document: -_loaded(document),
}


def chosen(documents: Sequence[Document], words: str, state: str, sort: str) -> list[Document]:
    """Those whose title or source holds every word, in that state, sorted; then by title."""
    kept = [
        document
        for document in documents
        if holds(f"{document.title} {document.source}", words) and STATES[state](document)
    ]
    return sorted(kept, key=lambda one: (SORTS[sort](one), one.title.casefold()))


def document_table_html(documents: Sequence[Document], said: Sequence[str]) -> Markup:
    """`said` of them all, above those chosen."""
    return part(
        "library/documents",
        "table",
        said=said,
        documents=documents,
        shown=SHOWN,
        condition=condition,
    )


def overview(documents: Sequence[Document]) -> str:
    """`25 documents in force, 2 need attention`."""
    in_force = sum(map(STATES["In force"], documents))
    attention = sum(map(STATES["Needs attention"], documents))
    needs = f"{count(attention, 'needs', 'need')} attention" if attention else "all is well"
    return f"{count(in_force, 'document')} in force, {needs}"


def _loaded(document: Document) -> float:
    return document.latest.loaded_at.timestamp() if document.latest else 0.0
