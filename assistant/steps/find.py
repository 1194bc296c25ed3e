"""Find: the passages nearest to the question that the reader may see."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.access import Reader
from knowledge.library import Library, SearchQuery
from knowledge.types import Found

#: Enough for an answer, for ten distinct documents in most libraries, and for "nearest passages".
SEARCH_LIMIT = 20


def find(query: SearchQuery, library: Library, reader: Reader) -> Sequence[Found]:
    """Best first. Raises IndexUnavailable, or ModelUnavailable from an outside embedding model."""
    return library.search(query, reader, SEARCH_LIMIT)
