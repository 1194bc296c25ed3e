"""Words and names of a claim that nothing in its sources holds."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from knowledge.language.sentences import sentences
from knowledge.language.words import STOP_WORDS, listed_stems, stem, stems, words

_QUOTED = re.compile(r"“([^”]{2,})”|\"([^\"]{2,})\"")
_LETTERS = re.compile(r"[^\W_]+")
#: With which an answer speaks of its sources; they claim nothing.
FRAMING = listed_stems("framing", "of an answer")


@dataclass(frozen=True, slots=True)
class Wording:
    said: int  # different words of content of the claim
    new: tuple[str, ...]  # those in no source, as stems

    @property
    def share_new(self) -> float:
        return len(self.new) / max(1, self.said)


def wording(claim: str, ground: Set[str]) -> Wording:
    """`ground` as stems. Numbers and framing words are left out: others look at those."""
    said = {word for word in stems(claim) - FRAMING if not word[0].isdigit()}
    return Wording(len(said), tuple(sorted(said - ground)))


def quoted_words(text: str) -> list[str]:
    """What the claim itself puts in quotation marks, two words or more."""
    found = (match[1] or match[2] for match in _QUOTED.finditer(text))
    return [quoted.strip() for quoted in found if len(words(quoted)) > 1]


def misquoted(claim: str, held: str) -> list[str]:
    """Words in quotation marks that `held`, the ground's `letters`, does not hold."""
    return [one for one in quoted_words(claim) if letters(one) not in held]


def letters(text: str) -> str:
    """What is compared word for word: " may carry over 10 days "."""
    return f" {' '.join(_LETTERS.findall(text.casefold()))} "


#: Names beside each other are one: who says "Ann Lee" where the source says "Lee" invents none.
_CAPITAL = re.compile(r"(?<![°\d])\b[A-Z][\w’'&-]*(?:\s[A-Z][\w’'&-]*)*")
#: Letters of a name that may be the initials of another, and what stands between its words.
LONGEST_INITIALS = 6
_SMALL = r"[a-z]+ (?:[a-z]{2,3} )?"
#: Where a capital is a matter of place: after these, as at a sentence's beginning.
_OPENS = re.compile(r"(?:^|[:•“\"(]\s*|^[-*]\s+)\W*$")


def new_names(claim: str, held: Set[str], ground: str = "") -> list[str]:
    """The claim's names that are not `held`, the stems of all words of the ground, in order; the
    initials of words beside each other in the `letters` of the ground are no new name.

    A sentence's first word has its capital from its place, and counts only where it has two
    ("HMRC").
    """
    lacking: dict[str, None] = {}
    for start, end in sentences(claim):
        sentence = claim[start:end]
        for match in _CAPITAL.finditer(sentence):
            name = match.group()
            if _OPENS.search(sentence[: match.start()]) and sum(map(str.isupper, name)) < 2:
                continue
            parts = [part for part in words(name) if not _names_nothing(part)]
            if parts and not any(stem(one) in held or _stands_for(one, ground) for one in parts):
                lacking |= dict.fromkeys(name.split())
    return list(lacking)


def _stands_for(initials: str, ground: str) -> bool:
    """Whether these letters begin words beside each other, small ones left out."""
    if not (1 < len(initials) <= LONGEST_INITIALS and initials.isalpha()):
        return False
    return re.search(rf" {_SMALL.join(initials)}[a-z]+ ", ground) is not None


def _names_nothing(word: str) -> bool:
    return word in STOP_WORDS or stem(word) in FRAMING or word.isdigit()
