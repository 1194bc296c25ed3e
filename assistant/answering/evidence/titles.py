"""Which document a question names by the words of its title."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents.types import Found, Passage
from knowledge.language.words import stem, stems

#: The share of a title's own words that names the document.
NAMES_DOCUMENT = 0.5

#: Words that titles share.
OF_ANY_TITLE = frozenset(
    stem(word)
    for word in (
        "policy", "policies", "guide", "guidance", "procedure", "procedures", "handbook", "manual",
        "standard", "standards", "rules", "code", "framework", "strategy", "handling", "document",
    )
)  # fmt: skip
#: Words that ask for what is written, and say nothing of its subject.
ASKING = frozenset(
    stem(word)
    for word in (
        "say", "says", "said", "state", "states", "tell", "show", "read", "quote", "give", "mean",
        "means", "contain", "contains", "text", "wording", "words", "exactly", "full", "please",
        "find", "open", "link", "summarise", "summarize", "summary", "explain", "describe", "cover",
        "covers", "overview", "outline", "information", "main", "points", "rule", "current",
        "latest", "department", "departmental", "our",
    )
)  # fmt: skip


def named_documents(
    said: set[str], found: Sequence[Found], least: float = NAMES_DOCUMENT
) -> list[Passage]:
    """A passage of the document of whose title's own words the most are among the stems `said`; of
    several, in the order found, where their titles say the same. [] where fewer than the share
    `least` are, and where it may be one document or another."""
    firsts: dict[int, Passage] = {}
    for item in found:
        firsts.setdefault(item.passage.document_id, item.passage)
    titles = {one: _own_words(passage.title) for one, passage in firsts.items()}
    shares = {one: len(own & said) / max(1, len(own)) for one, own in titles.items()}
    best = max(shares.values(), default=0.0)
    named = [one for one in firsts if shares[one] == best]
    if best < least or any(titles[one] != titles[named[0]] for one in named):
        return []
    return [firsts[one] for one in named]


def beside_title(asked: str, title: str) -> set[str]:
    """The stems of what is asked that neither the title nor the asking accounts for."""
    return stems(asked) - stems(title) - OF_ANY_TITLE - ASKING


def is_of_title(word: str, title: str) -> bool:
    return stem(word.lower()) in stems(title) | OF_ANY_TITLE


def _own_words(title: str) -> set[str]:
    """Without years, and without what other titles share unless there is nothing else."""
    all_words = {word for word in stems(title) if not word.isdigit()}
    return all_words - OF_ANY_TITLE or all_words
