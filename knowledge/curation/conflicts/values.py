"""What a sentence lays down an amount for: its values by what they measure, and its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.language.phrases import listed
from knowledge.language.quantities import nth, quantities
from knowledge.language.words import content_words, listed_stems, stem

#: Sentences of documents that are remembered as read: each is compared with many others.
KEPT = 8_192


@dataclass(frozen=True, slots=True)
class Value:
    """An amount and what it measures: ("25", "£"), ("5", "working days"), ("2", "hours")."""

    amount: float
    measure: str

    @property
    def hours(self) -> float | None:
        """Lengths of time can be compared whatever their unit; a working day is only itself."""
        factor = _HOURS.get(self.measure)
        return self.amount * factor if factor else None

    @property
    def words(self) -> str:
        """`£25`, `5 working days`, `85 per cent`, `the eighth day`."""
        figure = f"{self.amount:,.2f}".rstrip("0").rstrip(".")
        measure, per, rate = self.measure.partition(" per ")
        if not measure[0].isalpha():
            return f"{measure}{figure}"
        if measure.startswith("nth "):
            return f"the {nth(int(self.amount))} {measure.removeprefix('nth ')}"
        if self.amount != 1 and measure not in ("pence", "people", "per cent"):
            measure += "s"
        return f"{figure} {measure}{per}{rate}"


_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0, "year": 8760.0}

_OF_ANY_RULE = listed_stems("framing", "of any rule")
_LABEL = re.compile(rf"\b({'|'.join(sorted(listed('lettered')))})s?\s(\d+|[A-Z])\b", re.I)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}")


#: "(PDF, 281KB, 4 pages)" behind a link says how long a file is, and lays down nothing.
_FILE = re.compile(r"\(?\b[A-Z]{3,4}\b,?\s[\d.,]+\s?[kMG]B[^()]*\)?", re.I)


@lru_cache(maxsize=KEPT)
def values(sentence: str) -> frozenset[Value]:
    measured = quantities(_FILE.sub(" ", sentence))
    return frozenset(Value(float(one.value), one.measure) for one in measured if one.measure)


@lru_cache(maxsize=KEPT)
def subject(sentence: str) -> frozenset[str]:
    """The stems of what the sentence is about, without its amounts and measures, and without words
    that any rule may have."""
    bare = sentence
    for one in reversed(quantities(sentence)):
        if one.measure:
            bare = f"{bare[: one.span[0]]} {bare[one.span[1] :]}"
    stems = (stem(word) for word in content_words(bare) if not word[0].isdigit() and len(word) > 1)
    return frozenset(stems) - _OF_ANY_RULE


def labels(sentence: str) -> dict[str, str]:
    """What is numbered or lettered in it, by its noun: {"grade": "6", "list": "a"}."""
    return {match[1].lower(): match[2].lower() for match in _LABEL.finditer(sentence)}


def names(sentence: str) -> frozenset[str]:
    """Words that its writer begins with a capital though they do not open the sentence."""
    return frozenset(match[0].lower() for match in _NAME.finditer(sentence))
