"""Short and long forms, and when two of them are the same."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.errors import BernardError
from knowledge.language.phrases import listed
from knowledge.language.words import STOP_WORDS, stem, words

#: Characters of a short form, as in Schwartz and Hearst; of a long form, well above any seen.
SHORTEST, LONGEST = 2, 10
LONGEST_LONG = 160

_PLURAL = re.compile(r"^[^a-z]{2,}s$")


@dataclass(frozen=True, slots=True)
class TermPair:
    """A short and a long form as somebody wrote them."""

    short: str
    long: str

    @property
    def folded(self) -> str:
        """The short form as it is compared: "MoU" is "mou"."""
        return fold(self.short)

    @property
    def key(self) -> str:
        """The long form as it is compared: without case, hyphens, plurals and endings."""
        return key(self.long)


def fold(short: str) -> str:
    return short.casefold()


def singular(short: str) -> str:
    """ "SROs" is "SRO"; what is not all capitals stays as it is."""
    return short[:-1] if _PLURAL.match(short) else short


def key(long: str) -> str:
    return " ".join(stem(word) for word in words(long))


def is_ordinary(short: str) -> bool:
    """Whether the short form, written small, is an ordinary word ("IT", "WHO", "ACT"). A word that
    the list lacks costs a search some precision, no more."""
    return fold(short) in STOP_WORDS or fold(short) in listed("ordinary_words")


def given(short: str, long: str) -> TermPair:
    """What a curator typed, tidied. Raises BernardError for what cannot be an entry."""
    short, long = (
        " ".join("".join(one if one.isprintable() else " " for one in text).split())
        for text in (short, long)
    )
    if not SHORTEST <= len(short) <= LONGEST or " " in short or not any(map(str.isalpha, short)):
        raise BernardError(
            f"A short form is one word of {SHORTEST} to {LONGEST} characters with a letter in it, "
            "such as SRO. Nothing was changed."
        )
    if not len(short) < len(long) <= LONGEST_LONG:
        raise BernardError(
            "A long form says in words what the letters stand for, such as Senior Responsible "
            f"Owner, in at most {LONGEST_LONG} characters. Nothing was changed."
        )
    return TermPair(short, long)
