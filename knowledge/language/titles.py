"""Titles of documents: which words are a title's own, and what names or asks for a document."""

from __future__ import annotations

import re

from knowledge.language.dates import YEAR
from knowledge.language.words import content_words, listed_stems, stem, stems

#: Stems that say what kind of paper it is.
KINDS = listed_stems("titles", "kinds of paper")
#: Stems that ask for a document as a whole.
FOR_WHOLE = listed_stems("asking", "for the whole document")
_ASKING = FOR_WHOLE | listed_stems("asking", "for what is written")
_SAYS_NOTHING = KINDS | listed_stems("titles", "of any department")
_YEAR = re.compile(YEAR)


def own_words(title: str) -> set[str]:
    """Its stems without numbers, and without what titles share unless there is nothing else."""
    every = {word for word in stems(title) if not word.isdigit()}
    return every - KINDS or every


def beside_title(asked: str, title: str) -> set[str]:
    """The stems of what is asked that neither the title nor the asking accounts for."""
    return stems(asked) - stems(title) - KINDS - _ASKING


def is_of_title(word: str, title: str) -> bool:
    return stem(word.lower()) in stems(title) | KINDS


def same_title(one: str, other: str) -> bool:
    return _in_order(one) == _in_order(other)


def may_mean(name: str, title: str) -> bool:
    """Whether one holds all words of the other and both hold the same numbers, but perhaps the
    year that only the name gives. Initials count as the words they stand for ("BOD 16-01" for
    "Binding Operational Directive 16-01")."""
    said, titled = set(_in_order(name)), set(_in_order(title))
    more = _numbers(said) - _numbers(titled)
    if _numbers(titled) - _numbers(said) or not all(map(_YEAR.fullmatch, more)):
        return False
    said, titled = said - _numbers(said), titled - _numbers(titled)
    initials = "".join(word[0] for word in content_words(title) if word.isalpha())
    spelt = {word for word in said if len(word) > 1 and word in initials}
    rest = said - spelt
    shared = (rest & titled) - _SAYS_NOTHING
    return bool(shared or spelt) and (rest <= titled or (titled <= rest and bool(shared)))


def _in_order(title: str) -> list[str]:
    return list(map(stem, content_words(title)))


def _numbers(words: set[str]) -> set[str]:
    return {word for word in words if word[0].isdigit()}
