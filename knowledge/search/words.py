"""Search by words: SQLite FTS5, BM25 over title, headings and body of passages in force."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from knowledge.text import STOP_WORDS

#: BM25 weights of title, headings and body: a word in a title says more about a passage.
FIELD_WEIGHTS = (2.0, 1.5, 1.0)
#: Terms of one query; long questions repeat themselves, and each term costs a list to merge.
MAX_TERMS = 32

# "30,000" and "4.2" and "working-age" stay one term, which FTS5 reads as a phrase of its parts.
_TERM = re.compile(r"[^\W_]+(?:[.,'’/-][^\W_]+)*")

_QUERY = text(
    "SELECT rowid, -bm25(words, :title, :headings, :body) AS score FROM words "
    "WHERE words MATCH :match AND collection_id IN "
    "(SELECT value FROM json_each(:collections)) ORDER BY score DESC, rowid LIMIT :count"
)


def search_words(
    session: Session, query: str, collection_ids: Sequence[int], count: int
) -> list[tuple[int, float]]:
    """The passages that match best: (id, BM25, higher is better), best first."""
    match = match_expression(query)
    if not match or not collection_ids:
        return []
    title, headings, body = FIELD_WEIGHTS
    rows = session.execute(
        _QUERY,
        {
            "match": match,
            "collections": str(list(collection_ids)),
            "title": title,
            "headings": headings,
            "body": body,
            "count": count,
        },
    )
    return [(int(row.rowid), float(row.score)) for row in rows]


def match_expression(query: str) -> str:
    """Any of the query's words, each quoted so that nothing in it is FTS5 syntax (a term holds no
    quotation mark: see _TERM).

    Stop words are left out unless there is nothing else.
    """
    said = dict.fromkeys(_TERM.findall(query.lower()))
    terms = ([term for term in said if term not in STOP_WORDS] or list(said))[:MAX_TERMS]
    return " OR ".join(f'"{term}"' for term in terms)
