"""The documents of the library: found by title, what needs attention first."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents.types import Document
from ui.parts.common.text import count, day, html
from ui.parts.library.states import condition

#: Rows drawn; a longer list is narrowed by searching.
SHOWN = 100

STATES = ("All", "In force", "Needs attention", "Not in force")
SORTS = ("Needs attention first", "Title", "Newest first")


def chosen(documents: Sequence[Document], words: str, state: str, sort: str) -> list[Document]:
    """Those whose title or source holds every word, in that state, sorted."""
    wanted = words.casefold().split()
    kept = [
        document
        for document in documents
        if all(word in f"{document.title} {document.source}".casefold() for word in wanted)
        and _is(document, state)
    ]
    kept.sort(key=lambda document: document.title.casefold())
    if sort == "Needs attention first":
        kept.sort(key=lambda document: condition(document).good)
    elif sort == "Newest first":
        kept.sort(key=_loaded, reverse=True)
    return kept


def document_table_html(documents: Sequence[Document]) -> str:
    if not documents:
        return "<p>No document fits. Change the search or the state.</p>"
    rows = "".join(_row(document) for document in documents[:SHOWN])
    more = ""
    if len(documents) > SHOWN:
        more = f"<p>{SHOWN} of {count(len(documents), 'document')} shown. Search to narrow.</p>"
    return (
        '<table class="stack"><thead><tr><th scope="col">Document</th><th scope="col">State</th>'
        '<th scope="col">Version</th><th scope="col">In force since</th>'
        '<th scope="col">Review by</th><th scope="col">Passages</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>{more}"
    )


def _row(document: Document) -> str:
    how = condition(document)
    version = document.current or document.latest
    note = f'<br><span class="quiet">{html(how.note)}</span>' if how.note else ""
    since, review, number, passages = "", "", "", ""
    if version is not None:
        since = day(version.effective_from)
        review = day(version.review_by)
        number = str(version.number)
        passages = f"{version.passages:,}"
    return (
        f'<tr><td><a href="/library?document={document.id}" target="_self">'
        f"{html(document.title)}</a>"
        f'<br><span class="quiet">{html(document.collection)} · {html(document.source)}</span></td>'
        f'<td><span class="state {"good" if how.good else "bad"}">{how.words}</span>{note}</td>'
        f"{_cell('Version', number)}{_cell('In force since', since)}"
        f"{_cell('Review by', review)}{_cell('Passages', passages)}</tr>"
    )


def _cell(name: str, value: str) -> str:
    return f'<td data-name="{name}">{html(value)}</td>' if value else '<td class="none"></td>'


def _is(document: Document, state: str) -> bool:
    if state == "In force":
        return document.current is not None
    if state == "Not in force":
        return document.current is None
    return state == "All" or not condition(document).good


def _loaded(document: Document) -> float:
    return document.latest.loaded_at.timestamp() if document.latest else 0.0
