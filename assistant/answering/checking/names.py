"""Names, forms and acronyms: what a claim writes with a capital must stand in its source."""

from __future__ import annotations

import re
from collections.abc import Set

from assistant.answering.checking.wording import FRAMING
from knowledge.language.sentences import sentences
from knowledge.language.words import STOP_WORDS, stem, words

_CAPITAL = re.compile(r"(?<![°\d])\b[A-Z][\w’'&-]*")
#: Where a capital is a matter of place: after these, as at a sentence's beginning.
_OPENS = re.compile(r"(?:^|[:•“\"(]\s*|^[-*]\s+)\W*$")


def missing(claim: str, held: Set[str]) -> list[str]:
    """The claim's names that are not `held`, the stems of all words of the ground, in order.

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
            if parts and not any(stem(part) in held for part in parts):
                lacking[name] = None
    return list(lacking)


def _names_nothing(word: str) -> bool:
    return word in STOP_WORDS or stem(word) in FRAMING or word.isdigit()
