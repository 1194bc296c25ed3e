"""Find: the passages nearest to the question that the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from assistant.answering.question.echo import without_echo
from knowledge.access import Scope
from knowledge.documents.types import Found
from knowledge.library import Library, SearchQuery
from knowledge.outside.sending import Sent

#: Enough for an answer, for ten distinct documents in most libraries, and for "nearest passages".
SEARCH_LIMIT = 20
#: For a model to read: all that answers a question stands among twenty passages for 71 % of the
#: questions of gov_us_mtrag, among forty for 84 %.
DESK_LIMIT = 40


def find(
    query: SearchQuery,
    library: Library,
    scope: Scope,
    sent: Callable[[Sent], None] | None = None,
    limit: int = SEARCH_LIMIT,
) -> tuple[Found, ...]:
    """Best first; raises what `find_each` does."""
    return find_each([query], library, scope, sent, limit)[0]


def find_each(
    queries: Sequence[SearchQuery],
    library: Library,
    scope: Scope,
    sent: Callable[[Sent], None] | None = None,
    limit: int = SEARCH_LIMIT,
) -> list[tuple[Found, ...]]:
    """For each reading of one question what is found, best first; `sent` is told what went to a
    reranking server. Raises IndexUnavailable, or ModelUnavailable from an outside embedding model.
    """
    # LangChain takes its time to import, which no command needs that only looks at Bernard.
    from langsmith import tracing_context

    from assistant.answering.evidence.retriever import LibraryRetriever

    retriever = LibraryRetriever(library=library, scope=scope, limit=limit, sent=sent)
    with tracing_context(enabled=False):  # what was found goes to nobody else
        documents = retriever.invoke(queries[0].text, readings=queries)
    found: list[list[Found]] = [[] for _ in queries]
    for document in documents:
        found[document.metadata["reading"]].append(document.metadata["found"])
    return [
        without_echo(one.text, some, partial(library.closeness, SearchQuery(one.text)))
        for one, some in zip(queries, found, strict=True)
    ]
