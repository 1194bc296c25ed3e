"""The library as a LangChain retriever: the passages nearest to a question that may be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from knowledge.documents.types import Found
from knowledge.library import SearchQuery


class LibraryRetriever(BaseRetriever):
    """For one scope. Each document is a passage's text, with where it stands; `found` of its
    metadata is all that is known of it, `reading` the place of the query that it was found for."""

    library: Any  # Library
    scope: Any  # Scope
    limit: int
    sent: Any = None  # Callable[[Sent], None]: told what went to a reranking server

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        readings: Sequence[SearchQuery] = (),
    ) -> list[Document]:
        """Best first. `readings`: the query with what was said before it, in each way that it may
        be meant."""
        asked = readings or [SearchQuery(query)]
        found = self.library.searching.each(asked, self.scope, self.limit, self.sent)
        return [_document(one, reading) for reading, some in enumerate(found) for one in some]


def _document(found: Found, reading: int) -> Document:
    passage = found.passage
    return Document(
        page_content=passage.text,
        id=str(passage.id),
        metadata={
            "source": passage.source,
            "title": passage.title,
            "version": passage.version,
            "start": passage.start,
            "end": passage.end,
            "score": found.score,
            "found": found,
            "reading": reading,
        },
    )
