"""A question's misspelt words, put right by the words of the documents that the asker may read.

A word is taken for misspelt where no passage that may be read holds it, the embedded model's
vocabulary does not have it whole (30,000 common words are there, so that "Spain" is no "stain"),
and one edit makes it a word that a passage holds, or one of the everyday list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from knowledge.access import Asker
from knowledge.catalogue.read import Allowed
from knowledge.catalogue.sqlite.word_search import holding, times_held
from knowledge.glossary.everyday import everyday, everyday_words
from knowledge.language.words import words

#: Letters of a word from which one edit leaves little doubt.
SHORTEST = 5
#: Words of a question that are looked up.
LOOKED_UP = 40
#: Likely stems that are looked at, the longest first.
TRIED = 8
#: Letters of a word that its stem may lack.
LONGEST_ENDING = 6
#: Passages that hold a word are counted so far.
COUNTED = 200
_ALIKE = ("aeiouy", "cksz")
#: In small letters alone: a name is not in every dictionary. What stands in quotation marks stays.
_WORD = re.compile(rf"(?<![\w\"“'‘’@./-])[a-z]{{{SHORTEST},24}}(?![\w\"”'’@/-]|\.\w)")
_TERMS = (
    text("CREATE VIRTUAL TABLE IF NOT EXISTS temp.word_terms USING fts5vocab(main, words, row)"),
    text(
        "SELECT term FROM word_terms WHERE term >= :first AND term < :beyond "
        "AND length(term) BETWEEN :least AND :most"
    ),
)


def read_as(
    by: Asker,
    session: Session,
    question: str,
    allowed: Allowed,
    is_word: Callable[[str], bool],
) -> Mapping[str, str]:
    """Words of the question → those of the documents that are meant: misspelt, or everyday."""
    spelt = respelt(session, question, allowed, is_word, everyday_words())
    meant = everyday(by, session, with_words(question, spelt))
    was = {right: wrong for wrong, right in spelt.items()}
    less = said_less(session, meant, allowed)
    as_typed = {with_words(said, was): other for said, other in less.items()}
    in_meant = {word for said in as_typed for word in said.split()}
    return {**{one: spelt[one] for one in spelt if one not in in_meant}, **as_typed}


def known_share(text: str, is_word: Callable[[str], bool]) -> float:
    """The share of its words of two letters and more that are ordinary ones; 1 where there are
    none, or where a model tells no words apart."""
    said = [word for word in words(text) if len(word) > 1]
    if not said or not is_word("information"):
        return 1.0
    return sum(map(is_word, said)) / len(said)


def respelt(
    session: Session,
    question: str,
    allowed: Allowed,
    is_word: Callable[[str], bool],
    everyday: Collection[str] = (),
) -> Mapping[str, str]:
    """Word of the question → the word of the documents that is meant, or of the everyday ones.
    `is_word`: whether it is an ordinary word, whatever the documents hold."""
    found: dict[str, str] = {}
    for word in list(dict.fromkeys(_WORD.findall(question)))[:LOOKED_UP]:
        known = word in everyday or is_word(word)
        if not known and not holding(session, f'"{word}"', allowed):
            right = _right(session, word, allowed) or _among(everyday, word)
            if right:
                found[word] = right
    return found


def said_less(
    session: Session, meant: Mapping[str, Sequence[str]], allowed: Allowed
) -> dict[str, str]:
    """Those that the documents do not say, or less often than what is meant, each with that one of
    its meanings that they say most, the first of equals: words are read as the documents have them,
    and theirs stay."""

    def held(words: str) -> int:
        return times_held(session, words.removeprefix("my "), allowed, COUNTED)

    read: dict[str, str] = {}
    for said, others in meant.items():
        times = held(said)
        other = others[0] if len(others) == 1 and not times else max(others, key=held)
        if not times or times < held(other):
            read[said] = other
    return read


def with_words(question: str, meant: Mapping[str, str]) -> str:
    """The question with other words for some of its own, and their article; what stands in
    quotation marks stays."""
    if not meant:
        return question
    longest = "|".join(map(re.escape, sorted(meant, key=len, reverse=True)))
    said = re.compile(rf"(?<![\w\"“‘@/-])(?:(an?) )?({longest})(?![\w\"”’@/-])")

    def other(match: re.Match[str]) -> str:
        words = meant[match[2]]
        article = "an " if words[0].lower() in "aeiou" else "a "
        return article + words if match[1] else words

    return said.sub(other, question)


def _right(session: Session, word: str, allowed: Allowed) -> str:
    create, near = _TERMS
    session.execute(create)
    sizes = {"least": max(3, len(word) - LONGEST_ENDING), "most": len(word) + 1}
    letters = {"first": word[0], "beyond": chr(ord(word[0]) + 1)}
    terms = session.scalars(near, {**letters, **sizes})
    likely = [term for term in terms if _begins_like(word, term)]
    for term in sorted(likely, key=len, reverse=True)[:TRIED]:
        for passage in holding(session, f'"{term}"*', allowed):
            said = (one for one in words(passage) if one[0] == word[0] and slip(word, one))
            if right := next(said, ""):
                return right
    return ""


def _among(others: Collection[str], word: str) -> str:
    return next((one for one in others if one[0] == word[0] and slip(word, one)), "")


def _begins_like(word: str, term: str) -> bool:
    """Whether the word's stem may be that term: the slip may stand in the ending."""
    begins = [word[: len(term) + more] for more in (-1, 0, 1)]
    return term in begins or any(slip(one, term) for one in begins)


def slip(word: str, right: str) -> bool:
    """Whether `word` is `right` with one slip as people make them: a letter left out or put in,
    two swapped, or one taken for another of its sound. "Moped" is no slip of "moved"."""
    if word == right or abs(len(word) - len(right)) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(word, right, strict=False)) if a != b), None)
    if at is None:
        return True  # one more letter behind
    rest, other = word[at:], right[at:]
    if rest[1:] == other[1:]:
        return any(rest[0] in alike and other[0] in alike for alike in _ALIKE)
    return other in (rest[1:], rest[1:2] + rest[0] + rest[2:]) or rest == other[1:]
