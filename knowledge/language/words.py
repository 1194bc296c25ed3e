"""Words of English text: one way to cut them, to leave out those that say nothing, to compare."""

from __future__ import annotations

import re
from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer

from knowledge.language.phrases import listed

#: `[start:end]` of the very text that was given.
Span = tuple[int, int]


#: The end of "the King's": it also stands where it says "the King".
POSSESSIVE = re.compile(r"['’]s$")
_WORD = re.compile(r"\d[\d,]*(?:\.\d+)*|[^\W_]+(?:['’][^\W_]+)*")


def words(text: str) -> list[str]:
    """Words in order, lower case; "30,000" is "30000", "4.2" stays whole, "staff's" is "staff"."""
    return [_plain(word) for word in _WORD.findall(text)]


def lowered(text: str) -> str:
    """In lower case, character for character, so that spans stay true ("İ" has two small ones).
    Patterns on it are twice as fast as those that ignore case."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := one.lower()) == 1 else one for one in text)


@lru_cache(maxsize=65_536)
def _plain(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    word = word.casefold().replace("’", "'")
    return word.removesuffix("'s")


#: Words that say how a sentence is built and not what it is about.
_LISTED = listed("stop_words")
#: As people type them too: "whats" and "hows" say no more than "what's".
STOP_WORDS = _LISTED | {f"{word}s" for word in _LISTED if word.startswith(("wh", "how", "that"))}


def content_words(text: str) -> list[str]:
    """The words of `text` that are not stop words, in order, repeats kept."""
    return [word for word in words(text) if word not in STOP_WORDS]


def stems(text: str) -> set[str]:
    """The different words of `text` that are not stop words, as they are compared: see `stem`."""
    return set(_stems(text))


@lru_cache(maxsize=4_096)
def _stems(text: str) -> frozenset[str]:
    """The units of passages that are asked for often are held to one question after another."""
    return frozenset(map(stem, content_words(text)))


def listed_stems(name: str, section: str) -> frozenset[str]:
    """A section of a phrase list, as it is compared."""
    return frozenset(map(stem, listed(name, section)))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The Snowball stem of an English word ("claims", "claimed" and "claiming" meet). For comparing
    words, never for showing them; the keys of the glossary are stored as such stems."""
    # A stemmer holds the word that it works on, so threads must not share one; making one costs
    # half a microsecond. PyStemmer, which the package prefers, may be of another version.
    return str(EnglishStemmer().stemWord(word))
