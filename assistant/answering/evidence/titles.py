"""Which document a question names by the words of its title."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents.types import Found, Passage
from knowledge.language.titles import own_words

#: The share of a title's own words that names the document.
NAMES_DOCUMENT = 0.5


def named_documents(
    said: set[str], found: Sequence[Found], least: float = NAMES_DOCUMENT
) -> list[Passage]:
    """A passage of the document of whose title's own words the most are among the stems `said`; of
    several, in the order found, where their titles say the same. [] where fewer than the share
    `least` are, and where it may be one document or another."""
    firsts: dict[int, Passage] = {}
    for item in found:
        firsts.setdefault(item.passage.document_id, item.passage)
    titles = {one: own_words(passage.title) for one, passage in firsts.items()}
    shares = {one: len(own & said) / max(1, len(own)) for one, own in titles.items()}
    best = max(shares.values(), default=0.0)
    named = [one for one in firsts if shares[one] == best]
    if best < least or any(titles[one] != titles[named[0]] for one in named):
        return []
    return [firsts[one] for one in named]
