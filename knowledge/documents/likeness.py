"""How much two texts have in common, and which of many may have much in common with one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from knowledge.language.words import content_words

#: Shares of the shorter text's words and pairs of neighbouring words that the other holds as well
#: (of the longer text's, for NEARLY). From the versions in policy_corpus, against pairs of its
#: documents of different departments (docs/measurements.md).
UNRELATED, NEARLY = 0.25, 0.5
#: With fewer words and pairs nothing is said of a text.
FEWEST = 4
#: Characters looked at: 0.1 s.
LONGEST = 200_000
#: Numbers in a sketch.
SKETCHED = 32


@dataclass(frozen=True, slots=True)
class Shares:
    """What two texts have in common, of the shorter one's words and of the longer one's."""

    of_shorter: float
    of_longer: float

    @property
    def related(self) -> bool:
        """Whether one may be the next version of the other, if they go by one name or title."""
        return self.of_shorter >= UNRELATED

    @property
    def nearly_same(self) -> bool:
        """Whether it may be, whatever they go by."""
        return self.of_longer >= NEARLY


class WordPairs:
    """A text's words and pairs of neighbouring words; figures, in which versions differ, are all
    one word."""

    def __init__(self, text: str) -> None:
        said = ["#" if word[0].isdigit() else word for word in content_words(text[:LONGEST])]
        self._of = {f"{one} {other}" for one, other in pairwise(said)}.union(said) - {"#"}

    def shared(self, other: WordPairs) -> Shares:
        shorter, longer = sorted((len(self._of), len(other._of)))
        if shorter < FEWEST:
            return Shares(1.0, 0.0)
        both = len(self._of & other._of)
        return Shares(both / shorter, both / longer)

    @cached_property
    def sketch(self) -> list[int]:
        """The SKETCHED least of their hashes: of two texts that share a third of all they say, a
        third of these are expected to be the same."""
        hashed = (hashlib.blake2b(one.encode(), digest_size=6).digest() for one in self._of)
        return sorted(int.from_bytes(one) for one in hashed)[:SKETCHED]
