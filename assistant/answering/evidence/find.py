"""Find: the passages nearest to the question that the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knowledge.access import Scope
from knowledge.documents.types import Found
from knowledge.library import Library, SearchQuery
from knowledge.outside.sending import Sent

#: Enough for an answer, for ten distinct documents in most libraries, and for "nearest passages".
SEARCH_LIMIT = 20


def find(
    query: SearchQuery,
    library: Library,
    scope: Scope,
    sent: Callable[[Sent], None] | None = None,
) -> Sequence[Found]:
    """Best first; `sent` is told what went to a reranking server. Raises IndexUnavailable, or
    ModelUnavailable from an outside embedding model."""
    return library.search(query, scope, SEARCH_LIMIT, sent=sent)
