"""Which document a policy means when it names another: "the Travel Policy 2019", "BOD 16-01"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.documents.types import Document
from knowledge.language.words import content_words

_YEAR = re.compile(r"(?:19|20)\d\d")
#: Words that say what kind of paper it is: two titles that share only these share nothing.
_KINDS = frozenset(
    ("policy", "guide", "guidance", "standard", "standards", "procedure", "procedures", "handbook",
     "version", "directive", "document", "manual", "framework", "schedule", "code", "department",
     "departmental", "practice")
)  # fmt: skip


def named(name: str, documents: Sequence[Document]) -> Document | None:
    """The one document that `name` can mean; None where there is none, or more than one."""
    exact = [one for one in documents if _words(one.title) == _words(name)]
    if len(exact) == 1:
        return exact[0]
    alike = [one for one in documents if _means(name, one.title)]
    return alike[0] if len(alike) == 1 else None


def _means(name: str, title: str) -> bool:
    """Whether one holds all words of the other and both hold the same numbers, but perhaps the
    year that only the name gives. Initials count as the words they stand for ("BOD 16-01" for
    "Binding Operational Directive 16-01")."""
    said, titled = set(_words(name)), set(_words(title))
    more = _numbers(said) - _numbers(titled)
    if _numbers(titled) - _numbers(said) or not all(_YEAR.fullmatch(one) for one in more):
        return False
    said, titled = said - _numbers(said), titled - _numbers(titled)
    initials = "".join(word[0] for word in _words(title) if word.isalpha())
    spelt = {word for word in said if len(word) > 1 and word in initials}
    rest = said - spelt
    shared = (rest & titled) - _KINDS
    return bool(shared or spelt) and (rest <= titled or (titled <= rest and bool(shared)))


def _words(text: str) -> list[str]:
    return content_words(text)


def _numbers(words: set[str]) -> set[str]:
    return {word for word in words if word[0].isdigit()}
